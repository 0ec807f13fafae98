//! The processes of a machine, as the kernel lists them.

use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

use anyhow::Context as _;
use orgkeep_journeys::leak::Search;

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

/// What of a search stands in the memory that a process may write.
///
/// # Errors
/// When the kernel does not show it: only root may look into a program that keeps secrets.
pub fn holds(id: u32, search: &Search) -> anyhow::Result<Vec<String>> {
    let maps = fs::read_to_string(format!("/proc/{id}/maps"))?;
    let memory = Memory {
        bytes: File::open(format!("/proc/{id}/mem"))?,
        pages: File::open(format!("/proc/{id}/pagemap"))?,
    };
    let mut found = Vec::new();
    for map in maps.lines() {
        let mut fields = map.split_whitespace();
        let range = fields.next().and_then(|range| range.split_once('-'));
        let (begin, end) = range.context("a map without a range")?;
        let range = u64::from_str_radix(begin, 16)?..u64::from_str_radix(end, 16)?;
        if fields.next().is_some_and(|rights| rights.starts_with("rw")) {
            let place = fields.nth(3).unwrap_or("memory without a name");
            for part in memory.used(range)? {
                found.extend(search.in_bytes(place, &part));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

const PAGE: usize = 4096;
/// So many pages are looked up at a time.
const BLOCK: usize = 512;

/// The memory of a process, and which pages of it are in use (proc_pid_pagemap(5)).
struct Memory {
    bytes: File,
    pages: File,
}

impl Memory {
    /// What is in a range, without the pages that were never used. What belongs to the kernel alone cannot be read.
    fn used(&self, range: Range<u64>) -> io::Result<Vec<Vec<u8>>> {
        let (mut parts, mut part) = (Vec::new(), Vec::new());
        let mut page = [0; PAGE];
        for block in range.clone().step_by(PAGE * BLOCK) {
            let used = self.used_pages(block)?;
            let pages = (block..range.end).step_by(PAGE).zip(used);
            for (address, used) in pages {
                if used && self.bytes.read_exact_at(&mut page, address).is_ok() {
                    part.extend_from_slice(&page);
                } else if !part.is_empty() {
                    parts.push(std::mem::take(&mut part));
                }
            }
        }
        parts.push(part);
        Ok(parts)
    }

    /// Of each page of a block, whether it is in memory or was put aside.
    fn used_pages(&self, block: u64) -> io::Result<Vec<bool>> {
        const ENTRY: u64 = 8;
        const PRESENT_OR_SWAPPED: u64 = 0b11 << 62;
        let mut entries = [0; BLOCK * 8];
        let first = block / PAGE as u64;
        let read = self.pages.read_at(&mut entries, first * ENTRY)?;
        let (entries, _) = entries[..read].as_chunks();
        let used = |entry: &[u8; 8]| u64::from_le_bytes(*entry) & PRESENT_OR_SWAPPED != 0;
        Ok(entries.iter().map(used).collect())
    }
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
