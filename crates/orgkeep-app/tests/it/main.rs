//! The crate from outside.

#[cfg(test)]
mod checking;
#[cfg(test)]
mod planning;
#[cfg(test)]
mod wishes;
#[cfg(test)]
mod writing;
