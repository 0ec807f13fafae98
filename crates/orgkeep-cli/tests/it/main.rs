//! The real program, from outside.

#[cfg(test)]
mod checking;
#[cfg(test)]
mod program;
#[cfg(test)]
mod salesforce;
#[cfg(test)]
mod writing;
