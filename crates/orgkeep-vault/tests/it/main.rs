//! The vault through its public API, on real files.

#[cfg(test)]
mod activity;
#[cfg(test)]
mod backing_up;
#[cfg(test)]
mod backup_vectors;
#[cfg(test)]
mod blueprinting;
#[cfg(test)]
mod care;
#[cfg(test)]
mod child;
#[cfg(test)]
mod committing;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod creating;
#[cfg(test)]
mod damaged;
#[cfg(test)]
mod depending;
#[cfg(test)]
mod disk;
#[cfg(test)]
mod drafting;
#[cfg(test)]
mod examining;
#[cfg(test)]
mod failing;
#[cfg(test)]
mod faulty_disk;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod full_disk;
#[cfg(test)]
mod importing;
#[cfg(test)]
mod key_crash;
#[cfg(test)]
mod key_text;
#[cfg(test)]
mod keyring;
#[cfg(test)]
mod keyring_rows;
#[cfg(test)]
mod labelling;
#[cfg(test)]
mod locking;
#[cfg(test)]
mod migrating;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod misleading;
#[cfg(test)]
mod noticing;
#[cfg(test)]
mod older;
#[cfg(test)]
mod passwords;
#[cfg(test)]
mod pausing;
#[cfg(test)]
mod pending;
#[cfg(test)]
mod permissions;
#[cfg(test)]
mod posture;
#[cfg(test)]
mod processes;
#[cfg(test)]
mod queueing;
#[cfg(test)]
mod recovering;
#[cfg(test)]
mod release;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod remembering;
#[cfg(test)]
mod removing;
#[cfg(test)]
mod renewing;
#[cfg(test)]
mod rotating;
#[cfg(test)]
mod row;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod schema;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod secret_service;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod secret_service_fault;
#[cfg(test)]
mod slow_disk;
#[cfg(test)]
mod story;
#[cfg(test)]
mod tampering;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod unlocking;
#[cfg(test)]
mod updating;
#[cfg(test)]
mod workday;
