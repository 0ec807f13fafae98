//! Does `orgkeep doctor` name what is broken? Q-06 for the command line, on a computer of the test's own.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use orgkeep_journeys::row::Row;
use tokio_rustls::TlsAcceptor;

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

#[test]
fn q_06_the_doctor_names_the_right_cause() {
    let mut row = Row::new("Q-06", BROKEN.len());
    let Some(apart) = Apart::find() else {
        return println!("Q-06 not measured: this system gives no computer of its own");
    };
    let said = apart.run("doctor::broken_computers", "", "go");
    assert!(said.contains(HELD), "{said}");
    row.note_survivors(BROKEN.len());
    row.finish(Ok(())).unwrap();
}

#[derive(Debug, Clone, Copy)]
enum Broken {
    Port,
    Ipv6,
    Keyring,
    Proxy,
    Certificates,
    Expired,
    Clock,
    CaptivePortal,
    Browser,
    ReadOnly,
    Disk,
    Store,
}

/// What is broken, and the finding that has to come first.
const BROKEN: [(Broken, &str); 12] = [
    (Broken::Port, "portOccupied"),
    (Broken::Ipv6, "portFreeWithoutIpv6"),
    (Broken::Keyring, "keyringAbsent"),
    (Broken::Proxy, "proxyUnreachable"),
    (Broken::Certificates, "certificatesMissing"),
    (Broken::Expired, "certificateExpired"),
    (Broken::Clock, "clockOff"),
    (Broken::CaptivePortal, "captivePortal"),
    (Broken::Browser, "browserMissing"),
    (Broken::ReadOnly, "storeReadOnly"),
    (Broken::Disk, "diskNearlyFull"),
    (Broken::Store, "storeDamaged"),
];

