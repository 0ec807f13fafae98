//! The processes of a machine, as the kernel lists them.

use std::fs;

use anyhow::Context as _;

/// How much of a name the kernel keeps.
pub const NAME_LENGTH: usize = 15;

/// A process that is not reaped. One that is over may still hold files until then, while its threads go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its id.
    pub id: u32,
    /// Who started it.
    pub parent: u32,
    /// Its process group.
    pub group: u32,
    /// Its name, or the first [`NAME_LENGTH`] bytes of it.
    pub name: String,
}

/// Every process, in no order.
#[must_use]
pub fn all() -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let texts = entries.filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    texts.filter_map(|text| parse(&text)).collect()
}

/// The bytes of memory that are a process's own, and its share of those that it has in common with others.
///
/// # Errors
/// When the kernel does not tell: only root may ask it about a program that keeps secrets.
pub fn memory(id: u32) -> anyhow::Result<u64> {
    let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup"));
    let text = text.context("the memory of a program that keeps secrets is shown to root only")?;
    let size = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    let size = size.and_then(|size| size.trim().strip_suffix(" kB"));
    let kilobytes: u64 = size.context("no Pss")?.parse()?;
    Ok(kilobytes * 1024)
}

/// One line of `/proc/<id>/stat`. A name may hold spaces and brackets; the last bracket closes it.
fn parse(stat: &str) -> Option<Process> {
    let (id, rest) = stat.split_once(" (")?;
    let (name, rest) = rest.rsplit_once(") ")?;
    let mut fields = rest.split(' ');
    let _state = fields.next()?;
    Some(Process {
        id: id.parse().ok()?,
        parent: fields.next()?.parse().ok()?,
        group: fields.next()?.parse().ok()?,
        name: name.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_and_spaces_is_read() {
        let process = parse("17 (a (b) c) S 5 6 7 0 -1").unwrap();
        let expected = Process {
            id: 17,
            parent: 5,
            group: 6,
            name: "a (b) c".to_owned(),
        };
        assert_eq!(process, expected);
    }

    #[test]
    fn this_process_takes_memory() {
        assert!(memory(std::process::id()).unwrap() > 100_000);
    }

    #[test]
    fn this_process_is_among_them() {
        assert!(all().iter().any(|process| process.id == std::process::id()));
    }
}
