//! The crate from outside.

#[cfg(test)]
mod bootstrapping;
#[cfg(test)]
mod checking;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod mending;
#[cfg(test)]
mod merging;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod team_recipe;
#[cfg(test)]
mod there_and_back;
#[cfg(test)]
mod trees;
#[cfg(test)]
mod writing_down;