#[tokio::test]
#[ignore = "a computer for another test"]
async fn broken_computers() {
    if std::env::var(TASK).is_err() {
        return;
    }
    let office = Office::open().await;
    assert_eq!(office.found(&office.told()).await, [""; 0]);
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

/// What the program is told of its computer.
struct Told {
    has_passphrase: bool,
    proxy: String,
    certificates: PathBuf,
    browser: Option<&'static str>,
}

/// A computer in order: a vault behind a passphrase, and a proxy that leads to Salesforce.
struct Office {
    machine: Machine,
    authority: Authority,
    file: PathBuf,
    way: Tunnel,
    _server: Site,
}

impl Office {
    async fn open() -> Self {
        let machine = Machine::start().await;
        let authority = Authority::make().unwrap();
        let file = machine.file("authority.pem");
        fs::write(&file, &authority.pem).unwrap();
        let acceptor = authority.acceptor(SERVER, |_| ()).unwrap();
        let (way, server) = led_to(acceptor, described(Timestamp::now())).await;
        machine.secrets.keep("passphrase", PASSPHRASE.trim());
        let made = ["--passphrase-stdin", "test", "--all"];
        assert_eq!(machine.run_plainly(&made, PASSPHRASE).await.code, 0);
        Self {
            machine,
            authority,
            file,
            way,
            _server: server,
        }
    }

    fn told(&self) -> Told {
        Told {
            has_passphrase: true,
            proxy: format!("http://{}", self.way.address),
            certificates: self.file.clone(),
            browser: Some("firefox"),
        }
    }

    fn vault(&self) -> PathBuf {
        self.machine.data().join("vault")
    }

    /// Breaks one thing, asks, and mends it.
    async fn found_with(&self, broken: Broken) -> Vec<String> {
        match broken {
            Broken::Port => {
                let _stranger = TcpListener::bind("127.0.0.1:33333").unwrap();
                self.found(&self.told()).await
            }
            Broken::Ipv6 => {
                let off = "/proc/sys/net/ipv6/conf/lo/disable_ipv6";
                fs::write(off, "1").unwrap();
                let found = self.found(&self.told()).await;
                fs::write(off, "0").unwrap();
                found
            }
            Broken::Keyring => self.found_without_a_key().await,
            Broken::Proxy | Broken::Certificates | Broken::Browser => {
                self.found(&self.told_wrongly(broken)).await
            }
            Broken::Expired | Broken::Clock | Broken::CaptivePortal => {
                self.found_behind(broken).await
            }
            Broken::ReadOnly => self.found_on_a_disk("size=1g", "remount,ro").await,
            Broken::Disk => self.found_on_a_disk("size=16m", "remount,rw").await,
            Broken::Store => self.found_in_a_garbled_store().await,
        }
    }

    fn told_wrongly(&self, broken: Broken) -> Told {
        let mut told = self.told();
        match broken {
            // Nobody listens there.
            Broken::Proxy => "http://127.0.0.1:9".clone_into(&mut told.proxy),
            Broken::Certificates => {
                told.certificates = self.machine.file("none.pem");
                fs::write(&told.certificates, "").unwrap();
            }
            _ => told.browser = None,
        }
        told
    }

    /// What is found where something is wrong with what the proxy leads to.
    async fn found_behind(&self, broken: Broken) -> Vec<String> {
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
        let (way, _server) = led_to(acceptor.unwrap(), said).await;
        let proxy = format!("http://{}", way.address);
        let told = Told {
            proxy,
            ..self.told()
        };
        self.found(&told).await
    }

    /// No vault yet, no keyring to put its key into, and nobody who could choose a passphrase.
    async fn found_without_a_key(&self) -> Vec<String> {
        let aside = self.machine.file("aside");
        fs::rename(self.vault(), &aside).unwrap();
        let told = Told {
            has_passphrase: false,
            ..self.told()
        };
        let found = self.found(&told).await;
        fs::remove_dir_all(self.vault()).unwrap();
        fs::rename(aside, self.vault()).unwrap();
        found
    }

    async fn found_in_a_garbled_store(&self) -> Vec<String> {
        let store = self.vault().join("orgkeep.db");
        let whole = fs::read(&store).unwrap();
        let mut garbled = whole.clone();
        garbled[4096..8192].fill(0xAA);
        fs::write(&store, garbled).unwrap();
        let found = self.found(&self.told()).await;
        fs::write(store, whole).unwrap();
        found
    }

    /// What is found where the vault lies on a disk of its own.
    async fn found_on_a_disk(&self, size: &str, then: &str) -> Vec<String> {
        let (vault, aside) = (self.vault(), self.machine.file("aside"));
        let (vault, aside) = (vault.display(), aside.display());
        run(&format!(
            "cp -a {vault} {aside}; mount -t tmpfs -o {size},mode=700 tmpfs {vault};
             cp -a {aside}/. {vault}; mount -o {then} {vault}; rm -r {aside}"
        ));
        let found = self.found(&self.told()).await;
        run(&format!("umount {vault}"));
        found
    }

    /// What the doctor finds in the way, or worth knowing.
    async fn found(&self, told: &Told) -> Vec<String> {
        let begin: &[&str] = match told.has_passphrase {
            true => &["--passphrase-stdin"],
            false => &[],
        };
        let mut command = self
            .machine
            .plain_command(&[begin, &["doctor", "--json"]].concat());
        for variable in [
            "NO_PROXY",
            "no_proxy",
            "ALL_PROXY",
            "all_proxy",
            "https_proxy",
            "SSL_CERT_DIR",
        ] {
            command.env_remove(variable);
        }
        command
            .env("HTTPS_PROXY", &told.proxy)
            .env("SSL_CERT_FILE", &told.certificates)
            .env("XDG_DATA_DIRS", "/no/such/folder");
        if let Some(browser) = told.browser {
            command.env("BROWSER", browser);
        }
        let ended = Running::with(command, PASSPHRASE)
            .await
            .end(&self.machine)
            .await;
        let checks = ended.json()["checks"].as_array().unwrap().clone();
        checks
            .iter()
            .filter(|check| matches!(check["state"].as_str(), Some("broken" | "noted")))
            .filter_map(|check| check["finding"].as_str().map(str::to_owned))
            .collect()
    }
}

/// A proxy that leads everybody to a server, which says this.
async fn led_to(acceptor: TlsAcceptor, said: Vec<u8>) -> (Tunnel, Site) {
    let site = Site::secure(acceptor, said).await.unwrap();
    let way = Tunnel::start(Manner::Lead(site.address)).await.unwrap();
    (way, site)
}

/// What Salesforce's login host says of itself at this time.
fn described(now: Timestamp) -> Vec<u8> {
    let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT");
    let head = format!("200 OK\r\nContent-Type: application/json\r\nDate: {date}");
    let description = format!(r#"{{"issuer":"https://{SERVER}"}}"#);
    answer(&head, &description)
}

fn run(script: &str) {
    let ended = Command::new("sh").args(["-ec", script]).status().unwrap();
    assert!(ended.success(), "{script}");
}
