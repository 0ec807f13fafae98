//! The real program, from outside.

#[cfg(test)]
mod activity;
// Only on Linux can a process be given a network of its own.
#[cfg(test)]
#[cfg(target_os = "linux")]
#[path = "../../../orgkeep-loopback/tests/it/apart.rs"]
mod apart;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod asking;
#[cfg(test)]
#[cfg(target_os = "linux")]
#[path = "../../../orgkeep-salesforce/tests/it/certificate.rs"]
#[expect(dead_code, reason = "the rest is for the tests of TLS itself")]
mod certificate;
#[cfg(test)]
mod checking;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod damage;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod doctor;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod dumps;
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
mod password;
#[cfg(test)]
mod pasting;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod permissions;
// Only on Linux can a process be told whom to trust.
#[cfg(test)]
#[cfg(target_os = "linux")]
mod portal;
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
#[cfg(target_os = "linux")]
#[path = "../../../orgkeep-salesforce/tests/it/site.rs"]
#[expect(dead_code, reason = "the rest is for the tests of TLS itself")]
mod site;
#[cfg(test)]
mod store;
#[cfg(test)]
mod together;
#[cfg(test)]
#[cfg(target_os = "linux")]
#[path = "../../../orgkeep-salesforce/tests/it/tunnel.rs"]
#[expect(dead_code, reason = "the rest is for the tests of proxies themselves")]
mod tunnel;
#[cfg(test)]
mod waiting;
#[cfg(test)]
mod writing;
