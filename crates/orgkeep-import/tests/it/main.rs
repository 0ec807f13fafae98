//! Homes of the Salesforce CLI, as it writes them.

#[cfg(test)]
mod home;
#[cfg(test)]
mod reading;
