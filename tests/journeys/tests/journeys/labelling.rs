//! What the admin writes on a connection stands in the list, in its details, and after a new sign-in.

use orgkeep_api::command::Commands as _;
use orgkeep_api::error::ErrorCode;
use orgkeep_api::failure::FailureView;
use orgkeep_api::message::*;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};

fn nothing(ids: Vec<String>) -> LabelRequest {
    LabelRequest {
        ids,
        add_tags: Vec::new(),
        remove_tags: Vec::new(),
        favourite: None,
        colour: None,
        owner: None,
        environment: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn labels_are_seen_at_once_and_stay_after_a_new_sign_in() -> anyhow::Result<()> {
    let world = World::start().await?;
    let registration = world.registration(OrgKey::Uat, AppKind::Confidential);
    let id = world.register(&registration).await?.row.id;
    let labels = LabelRequest {
        add_tags: vec!["payroll".to_owned(), "EU".to_owned()],
        favourite: Some(true),
        colour: Some(ColourView::Blue),
        owner: Some("Release team".to_owned()),
        environment: Some(EnvironmentView::Integration),
        ..nothing(vec![id.clone()])
    };
    world.orgkeep.label_connections(labels).await?;
    let note = NoteRequest {
        id: id.clone(),
        notes: "Frozen\nin May".to_owned(),
    };
    assert_eq!(
        world.orgkeep.note_connection(note).await?.notes,
        "Frozen\nin May"
    );

    let labelled = world.orgkeep.watch_connections().borrow().rows[0].clone();

    let (attempt, question) = world.register_once_more(&registration).await?;
    assert_eq!(question.doubt, DoubtView::AlreadyRegistered);
    world.answer(&attempt, true).await?;
    let again = world.connected().await?.connection;
    for row in [&labelled, &again.row] {
        assert_eq!(row.id, id);
        assert_eq!(row.tags, ["payroll", "EU"]);
        assert_eq!((row.favourite, row.colour), (true, ColourView::Blue));
        assert_eq!(row.owner, "Release team");
        assert_eq!(row.environment, EnvironmentView::Integration);
    }
    assert_eq!(again.notes, "Frozen\nin May");
    world.standing().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_left_as_it_is_keeps_its_tokens() -> anyhow::Result<()> {
    let world = World::start().await?;
    let registration = world.registration(OrgKey::Uat, AppKind::Confidential);
    let before = world.register(&registration).await?;
    let (attempt, _) = world.register_once_more(&registration).await?;
    world.answer(&attempt, false).await?;
    world.failed_because(FailureView::AlreadyRegistered).await?;
    let after = world.details(&before.row.id).await?;
    assert_eq!(after, before);
    assert_eq!(world.rows()?.count(), 1);
    world.standing().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_label_that_cannot_be_is_refused_and_changes_nothing() -> anyhow::Result<()> {
    let world = World::start().await?;
    let registration = world.registration(OrgKey::Uat, AppKind::Public);
    let before = world.register(&registration).await?.row;
    let refused = world.orgkeep.label_connections(LabelRequest {
        add_tags: vec!["one, two".to_owned()],
        favourite: Some(true),
        ..nothing(vec![before.id.clone()])
    });
    let code = refused.await.map_err(|error| error.code).err();
    assert_eq!(code, Some(ErrorCode::Invalid));
    let request = ConnectionRequest {
        id: before.id.clone(),
    };
    assert_eq!(world.orgkeep.connection(request).await?.row, before);
    world.standing().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn order_and_filters_are_there_after_a_restart() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let order = ListOrder {
        sort: ListSort::Status,
        descending: true,
        favourites_first: true,
        grouped: false,
        folded: vec!["acme.my.salesforce.com".to_owned()],
    };
    world.orgkeep.order_list(order.clone()).await?;
    let saved = SavedFilter {
        name: "Mine".to_owned(),
        filter: ListFilter {
            search: "uat".to_owned(),
            statuses: vec![HealthView::SignInAgain, HealthView::AppBlocked],
            org_types: Vec::new(),
            authentications: Vec::new(),
            postures: vec![PostureId::Risky],
            environments: vec![EnvironmentView::Uat],
            tags: vec!["EU".to_owned()],
            owners: Vec::new(),
            favourites: false,
            ending: true,
        },
    };
    world.orgkeep.save_filter(saved.clone()).await?;
    world.reopen().await?;
    let expected = ArrangementView {
        order,
        filters: vec![saved],
    };
    assert_eq!(*world.orgkeep.watch_arrangement().borrow(), expected);
    let request = SavedFilterRequest {
        name: "Mine".to_owned(),
    };
    world.orgkeep.remove_filter(request).await?;
    assert_eq!(world.orgkeep.watch_arrangement().borrow().filters, []);
    world.standing().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_org_that_has_an_end_says_when_it_is() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Confidential);
    world.simulator.change_org(OrgKey::Uat, |org| {
        org.trial_expiration_date = Some("2026-12-20T08:00:00.000+0000".to_owned());
    });
    let connection = world.register(&typed).await?;
    let at = "2026-12-20T08:00:00.000Z".to_owned();
    assert_eq!(connection.row.org_type, OrgTypeView::Scratch);
    let ends = Some(ExpiryView::OrgEnds { at });
    assert_eq!(connection.row.expiry, ends);

    world.simulator.end_access_tokens();
    let id = connection.row.id.clone();
    let request = ConnectionRequest { id: id.clone() };
    let tested = world.orgkeep.test_connection(request).await?.test;
    assert!(tested.renewed, "{tested:?}");
    let renewed = world.details(&id).await?;
    assert_eq!(renewed.row.expiry, ends, "a renewal asks nothing of that");

    world
        .simulator
        .change_org(OrgKey::Uat, |org| org.trial_expiration_date = None);
    let consent = world.consent_again(&id, false).await?;
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    let again = world.connected().await?.connection;
    assert!(matches!(
        again.row.expiry,
        Some(ExpiryView::ByDefaultPolicy { .. })
    ));
    world.standing().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_inventory_is_written_where_the_person_chooses() -> anyhow::Result<()> {
    let world = World::start().await?;
    let first = world
        .register(&world.registration(OrgKey::Uat, AppKind::Confidential))
        .await?;
    let second = world
        .register(&world.registration(OrgKey::Production, AppKind::Confidential))
        .await?;
    for (ids, format, name, expected) in [
        (None, InventoryFormat::Csv, "connections.csv", 2),
        (
            Some(vec![second.row.id.clone()]),
            InventoryFormat::Json,
            "connections.json",
            1,
        ),
    ] {
        let path = world.choose(name);
        let request = ExportInventoryRequest { ids, format };
        world.orgkeep.export_inventory(request).await?;
        let text = std::fs::read_to_string(path)?;
        let named =
            [&first, &second].map(|one| text.matches(one.row.org_id.as_str()).count().min(1));
        assert_eq!(named.iter().sum::<usize>(), expected, "{name}");
        assert!(text.contains(&second.row.org_id));
    }
    world.standing().await
}
