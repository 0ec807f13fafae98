//! S-17 for the command line: a store that is damaged is put aside by the command for it, and by no other.

use std::fs;

use orgkeep_journeys::row::Row;
use orgkeep_simulator::OrgKey;

use crate::machine::Machine;

/// What becomes of the store's bytes.
type Damage = fn(&mut Vec<u8>);

const DAMAGES: [(&str, Damage); 3] = [
    ("cut off", |bytes| bytes.truncate(bytes.len() / 2)),
    ("a sector of zeros", |bytes| bytes[..512].fill(0)),
    ("something else", |bytes| {
        *bytes = b"This was a store once.".repeat(200);
    }),
];

#[tokio::test]
async fn s_17_a_damaged_store_is_put_aside_by_its_command_alone() {
    let mut row = Row::new("S-17", DAMAGES.len());
    for (name, damage) in DAMAGES {
        let machine = Machine::start().await;
        let registered = machine.register("UAT", OrgKey::Uat).await;
        assert_eq!(registered.code, 0, "{name}: {}", registered.err);
        let store = machine.data().join("practice/orgkeep.db");
        let sound = machine.run(&["vault", "set-aside"]).await;
        assert_eq!(sound.code, 1, "{name}: {}", sound.err);
        let mut bytes = fs::read(&store).unwrap();
        damage(&mut bytes);
        fs::write(&store, &bytes).unwrap();

        let refused = machine.run(&["test", "--all"]).await;
        assert_eq!(refused.code, 3, "{name}: {}", refused.err);
        assert!(
            refused.err.contains("`orgkeep vault set-aside`"),
            "{name}: {}",
            refused.err
        );
        assert!(fs::read(&store).unwrap() == bytes, "{name}: it was changed");

        let moved = machine.run(&["vault", "set-aside", "--json"]).await;
        assert_eq!(moved.code, 0, "{name}: {}", moved.err);
        let aside = moved.json()["path"].as_str().unwrap().to_owned();
        let list = machine.run(&["list", "--json"]).await.json();
        assert_eq!(list["connections"].as_array().unwrap().len(), 0, "{name}");
        let again = machine.register("UAT", OrgKey::Uat).await;
        assert_eq!(again.code, 0, "{name}: {}", again.err);
        assert!(fs::read(&aside).unwrap() == bytes, "{name}: it was changed");
        row.note(name, Ok(()));
    }
    row.finish(Ok(())).unwrap();
}
