//! The callback's address by standard input: L-21 for the command line.

use orgkeep_journeys::row::Row;
use orgkeep_journeys::sign_in::parameter;
use orgkeep_simulator::{AppKind, OrgKey};

use crate::machine::{Machine, strs};

const OTHER_ADDRESS: &str = "not the callback address";

#[tokio::test]
async fn l_21_a_pasted_address_passes_the_same_checks() {
    let kinds = [
        "wrong host",
        "wrong path",
        "wrong state",
        "1 MiB",
        "javascript:",
        "valid",
        "second use",
    ];
    let mut row = Row::new("L-21", kinds.len());
    let machine = Machine::start().await;
    for kind in kinds {
        pasted(&machine, kind).await;
        row.note(kind, Ok(()));
    }
    row.finish(Ok(())).unwrap();
}

/// The hostile line is told for what it is and consumes nothing; the genuine one after it finishes the sign-in.
async fn pasted(machine: &Machine, kind: &str) {
    let mut arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
    arguments.push("--paste".into());
    let mut running = machine.begin_talking(&strs(&arguments));
    let address = running.address().await;
    machine.simulator.journal().clear();
    let admin = machine.simulator.org(OrgKey::Uat).admin().clone();
    let genuine = machine.callback(&address, &admin).await;
    let state = parameter(&address, "state").unwrap_or_default();
    let hostile = match kind {
        "wrong host" => Some((genuine.replace("localhost", "evil.example"), OTHER_ADDRESS)),
        "wrong path" => Some((
            format!("http://localhost:33333/other?code=aPrxForged&state={state}"),
            OTHER_ADDRESS,
        )),
        "wrong state" => Some((
            genuine.replace(&state, &"A".repeat(43)),
            "belongs to another sign-in",
        )),
        "1 MiB" => Some((
            format!("{genuine}&x={}", "A".repeat(1 << 20)),
            OTHER_ADDRESS,
        )),
        "javascript:" => Some(("javascript:alert(1)".to_owned(), OTHER_ADDRESS)),
        _ => None,
    };
    if let Some((line, told)) = &hostile {
        running.type_in(&format!("{line}\n")).await;
        running.line(|line| line.contains(told)).await;
        let asked = machine.simulator.journal().token_requests();
        assert!(asked.is_empty(), "{kind}: a code was exchanged");
    }
    let times = if kind == "second use" { 2 } else { 1 };
    running.type_in(&format!("{genuine}\n").repeat(times)).await;
    let ended = running.end(machine).await;
    assert_eq!(ended.code, 0, "{kind}: {}", ended.err);
    let asked = machine.simulator.journal().token_requests();
    assert_eq!(asked.len(), 1, "{kind}");
    assert!(machine.port_is_free(), "{kind}");
    assert_eq!(machine.leaks(), [""; 0], "{kind}");
}
