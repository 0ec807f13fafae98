//! What the admin writes on connections, and the filters they keep.

use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::connection::{Colour, ConnectionName, Environment};
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::label::{LabelError, Labels, MOST_TAGS, Relabelling, Tag};
use orgkeep_vault::labels::LabellingError;
use orgkeep_vault::saved_filters::SavedFilterRecord;

use crate::sample;

fn tag(text: &str) -> Tag {
    Tag::parse(text).unwrap()
}

fn everything() -> Relabelling {
    Relabelling {
        add: vec![tag("payroll"), tag("EU")],
        favourite: Some(true),
        colour: Some(Colour::Purple),
        owner: Some("Release team".to_owned()),
        environment: Some(Environment::Integration),
        ..Relabelling::default()
    }
}

#[tokio::test]
async fn labels_are_written_without_a_key_and_survive_every_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let first = sample::committed(&vault, 1, 1).await;
    assert_eq!(first.labels, Labels::default());
    drop(vault);

    let vault = sample::open(folder.path()).unwrap();
    let id = first.id.clone();
    vault.label(vec![id.clone()], everything()).await.unwrap();
    let noted = vault.note(&id, "Frozen\nin May".to_owned()).await.unwrap();
    let labels = noted.unwrap().labels;
    assert_eq!(labels.notes, "Frozen\nin May");
    assert_eq!(labels.tags, [tag("payroll"), tag("EU")]);
    assert_eq!((labels.favourite, labels.colour), (true, Colour::Purple));
    assert_eq!(labels.owner, "Release team");

    vault.unlock().await.unwrap();
    let again = sample::authorized_again(&first, 1, 2);
    let renewed = vault.commit_again(again).await.unwrap().record;
    assert_eq!(
        (&renewed.labels, renewed.environment),
        (&labels, Environment::Integration)
    );
    let registered = vault.commit(sample::authorized(1, 3), sample::new_connection(1));
    let recognised = registered.await.unwrap().record;
    assert_eq!((&recognised.id, &recognised.labels), (&id, &labels));
    assert_eq!(recognised.environment, Environment::Integration);
    assert_eq!(vault.connection(&id).await.unwrap(), Some(recognised));
}

#[tokio::test]
async fn the_list_is_by_the_alphabet_and_numbers_by_their_value() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    for (number, name) in (1..).zip(["ACME 10", "éclair", "acme 2", "ÉCLAIR 1", "Zeta", "ACME 1"])
    {
        let id = sample::committed(&vault, number, number).await.id;
        let name = ConnectionName::parse(name).unwrap();
        vault.relabel(&id, name, Environment::Other).await.unwrap();
    }
    let records = vault.connections().await.unwrap().records;
    let names: Vec<_> = records.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(
        names,
        ["ACME 1", "acme 2", "ACME 10", "Zeta", "éclair", "ÉCLAIR 1"]
    );
}

#[tokio::test]
async fn many_are_labelled_together_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let full = sample::committed(&vault, 1, 1).await.id;
    let other = sample::committed(&vault, 2, 1).await.id;
    let many = Relabelling {
        add: (0..MOST_TAGS).map(|one| tag(&format!("t{one}"))).collect(),
        ..Relabelling::default()
    };
    vault.label(vec![full.clone()], many).await.unwrap();

    let both = vec![other.clone(), full.clone()];
    let refused = vault.label(both.clone(), everything()).await;
    assert!(matches!(
        refused,
        Err(LabellingError::Label(LabelError::TooManyTags))
    ));
    let untouched = vault.connection(&other).await.unwrap().unwrap();
    assert_eq!(untouched.labels, Labels::default());

    let change = Relabelling {
        add: Vec::new(),
        remove: vec![tag("T1")],
        ..everything()
    };
    let gone = ConnectionId::parse("0190b1a0-0000-7000-8000-000000000000").unwrap();
    let ids = [both, vec![gone]].concat();
    vault.label(ids, change).await.unwrap();
    for (id, tags) in [(&full, MOST_TAGS - 1), (&other, 0)] {
        let labels = vault.connection(id).await.unwrap().unwrap().labels;
        assert_eq!((labels.tags.len(), labels.favourite), (tags, true));
    }
}

#[tokio::test]
async fn a_filter_is_kept_replaced_and_forgotten_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let record = |name: &str, filter: &str| SavedFilterRecord {
        name: name.to_owned(),
        filter: filter.to_owned(),
    };
    for each in [
        record("zeta", "1"),
        record("Alpha", "2"),
        record("zeta", "3"),
    ] {
        vault.save_filter(each).await.unwrap();
    }
    let known = [record("Alpha", "2"), record("zeta", "3")];
    assert_eq!(vault.saved_filters().await.unwrap(), known);
    vault.remove_filter("Alpha".to_owned()).await.unwrap();
    vault.remove_filter("Alpha".to_owned()).await.unwrap();
    assert_eq!(vault.saved_filters().await.unwrap(), known[1..]);
}

#[tokio::test]
async fn the_browser_of_a_connection_is_chosen_without_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    drop(vault);
    let vault = sample::open(folder.path()).unwrap();
    let chosen = BrowserChoice {
        id: Some("firefox.desktop".to_owned()),
        private: true,
    };
    let found = vault.choose_browser(&record.id, chosen.clone()).await;
    assert_eq!(found.unwrap().unwrap().browser, chosen);
    let found = vault.connection(&record.id).await.unwrap().unwrap();
    assert_eq!(found.browser, chosen);
    let nobody = ConnectionId::parse("nobody").unwrap();
    let gone = vault.choose_browser(&nobody, chosen).await;
    assert_eq!(gone.unwrap(), None);
}
