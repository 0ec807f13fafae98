//! H-09 for the command line: a login host in a private network is asked only after its address was accepted.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use orgkeep_journeys::row::Row;
use orgkeep_simulator::{AppKind, OrgKey};
use tokio::net::TcpListener;

use crate::apart::{Apart, TASK};
use crate::machine::Machine;
use crate::program::Ended;

const COMPUTER: &str = "plug; ip addr add 10.1.2.3/32 dev lan
hosts <<END
127.0.0.1 localhost
10.1.2.3 crm.acme.example
END";
/// What a test on that computer says when all of it held.
const HELD: &str = "all held";

#[test]
fn h_09_an_address_of_a_private_network_is_accepted_or_not_asked() {
    let mut row = Row::new("H-09", 4);
    let Some(apart) = Apart::find() else {
        return println!("H-09 not measured: this system gives no network of its own");
    };
    let said = apart.run("private::four_sign_ins", COMPUTER, "go");
    assert!(said.contains(HELD), "{said}");
    row.note_survivors(4);
    row.finish(Ok(())).unwrap();
}

#[tokio::test]
#[ignore = "a computer for another test"]
async fn four_sign_ins() {
    if std::env::var(TASK).is_err() {
        return;
    }
    let machine = Machine::start().await;
    let visits = visits().await;
    let seen = || visits.load(Ordering::SeqCst);
    for more in [&[][..], &["--accept-address", "10.1.2.4"]] {
        let refused = register(&machine, more).await;
        assert_eq!(refused.code, 1, "{}", refused.err);
        assert!(
            refused.err.contains("crm.acme.example leads to 10.1.2.3"),
            "{}",
            refused.err
        );
        assert_eq!(refused.json()["failure"]["kind"], "privateAddress");
        assert_eq!(seen(), 0, "something was sent");
    }
    // Accepted, and then remembered. What listens there is no Salesforce.
    for more in [&["--accept-address", "10.1.2.3"][..], &[]] {
        let before = seen();
        let asked = register(&machine, more).await;
        assert_eq!(asked.code, 1, "{}", asked.err);
        assert_ne!(asked.json()["failure"]["kind"], "privateAddress");
        assert!(seen() > before, "it was not asked");
    }
    println!("{HELD}");
}

async fn register(machine: &Machine, more: &[&str]) -> Ended {
    let key = machine.app(OrgKey::Uat, AppKind::Public).client_id;
    let arguments = [
        "--passphrase-stdin",
        "register",
        "--name",
        "CRM",
        "--type",
        "production",
        "--login-url",
        "https://crm.acme.example",
        "--confirm-host",
        "crm.acme.example",
        "--client-id",
        &key,
        "--no-browser",
        "--json",
    ];
    let arguments = [&arguments[..], more].concat();
    machine
        .run_plainly(&arguments, "correct horse battery\n")
        .await
}

/// How often somebody has come to the host.
async fn visits() -> Arc<AtomicUsize> {
    let listener = TcpListener::bind("10.1.2.3:443").await.unwrap();
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&visits);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    visits
}
