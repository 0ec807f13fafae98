//! The real program, from outside.

#[cfg(test)]
mod activity;
// Only on Linux can a process be given a network of its own.
#[cfg(test)]
#[cfg(target_os = "linux")]
#[path = "../../../orgkeep-loopback/tests/it/apart.rs"]
mod apart;
#[cfg(test)]
mod checking;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod importing;
#[cfg(test)]
mod interrupting;
// The keyring of Linux.
#[cfg(test)]
#[cfg(target_os = "linux")]
mod keyring;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod load;
#[cfg(test)]
mod machine;
#[cfg(test)]
mod pasting;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod private;
#[cfg(test)]
mod program;
#[cfg(test)]
mod registering;
#[cfg(test)]
mod salesforce;
#[cfg(test)]
mod secret_options;
#[cfg(test)]
mod together;
#[cfg(test)]
mod writing;
