//! S-19 for the built program: the rights with which it makes its files and folders, as the system was asked. A look at
//! them afterwards would not see those of the first moment.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use orgkeep_journeys::row::Row;
use orgkeep_simulator::{AppKind, OrgKey};

use crate::machine::{Machine, Running, strs};

/// What a sign-in and an export make, below the test's own folder.
const MADE: [&str; 12] = [
    "data",
    "data/practice",
    "data/practice/orgkeep.db",
    "data/practice/orgkeep.db-wal",
    "data/practice/orgkeep.db-shm",
    "data/practice/open.lock",
    "data/practice/key.lock",
    "data/practice/sign-in.lock",
    "data/practice/sign-in.json",
    "data/practice/reserve",
    "data/practice/practice.key",
    "orgs.csv",
];
/// Whoever is not the user.
const OTHERS: u32 = 0o077;

#[tokio::test]
async fn s_19_the_built_program_makes_every_file_for_its_user_only() {
    let machine = Machine::start().await;
    let traces = machine.file("traces");
    fs::create_dir(&traces).unwrap();
    let arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
    let mut running = Running::of(machine.traced_command(&strs(&arguments), &traces));
    let address = running.address().await;
    let org = machine.simulator.org(OrgKey::Uat);
    machine.allow(&address, org.admin()).await;
    assert_eq!(running.end(&machine).await.code, 0);
    let list = machine.file("orgs.csv");
    let export = ["export", "--out", list.to_str().unwrap()];
    let exporting = Running::of(machine.traced_command(&export, &traces));
    assert_eq!(exporting.end(&machine).await.code, 0);

    let made = rights_of_made(&traces, list.parent().unwrap());
    let mut row = Row::new("S-19", MADE.len() + 1);
    for name in MADE {
        let rights = made.get(name).copied();
        let private = rights.filter(|rights| rights & OTHERS == 0);
        let told = || match rights {
            Some(rights) => anyhow::anyhow!("{rights:o}"),
            None => anyhow::anyhow!("it was not made"),
        };
        row.note(name, private.map(drop).ok_or_else(told));
    }
    let open = made.iter().filter(|(_, rights)| *rights & OTHERS != 0);
    let open: Vec<&String> = open.map(|(name, _)| name).collect();
    let others = open.is_empty().then_some(());
    let others = others.ok_or_else(|| anyhow::anyhow!("{open:?}"));
    row.note("whatever else is made", others);
    row.finish(Ok(())).unwrap();
}

/// What was made or renamed below a folder, and the most rights that it was ever given. What is renamed keeps them.
fn rights_of_made(traces: &Path, below: &Path) -> BTreeMap<String, u32> {
    let (mut made, mut renamed) = (BTreeMap::new(), Vec::new());
    for trace in fs::read_dir(traces).unwrap() {
        let calls = fs::read_to_string(trace.unwrap().path()).unwrap();
        for call in calls.lines().filter_map(Call::read) {
            match call {
                Call::Rights(path, rights) => *made.entry(path).or_default() |= rights,
                Call::Rename(from, to) => renamed.push((from, to)),
            }
        }
    }
    for (from, to) in renamed {
        let rights = made.get(&from).copied().unwrap_or_default();
        *made.entry(to).or_default() |= rights;
    }
    let below = format!("{}/", below.display());
    made.into_iter()
        .filter_map(|(path, rights)| Some((path.strip_prefix(&below)?.to_owned(), rights)))
        .collect()
}

/// What the system was asked, and did.
enum Call {
    /// To give a file or a folder rights, new or not.
    Rights(String, u32),
    Rename(String, String),
}

impl Call {
    /// From a line of strace's: `openat(AT_FDCWD</folder>, "file", O_WRONLY|O_CREAT, 0600) = 5</folder/file>`.
    fn read(line: &str) -> Option<Self> {
        let (call, result) = line.rsplit_once(" = ")?;
        let (name, arguments) = call.trim_end().strip_suffix(')')?.split_once('(')?;
        if result.starts_with('-') {
            return None;
        }
        let quoted = |nth: usize| arguments.split('"').nth(nth).map(str::to_owned);
        if name.starts_with("rename") {
            return Some(Self::Rename(quoted(1)?, quoted(3)?));
        }
        let opens = name.starts_with("open");
        if opens && !arguments.contains("O_CREAT") && !arguments.contains("O_TMPFILE") {
            return None;
        }
        let opened = |text: &str| Some(text.split_once('<')?.1.strip_suffix('>')?.to_owned());
        let path = match name {
            "fchmod" => opened(arguments.split(", ").next()?)?,
            _ if opens || name == "creat" => opened(result)?,
            _ => quoted(1)?,
        };
        let rights = arguments
            .rsplit(", ")
            .find(|argument| argument.starts_with('0'))?;
        Some(Self::Rights(path, u32::from_str_radix(rights, 8).ok()?))
    }
}
