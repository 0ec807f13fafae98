//! `orgkeep activity`.

use orgkeep_simulator::OrgKey;
use serde_json::Value;

use crate::machine::Machine;

fn document(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn kinds(document: &Value) -> Vec<&str> {
    let entries = document["entries"].as_array().unwrap();
    entries
        .iter()
        .filter_map(|entry| entry["kind"].as_str())
        .collect()
}

#[tokio::test]
async fn what_the_command_line_does_is_told_with_its_name() {
    let machine = Machine::start().await;
    machine.register("Larkfield UAT", OrgKey::Uat).await;
    machine.register("Larkfield Dev", OrgKey::Development).await;
    assert_eq!(machine.run(&["test", "Larkfield UAT"]).await.code, 0);
    assert_eq!(machine.run(&["test", "--all"]).await.code, 0);
    let removed = machine.run(&["remove", "Larkfield Dev", "--yes"]).await;
    assert_eq!(removed.code, 0, "{}", removed.err);

    let all = machine.run(&["activity", "--json"]).await;
    let all = document(&all.out);
    let removal = ["revoke", "remove"];
    let told = ["testRun", "test", "register", "register", "makeKey"];
    assert_eq!(kinds(&all), [&removal[..], &told].concat());
    assert_eq!(all["entries"][0]["program"], "orgkeep");
    assert_eq!(all["entries"][2]["value"], "2 2");

    // A removed connection can still be named.
    let of_one = machine
        .run(&["activity", "--connection", "larkfield dev", "--json"])
        .await;
    assert_eq!(
        kinds(&document(&of_one.out)),
        ["revoke", "remove", "register"]
    );
    let some = [
        "activity", "--kind", "test", "--kind", "remove", "--since", "1h", "--json",
    ];
    let some = machine.run(&some).await;
    assert_eq!(kinds(&document(&some.out)), ["remove", "test"]);
    let own = [
        "activity",
        "--program",
        "orgkeep",
        "--kind",
        "test",
        "--json",
    ];
    let own = machine.run(&own).await;
    assert_eq!(kinds(&document(&own.out)), ["test"]);
    let window = ["activity", "--program", "window", "--json"];
    let window = machine.run(&window).await;
    assert_eq!(kinds(&document(&window.out)), [""; 0]);
    let shown = machine.run(&["activity", "--limit", "2"]).await;
    assert_eq!(shown.out.lines().count(), 3, "{}", shown.out);
    assert!(shown.out.contains("Larkfield Dev"), "{}", shown.out);
    assert!(shown.err.contains("older entries"), "{}", shown.err);
}

#[tokio::test]
async fn a_change_in_the_file_is_found_and_ends_with_one() {
    let machine = Machine::start().await;
    machine.register("Larkfield UAT", OrgKey::Uat).await;
    let whole = machine.run(&["activity", "--verify", "--json"]).await;
    let report = document(&whole.out);
    assert_eq!((whole.code, &report["unbroken"]), (0, &Value::Bool(true)));
    assert_eq!(
        (&report["sealedFrom"], &report["sealedTo"]),
        (&1.into(), &2.into())
    );

    let raw = rusqlite::Connection::open(machine.data().join("practice/orgkeep.db")).unwrap();
    raw.execute_batch(
        "DROP TRIGGER activity_is_not_changed; UPDATE activity SET person = 'somebody' WHERE number = 2",
    )
    .unwrap();
    let broken = machine.run(&["activity", "--verify"]).await;
    assert_eq!(broken.code, 1, "{}", broken.err);
    assert!(broken.out.contains("Entry 2"), "{}", broken.out);
    let broken = machine.run(&["activity", "--verify", "--json"]).await;
    let report = document(&broken.out);
    assert_eq!(report["firstWrongEntry"], 2);
    assert_eq!(report["fault"], "changed");
}

#[tokio::test]
async fn wrong_wishes_are_usage_and_unknown_names_are_refused() {
    let machine = Machine::start().await;
    for wrong in [
        &["activity", "--kind", "dance"][..],
        &["activity", "--since", "lately"],
        &["activity", "--limit", "0"],
        &["activity", "--verify", "--kind", "test"],
        &["activity", "--program", "browser"],
    ] {
        assert_eq!(machine.run(wrong).await.code, 2, "{wrong:?}");
    }
    let nobody = machine.run(&["activity", "--connection", "Nobody"]).await;
    assert_eq!(nobody.code, 1, "{}", nobody.err);
    let empty = machine.run(&["activity"]).await;
    assert_eq!((empty.code, empty.out.as_str()), (0, ""));
}
