//! Does `orgkeep doctor` name what is broken? Q-06 for the command line, on a computer of the test's own.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use orgkeep_journeys::row::Row;

use crate::apart::{Apart, TASK};
use crate::certificate::{Authority, expired};
use crate::machine::{Machine, Running};
use crate::site::{Site, answer};
use crate::tunnel::{Manner, Tunnel};

const PASSPHRASE: &str = "correct horse battery\n";
/// Whom the doctor asks.
const SERVER: &str = "login.salesforce.com";
/// What a test on that computer says when all of it held.
const HELD: &str = "all held";
/// What it says where the kernel knows no IPv6, which everybody would be told of.
const NO_IPV6: &str = "no IPv6 here";

#[test]
fn q_06_the_doctor_names_the_right_cause() {
    let mut row = Row::new("Q-06", BROKEN.len());
    let Some(apart) = Apart::find() else {
        return println!("Q-06 not measured: this system gives no computer of its own");
    };
    let said = apart.run("doctor::broken_computers", "", "go");
    if said.contains(NO_IPV6) {
        return println!("Q-06 not measured: this computer knows no IPv6");
    }
    assert!(said.contains(HELD), "{said}");
    row.note_survivors(BROKEN.len());
    row.finish(Ok(())).unwrap();
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Broken {
    Nothing,
    Port,
    Ipv6,
    Keyring,
    Passphrase,
    Proxy,
    Certificates,
    Expired,
    Clock,
    CaptivePortal,
    Browser,
    ReadOnly,
    LittleSpace,
    NoSpace,
    Unopened,
    Damaged,
}

/// What is broken, and the finding that has to come first.
const BROKEN: [(Broken, &str); 15] = [
    (Broken::Port, "portOccupied"),
    (Broken::Ipv6, "portFreeWithoutIpv6"),
    (Broken::Keyring, "keyringAbsent"),
    (Broken::Passphrase, "passphraseNeeded"),
    (Broken::Proxy, "proxyUnreachable"),
    (Broken::Certificates, "certificatesMissing"),
    (Broken::Expired, "certificateExpired"),
    (Broken::Clock, "clockOff"),
    (Broken::CaptivePortal, "captivePortal"),
    (Broken::Browser, "browserMissing"),
    (Broken::ReadOnly, "storeReadOnly"),
    (Broken::LittleSpace, "diskNearlyFull"),
    (Broken::NoSpace, "diskFull"),
    (Broken::Unopened, "storeUnreadable"),
    (Broken::Damaged, "storeUnreadable"),
];

#[tokio::test]
#[ignore = "a computer for another test"]
async fn broken_computers() {
    if std::env::var(TASK).is_err() {
        return;
    }
    if TcpListener::bind("[::1]:0").is_err() {
        return println!("{NO_IPV6}");
    }
    let office = Office::open().await;
    assert_eq!(office.found_with(Broken::Nothing).await, [""; 0]);
    for (broken, expected) in BROKEN {
        let found = office.found_with(broken).await;
        // Without an answer, nobody tells the time.
        let follows = |other: &String| other == expected || other == "clockUnknown";
        let is_right = found.first().map(String::as_str) == Some(expected);
        assert!(
            is_right && found.iter().all(follows),
            "{broken:?}: {found:?}"
        );
    }
    assert_eq!(office.machine.leaks(), [""; 0]);
    println!("{HELD}");
}

/// A vault behind a passphrase, and an authority that the computer trusts.
struct Office {
    machine: Machine,
    authority: Authority,
    file: PathBuf,
}

impl Office {
    async fn open() -> Self {
        let machine = Machine::start().await;
        let authority = Authority::make().unwrap();
        let file = machine.file("authority.pem");
        fs::write(&file, &authority.pem).unwrap();
        machine.secrets.keep("passphrase", PASSPHRASE.trim());
        let made = ["--passphrase-stdin", "test", "--all"];
        assert_eq!(machine.run_plainly(&made, PASSPHRASE).await.code, 0);
        Self {
            machine,
            authority,
            file,
        }
    }

    fn vault(&self) -> PathBuf {
        self.machine.data().join("vault")
    }

    /// Breaks one thing, asks, and mends it.
    async fn found_with(&self, broken: Broken) -> Vec<String> {
        let _stranger =
            (broken == Broken::Port).then(|| TcpListener::bind("127.0.0.1:33333").unwrap());
        let mend = self.break_it(broken);
        let found = self.found(broken).await;
        mend();
        found
    }

    /// Breaks what is not told to the program. What it gives back mends it.
    fn break_it(&self, broken: Broken) -> Box<dyn FnOnce()> {
        let vault = self.vault();
        let store = vault.join("orgkeep.db");
        match broken {
            Broken::Ipv6 => {
                let off = "/proc/sys/net/ipv6/conf/lo/disable_ipv6";
                fs::write(off, "1").unwrap();
                Box::new(move || fs::write(off, "0").unwrap())
            }
            // No vault yet, no keyring to put its key into, and nobody who could choose a passphrase.
            Broken::Keyring => {
                let aside = self.machine.file("aside");
                fs::rename(&vault, &aside).unwrap();
                Box::new(move || {
                    fs::remove_dir_all(&vault).unwrap();
                    fs::rename(aside, vault).unwrap();
                })
            }
            Broken::ReadOnly => self.lay_on_a_disk("1g", "mount -o remount,ro \"$1\""),
            Broken::LittleSpace => self.lay_on_a_disk("16m", ":"),
            Broken::NoSpace => self.lay_on_a_disk("4m", "cat /dev/zero 2>&- > \"$1/filler\" || :"),
            Broken::Unopened => garble(store, |_| 1),
            Broken::Damaged => garble(store, |pages| pages - 1),
            _ => Box::new(|| ()),
        }
    }

    /// The vault on a disk of its own, after something was done to that.
    fn lay_on_a_disk(&self, size: &str, then: &str) -> Box<dyn FnOnce()> {
        let (vault, aside) = (self.vault(), self.machine.file("aside"));
        let script = format!(
            "cp -a \"$1\" \"$2\"; mount -t tmpfs -o size={size},mode=700 tmpfs \"$1\"
             cp -a \"$2/.\" \"$1\"; rm -r \"$2\"; {then}"
        );
        run(&script, &[&vault, &aside]);
        Box::new(move || run("umount \"$1\"", &[&vault]))
    }

    /// What the doctor finds in the way, or worth knowing.
    async fn found(&self, broken: Broken) -> Vec<String> {
        let (way, _server) = self.way(broken).await;
        let input = match broken {
            Broken::Passphrase => "another one\n",
            _ => PASSPHRASE,
        };
        let command = self.command(broken, &way);
        let running = Running::with(command, input).await;
        let ended = running.end(&self.machine).await;
        let checks = ended.json()["checks"].as_array().unwrap().clone();
        checks
            .iter()
            .filter(|check| matches!(check["state"].as_str(), Some("broken" | "noted")))
            .filter_map(|check| check["finding"].as_str().map(str::to_owned))
            .collect()
    }

    /// The program, and what it is told of its computer.
    fn command(&self, broken: Broken, way: &Tunnel) -> tokio::process::Command {
        let begin: &[&str] = match broken {
            Broken::Keyring => &[],
            _ => &["--passphrase-stdin"],
        };
        let arguments = [begin, &["doctor", "--json"]].concat();
        let none = self.machine.file("none.pem");
        fs::write(&none, "").unwrap();
        let trusted = match broken {
            Broken::Certificates => &none,
            _ => &self.file,
        };
        let proxy = match broken {
            // Nobody listens there.
            Broken::Proxy => "http://127.0.0.1:9".to_owned(),
            _ => format!("http://{}", way.address),
        };
        let mut command = self.machine.proxied_command(&arguments, &proxy, trusted);
        command
            .env_remove("XDG_DATA_HOME")
            .env("XDG_DATA_DIRS", "/no/such/folder");
        if broken != Broken::Browser {
            command.env("BROWSER", "firefox");
        }
        command
    }

    /// A proxy that leads everybody to Salesforce's login host, or to what stands in its place.
    async fn way(&self, broken: Broken) -> (Tunnel, Site) {
        let now = Timestamp::now();
        let page = "<html><form>Accept the terms of this network</form></html>";
        let said = match broken {
            Broken::Clock => described(now + SignedDuration::from_mins(10)),
            Broken::CaptivePortal => answer("200 OK\r\nContent-Type: text/html", page),
            _ => described(now),
        };
        let acceptor = match broken {
            Broken::Expired => self.authority.acceptor(SERVER, expired),
            _ => self.authority.acceptor(SERVER, |_| ()),
        };
        let site = Site::secure(acceptor.unwrap(), said).await.unwrap();
        let way = Tunnel::start(Manner::Lead(site.address)).await.unwrap();
        (way, site)
    }
}

/// Writes over one page of a store, chosen by how many there are.
fn garble(store: PathBuf, page: impl Fn(usize) -> usize) -> Box<dyn FnOnce()> {
    const PAGE: usize = 4096;
    let whole = fs::read(&store).unwrap();
    let start = page(whole.len() / PAGE) * PAGE;
    let mut garbled = whole.clone();
    garbled[start..start + PAGE].fill(0xAA);
    fs::write(&store, garbled).unwrap();
    Box::new(move || fs::write(store, whole).unwrap())
}

/// What Salesforce's login host says of itself at this time.
fn described(now: Timestamp) -> Vec<u8> {
    let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT");
    let head = format!("200 OK\r\nContent-Type: application/json\r\nDate: {date}");
    let description = format!(r#"{{"issuer":"https://{SERVER}"}}"#);
    answer(&head, &description)
}

fn run(script: &str, arguments: &[&Path]) {
    let mut command = Command::new("sh");
    command.args(["-ec", script, "sh"]).args(arguments);
    assert!(command.status().unwrap().success(), "{script}");
}
