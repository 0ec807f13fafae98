//! H-13 with a stored connection: a guest network answers in Salesforce's place as the connection is tested.

use std::net::SocketAddr;
use std::path::PathBuf;

use orgkeep_journeys::row::Row;
use orgkeep_simulator::{AppKind, Endpoint, Fault, OrgKey, Times, Tuning};
use rusqlite::types::Value;
use serde_json::json;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio_rustls::TlsAcceptor;

use crate::certificate::{Authority, self_signed};
use crate::machine::{Machine, Running};
use crate::program::Ended;
use crate::site::{Site, answer};
use crate::tunnel::{Manner, Tunnel};

const MY_DOMAIN: &str = "larkfield.my.salesforce.com";
const PASSPHRASE: &str = "correct horse battery\n";
const PAGE: &str =
    "<!DOCTYPE html><html><body><form><button>Accept the terms</button></form></body></html>";

/// An ordinary vault, and the practice org as one of Salesforce's own hosts behind a proxy.
struct Office {
    machine: Machine,
    authority: Authority,
    file: PathBuf,
    way: Tunnel,
}

#[tokio::test]
async fn h_13_a_guest_network_changes_nothing_of_a_stored_connection() {
    let office = Office::open().await;
    office.register().await;
    assert_eq!(office.tested(&office.way).await.code, 0);
    let before = office.row();
    let mut row = Row::new("H-13", 4);
    let faults = office.machine.simulator.faults();
    for page in ["html-instead-of-json", "captive-portal-redirect"] {
        let here = Tuning::at(Endpoint::Rest);
        faults.set_scenario(page, &here, Times::Always).unwrap();
        let ended = office.tested(&office.way).await;
        faults.clear_scenario(page);
        office.is_as_it_was(&ended, "otherAnswer", &before).await;
        row.note(page, Ok(()));
    }
    let name = office.authority.acceptor("portal.example", |_| ()).unwrap();
    let own = self_signed("portal.example").unwrap();
    for (portal, acceptor) in [("another name", name), ("its own certificate", own)] {
        let page = answer("200 OK\r\nContent-Type: text/html", PAGE);
        let site = Site::secure(acceptor, page).await.unwrap();
        let leads = Tunnel::start(Manner::Lead(site.address)).await.unwrap();
        let ended = office.tested(&leads).await;
        assert_eq!(
            leads.heads().len(),
            1,
            "{portal}: it was asked {:?}",
            leads.heads()
        );
        assert!(site.asked().is_empty(), "{portal}: {:?}", site.asked());
        office.is_as_it_was(&ended, "tlsFailed", &before).await;
        row.note(portal, Ok(()));
    }
    // Outside the guest network the same session goes on.
    let journal = office.machine.simulator.journal();
    journal.clear();
    let ended = office.tested(&office.way).await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(journal.token_requests().is_empty(), "it was renewed");
    assert_eq!(office.machine.leaks(), [""; 0]);
    row.finish(Ok(())).unwrap();
}

impl Office {
    async fn open() -> Self {
        let machine = Machine::start().await;
        let simulator = &machine.simulator;
        let here = Tuning::to(&format!("https://{MY_DOMAIN}"));
        let faults = simulator.faults();
        faults
            .set_scenario("hostile-instance-url", &here, Times::Always)
            .unwrap();
        // It would give its own name for itself, which is another one here.
        let unpublished = Fault::Reply {
            at: Some(Endpoint::OpenidConfiguration),
            status: 404,
            headers: Vec::new(),
            body: String::new(),
        };
        faults.set(unpublished, Times::Always);
        let authority = Authority::make().unwrap();
        let file = machine.file("authority.pem");
        std::fs::write(&file, &authority.pem).unwrap();
        let acceptor = authority.acceptor(MY_DOMAIN, |_| ()).unwrap();
        let org = simulator.org(OrgKey::Production);
        let target = org.my_domain_url().trim_start_matches("http://").to_owned();
        let way = Manner::Lead(front(acceptor, target).await);
        let way = Tunnel::start(way).await.unwrap();
        Self {
            machine,
            authority,
            file,
            way,
        }
    }

    /// The program with this network around it.
    fn command(&self, way: &Tunnel, arguments: &[&str]) -> Command {
        let whole = [&["--passphrase-stdin"], arguments].concat();
        let proxy = format!("http://{}", way.address);
        self.machine.proxied_command(&whole, &proxy, &self.file)
    }

    async fn register(&self) {
        let org = self.machine.simulator.org(OrgKey::Production);
        let key = self
            .machine
            .app(OrgKey::Production, AppKind::Public)
            .client_id;
        let address = format!("https://{MY_DOMAIN}");
        let named = ["register", "--name", "Larkfield", "--type", "production"];
        let more = ["--login-url", &address, "--client-id", &key, "--no-browser"];
        let command = self.command(&self.way, &[&named[..], &more].concat());
        let mut running = Running::with(command, PASSPHRASE).await;
        // The browser of this test knows no proxy.
        let consent = running.address().await;
        let consent = consent.replace(&address, org.my_domain_url());
        self.machine.allow(&consent, org.admin()).await;
        let ended = running.end(&self.machine).await;
        assert_eq!(ended.code, 0, "{}", ended.err);
    }

    async fn tested(&self, way: &Tunnel) -> Ended {
        let command = self.command(way, &["test", "Larkfield", "--json"]);
        let running = Running::with(command, PASSPHRASE).await;
        running.end(&self.machine).await
    }

    async fn is_as_it_was(&self, ended: &Ended, verdict: &str, before: &[(String, Value)]) {
        assert_eq!(ended.code, 1, "{}", ended.err);
        let result = &ended.json()["results"][0];
        assert_eq!(result["verdict"], verdict, "{result}");
        for said in [&ended.out, &ended.err] {
            let advice = said.to_lowercase().contains("sign in again");
            assert!(!advice, "{verdict}: {said}");
        }
        let now = self.row();
        let changed = now.iter().zip(before).filter(|(now, before)| now != before);
        let changed: Vec<&String> = changed.map(|((name, _), _)| name).collect();
        assert!(now == *before, "{verdict}: {changed:?}");
        let listed = self.machine.plain_command(&["list", "--json"]);
        let listed = Running::of(listed).end(&self.machine).await.json();
        let connection = &listed["connections"][0];
        assert_eq!(
            (&connection["status"], &connection["health"]),
            (&json!("connected"), &json!("unreachable"))
        );
    }

    /// The stored connection, byte for byte, but for what the last test found.
    fn row(&self) -> Vec<(String, Value)> {
        let store = self.machine.data().join("vault/orgkeep.db");
        let store = rusqlite::Connection::open(store).unwrap();
        let mut statement = store.prepare("SELECT * FROM connection").unwrap();
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let row = statement.query_row([], |row| {
            let kept = names
                .iter()
                .filter(|name| !matches!(name.as_str(), "verdict" | "verdict_at"));
            kept.map(|name| Ok((name.clone(), row.get(name.as_str())?)))
                .collect()
        });
        row.unwrap()
    }
}

/// A server with TLS before one without.
async fn front(acceptor: TlsAcceptor, target: String) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let (acceptor, target) = (acceptor.clone(), target.clone());
            // A connection that fails is the client's affair; the test looks at what it says.
            tokio::spawn(async move {
                let mut client = acceptor.accept(client).await?;
                let mut server = TcpStream::connect(target).await?;
                copy_bidirectional(&mut client, &mut server).await
            });
        }
    });
    address
}
