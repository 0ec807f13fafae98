//! The processes of a machine, as the kernel lists them.

use std::fs;

/// A process that is not reaped. One that is over may still hold files until then, while its threads go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its id.
    pub id: u32,
    /// Who started it.
    pub parent: u32,
    /// Its process group.
    pub group: u32,
    /// Its name, of which the kernel keeps 15 bytes.
    pub name: String,
}

/// Every process, in no order.
#[must_use]
pub fn all() -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let texts = entries.filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
    texts.filter_map(|text| parse(&text)).collect()
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
    fn this_process_is_among_them() {
        assert!(all().iter().any(|process| process.id == std::process::id()));
    }
}
