//! An External Client App that Orgkeep makes: from a password to a connection through it.

use std::time::Duration;

use orgkeep_api::activity::{
    ActivityFilterRequest, ActivityKindView, ActivityRequest, ActivityResultView,
};
use orgkeep_api::app_check::{AppCheckView, AppRiskId, ApplyPoliciesRequest, CheckAppRequest};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{AuthenticationView, StatusView};
use orgkeep_api::creation::{
    AppElementView, AppGoalRequest, AppPlanView, AppStandingView, AppTrialView, CreationRequest,
    DismissAppRequest, PlanAppRequest,
};
use orgkeep_api::creation_state::{
    AftermathId, AppGoalView, AppOriginId, CreationFailureView, CreationStateView, CreationStepId,
    CreationView,
};
use orgkeep_api::design::{AnswerProblemId, QuestionId};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::failure::FailureView;
use orgkeep_api::register::{DraftRequest, FieldCheckView};
use orgkeep_app::creation::{CreationError, CreationOrder, Yardstick};
use orgkeep_blueprint::metadata::Risk;
use orgkeep_domain::id::ConnectionId;
use orgkeep_journeys::creating::Making;
use orgkeep_journeys::ordering::{app_fields, as_planned, for_draft};
use orgkeep_journeys::sign_in::Registration;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Fault, OrgKey, Times, WireEffect, with_checksum};

const ORG: OrgKey = OrgKey::Uat;
/// The parts of an app, with the policies that come by themselves.
const PARTS: usize = 5;
const MOMENT: Duration = Duration::from_millis(15);

/// A machine with one connection that signs in with a password.
async fn with_a_password() -> anyhow::Result<(World, String)> {
    let world = World::start().await?;
    world.deployments_take(MOMENT);
    let maker = world.log_in(&world.login(ORG)?).await?.row.id;
    Ok((world, maker))
}

async fn told(world: &World) -> anyhow::Result<Vec<(ActivityKindView, ActivityResultView)>> {
    let kinds = vec![
        ActivityKindView::CreateApp,
        ActivityKindView::UndoApp,
        ActivityKindView::ApplyPolicies,
    ];
    let filter = ActivityFilterRequest {
        connection: None,
        kinds,
        results: Vec::new(),
        program: None,
        from: None,
        until: None,
    };
    let request = ActivityRequest {
        filter,
        before: None,
    };
    let entries = world.ask(world.orgkeep.activity(request)).await?.entries;
    let pairs = entries.into_iter().rev();
    Ok(pairs
        .filter_map(|entry| entry.kind.zip(entry.result))
        .collect())
}

#[tokio::test]
async fn a_password_leads_to_a_connection_through_an_app_that_orgkeep_made() -> anyhow::Result<()> {
    let (world, maker) = with_a_password().await?;
    let before = world.rows()?;
    let draft = world.draft_of_app("New Door").await?;
    let request = for_draft(&maker, &draft);
    let plan = world.plan(&request).await?;
    assert_eq!(
        (plan.standing, plan.trial),
        (AppStandingView::Free, AppTrialView::Passed)
    );
    assert_eq!((plan.production, plan.has_secret), (false, false));
    assert_eq!((&*plan.api_name, plan.parts.len()), ("New_Door", PARTS));
    assert_eq!(world.parts(ORG, "New_Door"), 0);

    let made = world.make(as_planned(request)).await?;
    assert_eq!((made.origin, made.handed_over), (AppOriginId::Made, true));
    assert_eq!(made.warnings, Vec::<String>::new());
    assert_eq!(
        made.app.goal,
        Some(AppGoalView::Draft {
            id: draft.id.clone()
        })
    );
    world.same(&before)?;
    let app = world.adapt(ORG, &made)?;
    let request = DraftRequest {
        id: draft.id.clone(),
    };
    let filled = world.ask(world.orgkeep.draft(request)).await?;
    assert!(filled.checks.ready, "{:?}", filled.checks);
    assert_eq!(filled.fields.consumer_key, app.client_id);
    assert_eq!(filled.secret, None);
    assert_eq!(
        filled.fields.login_url,
        world.simulator.org(ORG).my_domain_url
    );

    let consent = world.consent_for(&draft.id).await?;
    let undo = || {
        world.orgkeep.undo_app(CreationRequest {
            id: made.app.id.clone(),
        })
    };
    assert_eq!(undo().await.unwrap_err().code, ErrorCode::SignInRunning);
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let connection = world.connected().await?.connection;
    assert_eq!(connection.row.status, StatusView::Connected);
    assert_eq!(
        connection.row.authentication,
        AuthenticationView::ExternalClientApp
    );
    assert_eq!(world.rows()?.count(), 2);
    assert_eq!(undo().await.unwrap_err().code, ErrorCode::AppInUse);
    assert_eq!(
        told(&world).await?,
        [(ActivityKindView::CreateApp, ActivityResultView::Done)]
    );
    world.end().await
}

#[tokio::test]
async fn a_connection_moves_to_a_confidential_app_that_it_made_itself() -> anyhow::Result<()> {
    let (world, maker) = with_a_password().await?;
    let before = world.rows()?;
    let plan = PlanAppRequest {
        connection: maker.clone(),
        goal: AppGoalRequest::Migration {
            id: maker.clone(),
            app: app_fields("Own Door"),
        },
        confidential: true,
    };
    let planned = world.plan(&plan).await?;
    assert_eq!((planned.has_secret, planned.changes_setting), (true, true));
    let made = world.make(as_planned(plan.clone())).await?;
    assert!(made.handed_over);
    let app = world.adapt(ORG, &made)?;
    world.same(&before)?;
    let setting = world.simulator.org(ORG).secrets_by_rest_since;
    assert!(setting.is_none(), "the org's setting was not put back");
    let pending = world.details(&maker).await?.pending.expect("it is pending");
    let length = app.secret.map(|secret| secret.len());
    assert_eq!(pending.secret_characters.map(|many| many as usize), length);

    let consent = world.consent_to_move(&maker).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let moved = world.connected().await?.connection;
    assert_eq!(
        (moved.row.id, moved.row.authentication),
        (maker, AuthenticationView::ExternalClientApp)
    );
    let again = world.orgkeep.create_app(as_planned(plan)).await;
    assert_eq!(again.unwrap_err().code, ErrorCode::Invalid);
    world.end().await
}

#[tokio::test]
async fn what_was_made_is_taken_back_with_its_key() -> anyhow::Result<()> {
    let (world, maker) = with_a_password().await?;
    let draft = world.draft_of_app("Short Lived").await?;
    let mut request = for_draft(&maker, &draft);
    request.confidential = true;
    let made = world.make(as_planned(request)).await?;
    world.adapt(ORG, &made)?;
    assert_eq!(world.parts(ORG, "Short_Lived"), PARTS);
    assert!(!world.end_app(&made.app, true).await?);
    assert_eq!(world.parts(ORG, "Short_Lived"), 0);
    let left = world.wait_creation(|_| true).await?.left;
    assert_eq!(left, []);
    let request = DraftRequest { id: draft.id };
    let draft = world.ask(world.orgkeep.draft(request)).await?;
    assert_eq!(draft.checks.consumer_key, FieldCheckView::Empty);
    assert_eq!(draft.secret, None);
    let gone = CreationRequest { id: made.app.id };
    let again = world.orgkeep.undo_app(gone).await;
    assert_eq!(again.unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(
        told(&world).await?,
        [
            (ActivityKindView::CreateApp, ActivityResultView::Done),
            (ActivityKindView::UndoApp, ActivityResultView::Done)
        ]
    );
    world.end().await
}

#[tokio::test]
async fn an_app_whose_sign_in_was_given_up_can_be_taken_back() -> anyhow::Result<()> {
    let (world, maker) = with_a_password().await?;
    let draft = world.draft_of_app("Given Up").await?;
    let made = world.make(as_planned(for_draft(&maker, &draft))).await?;
    world.adapt(ORG, &made)?;
    let id = Some(made.app.id.clone());
    let left = DismissAppRequest {
        id: id.clone(),
        for_good: false,
    };
    world.ask(world.orgkeep.dismiss_app(left)).await?;
    let view = world.wait_creation(|view| view.unused.len() == 1).await?;
    assert_eq!(view.unused[0].goal, made.app.goal, "its key waits there");
    let consent = world.consent_for(&draft.id).await?;
    world.cancel(&consent.id).await?;
    world.failed().await?;
    world.leave(&consent.id).await?;
    let request = DraftRequest { id: draft.id };
    world.ask(world.orgkeep.discard_draft(request)).await?;
    let is_orphan = |view: &CreationView| view.unused.iter().any(|own| own.goal.is_none());
    let view = world.wait_creation(is_orphan).await?;
    assert_eq!(view.left, []);
    assert!(!world.end_app(&view.unused[0], true).await?);
    assert_eq!(world.parts(ORG, "Given_Up"), 0);
    world.wait_creation(|view| view.unused.is_empty()).await?;

    let kept = world.draft_of_app("Kept").await?;
    let made = world.make(as_planned(for_draft(&maker, &kept))).await?;
    world.adapt(ORG, &made)?;
    let request = DraftRequest { id: kept.id };
    world.ask(world.orgkeep.discard_draft(request)).await?;
    world.wait_creation(is_orphan).await?;
    let keeps = DismissAppRequest {
        id: Some(made.app.id),
        for_good: true,
    };
    world.ask(world.orgkeep.dismiss_app(keeps)).await?;
    world.wait_creation(|view| view.unused.is_empty()).await?;
    assert_eq!(world.parts(ORG, "Kept"), PARTS);

    let used = world.draft_of_app("Used").await?;
    let made = world.make(as_planned(for_draft(&maker, &used))).await?;
    world.adapt(ORG, &made)?;
    world.wait_creation(|view| view.unused.len() == 1).await?;
    let consent = world.consent_for(&used.id).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.connected().await?;
    world.wait_creation(|view| view.unused.is_empty()).await?;
    world.end().await
}

#[tokio::test]
async fn a_fault_half_way_leaves_a_whole_app_or_none() -> anyhow::Result<()> {
    let (world, maker) = with_a_password().await?;
    let before = world.rows()?;
    let mut failures = 0;
    for request in 0..16 {
        let name = format!("Case {request}");
        let draft = world.draft_of_app(&name).await?;
        let mut plan = for_draft(&maker, &draft);
        plan.confidential = request % 2 == 0;
        let reset = Fault::Wire {
            at: None,
            effect: WireEffect::AnswerLost,
        };
        world.simulator.faults().set(reset, Times::After(request));
        world
            .ask(world.orgkeep.create_app(as_planned(plan)))
            .await?;
        let state = world.creation_over().await?;
        world.simulator.faults().clear();
        let whole = match state {
            CreationStateView::Made { .. } => true,
            CreationStateView::Failed { failed } => {
                failures += 1;
                match failed.aftermath {
                    AftermathId::Nothing => false,
                    AftermathId::Unfinished => {
                        let app = failed.app.expect("it was begun");
                        world.end_app(&app, request % 3 == 0).await?
                    }
                }
            }
            other => panic!("{other:?}"),
        };
        let expected = if whole { PARTS } else { 0 };
        let api_name = name.replace(' ', "_");
        assert_eq!(world.parts(ORG, &api_name), expected, "{request}");
        assert_eq!(world.wait_creation(|_| true).await?.left, [], "{request}");
        let request = DraftRequest { id: draft.id };
        let draft = world.ask(world.orgkeep.draft(request)).await?;
        assert_eq!(!draft.fields.consumer_key.is_empty(), whole, "{name}");
        world.same(&before)?;
    }
    assert!(failures > 5, "only {failures} faults struck");
    for app in world.simulator.apps(ORG) {
        let secret = app.secret.unwrap_or_default();
        world.secrets.keep("consumer secret", &secret);
    }
    world.end().await
}

#[tokio::test]
async fn what_the_end_of_the_program_cut_off_goes_on_after_the_next_start() -> anyhow::Result<()> {
    let (mut world, maker) = with_a_password().await?;
    let draft = world.draft_of_app("Patient").await?;
    world.deployments_take(Duration::from_millis(400));
    let request = as_planned(for_draft(&maker, &draft));
    world.ask(world.orgkeep.create_app(request.clone())).await?;
    let other = world.orgkeep.create_app(request).await;
    assert_eq!(other.unwrap_err().code, ErrorCode::CreationRunning);
    let is_sending = |view: &CreationView| matches!(&view.state, CreationStateView::Running { app } if app.step == CreationStepId::Sending);
    world.wait_creation(is_sending).await?;
    world.reopen().await?;
    let left = world.wait_creation(|view| view.left.len() == 1).await?.left;
    assert_eq!((&*left[0].api_name, left[0].undoing), ("Patient", false));
    world.unlocked().await?;
    assert!(world.end_app(&left[0], false).await?);
    assert_eq!(world.parts(ORG, "Patient"), PARTS);
    let request = DraftRequest { id: draft.id };
    let draft = world.ask(world.orgkeep.draft(request)).await?;
    assert!(draft.checks.ready);
    assert_eq!(world.wait_creation(|_| true).await?.left, []);
    world.end().await
}

#[tokio::test]
async fn an_app_on_its_way_is_stopped_and_taken_back() -> anyhow::Result<()> {
    let (world, maker) = with_a_password().await?;
    let draft = world.draft_of_app("Regretted").await?;
    world.deployments_take(Duration::from_millis(300));
    let request = as_planned(for_draft(&maker, &draft));
    world.ask(world.orgkeep.create_app(request)).await?;
    let view = world
        .wait_creation(|view| matches!(view.state, CreationStateView::Running { .. }))
        .await?;
    let CreationStateView::Running { app } = view.state else {
        panic!("it does not run");
    };
    assert!(!world.end_app(&app, true).await?);
    assert_eq!(world.parts(ORG, "Regretted"), 0);
    assert_eq!(world.simulator.deployments_waiting(ORG), 0);
    let dismissed = DismissAppRequest {
        id: Some(app.id),
        for_good: false,
    };
    world.ask(world.orgkeep.dismiss_app(dismissed)).await?;
    let view = world.wait_creation(|_| true).await?;
    assert_eq!((view.state, view.left), (CreationStateView::Idle, vec![]));
    world.end().await
}

#[tokio::test]
async fn what_cannot_be_made_says_why_and_leaves_nothing() -> anyhow::Result<()> {
    let (world, maker) = with_a_password().await?;
    let nameless = world.ask(world.orgkeep.new_draft(NoRequest {})).await?;
    let unfit = for_draft(&maker, &nameless);
    let answer = world.ask(world.orgkeep.plan_app(unfit.clone())).await?;
    let AppPlanView::Unfit { problems, .. } = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(
        (&problems[0].question, problems[0].problem),
        (&QuestionId::ContactEmail, AnswerProblemId::Missing)
    );
    let refused = world.orgkeep.create_app(as_planned(unfit)).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::Invalid);

    let draft = world.draft_of_app("Practice Confidential").await?;
    let mut request = as_planned(for_draft(&maker, &draft));
    world.ask(world.orgkeep.create_app(request.clone())).await?;
    let failed = world.not_made().await?;
    assert_eq!((failed.app, failed.aftermath), (None, AftermathId::Nothing));
    assert!(matches!(
        failed.failure,
        CreationFailureView::Differs { .. }
    ));
    request.changes_existing = true;
    let changed = world.make(request).await?;
    assert_eq!(changed.origin, AppOriginId::Updated);

    let production = world.login(OrgKey::Production)?;
    let maker = world.log_in(&production).await?.row.id;
    let draft = world.draft_of_app("Careful").await?;
    let mut request = as_planned(for_draft(&maker, &draft));
    assert!(world.plan(&request.plan).await?.production);
    world.ask(world.orgkeep.create_app(request.clone())).await?;
    let failed = world.not_made().await?;
    assert_eq!(failed.failure, CreationFailureView::NotConfirmed);
    assert_eq!(world.parts(OrgKey::Production, "Careful"), 0);
    request.production_confirmed = true;
    world.make(request).await?;
    assert_eq!(world.parts(OrgKey::Production, "Careful"), PARTS);
    world.end().await
}

#[tokio::test]
async fn an_app_that_is_changed_keeps_what_it_has_besides() -> anyhow::Result<()> {
    const NAME: &str = "Practice_Confidential";
    const SETTINGS: (&str, &str) = (NAME, "ExtlClntAppOauthSettings");
    const APP: (&str, &str) = (NAME, "ExternalClientApplication");
    let (world, maker) = with_a_password().await?;
    let org = &world.simulator;
    org.replace_components(true);
    let (out, logo) = (
        ("singleLogoutUrl", "https://out.example"),
        ("logoUrl", "https://logo.example"),
    );
    org.set_metadata(ORG, SETTINGS, out)?;
    org.set_metadata(ORG, APP, logo)?;
    let draft = world.draft_of_app("Practice Confidential").await?;
    let mut request = as_planned(for_draft(&maker, &draft));
    let plan = world.plan(&request.plan).await?;
    assert!(matches!(plan.standing, AppStandingView::Different { .. }));
    assert_eq!(plan.trial, AppTrialView::Passed);
    let refusal = Fault::ComponentProblem {
        type_name: SETTINGS.1.to_owned(),
        code: "FIELD_INTEGRITY_EXCEPTION".to_owned(),
        message: "There was a problem with the OAuth link".to_owned(),
        field: String::new(),
    };
    world.simulator.faults().set(refusal, Times::Next(1));
    let AppTrialView::Refused { problems } = world.plan(&request.plan).await?.trial else {
        panic!("the change is not tried");
    };
    assert_eq!(problems[0].cause.as_deref(), Some("oauthLinkForeign"));
    request.changes_existing = true;
    let changed = world.make(request).await?;
    assert_eq!(changed.origin, AppOriginId::Updated);
    let contact = org.metadata_text(ORG, APP, "contactEmail");
    assert_eq!(contact.as_deref(), Some("admin@example.com"));
    let both = || {
        [(SETTINGS, out), (APP, logo)]
            .map(|(part, (element, text))| (org.metadata_text(ORG, part, element), text))
    };
    for (found, text) in both() {
        assert_eq!(found.as_deref(), Some(text));
    }
    assert!(!world.end_app(&changed.app, true).await?);
    for (found, text) in both() {
        assert_eq!(found.as_deref(), Some(text));
    }
    world.end().await
}

#[tokio::test]
async fn an_app_with_lists_of_its_own_is_not_changed() -> anyhow::Result<()> {
    const SETTINGS: (&str, &str) = ("Practice_Confidential", "ExtlClntAppOauthSettings");
    let (world, maker) = with_a_password().await?;
    let ranges = "<startIpAddress>10.0.0.1</startIpAddress><endIpAddress>10.0.0.9</endIpAddress>";
    world
        .simulator
        .set_metadata(ORG, SETTINGS, ("trustedIpRanges", ranges))?;
    let draft = world.draft_of_app("Practice Confidential").await?;
    let mut request = as_planned(for_draft(&maker, &draft));
    let elements = vec![AppElementView {
        type_name: SETTINGS.1.to_owned(),
        element: "trustedIpRanges".to_owned(),
    }];
    let standing = world.plan(&request.plan).await?.standing;
    let AppStandingView::NotChangeable {
        elements: named, ..
    } = standing
    else {
        panic!("{standing:?}");
    };
    assert_eq!(named, elements);
    request.changes_existing = true;
    world.ask(world.orgkeep.create_app(request)).await?;
    let failed = world.not_made().await?;
    assert_eq!(failed.failure, CreationFailureView::NotCarried { elements });
    assert_eq!((failed.app, failed.aftermath), (None, AftermathId::Nothing));
    let kept = world
        .simulator
        .metadata_text(ORG, SETTINGS, "trustedIpRanges");
    assert_eq!(kept.as_deref(), Some(ranges));
    world.end().await
}

#[tokio::test]
async fn a_sign_in_through_a_new_app_must_be_in_the_org_that_the_app_was_made_in()
-> anyhow::Result<()> {
    let (world, maker) = with_a_password().await?;
    let draft = world.draft_of_app("Guarded").await?;
    let made = world.make(as_planned(for_draft(&maker, &draft))).await?;
    world.adapt(ORG, &made)?;
    let rows = world.rows()?;
    let id = world.simulator.org(ORG).id;
    // The org, its address and its own word for itself agree; only the journal of the app knows better.
    let other = with_checksum("00DO300000Uat8k");
    world
        .simulator
        .change_org(ORG, |org| org.id.clone_from(&other));
    let consent = world.consent_for(&draft.id).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.failed_because(FailureView::WrongOrg).await?;
    world.same(&rows)?;

    world
        .simulator
        .change_org(ORG, |org| org.id.clone_from(&id));
    let consent = world.consent_for(&draft.id).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    assert_eq!(world.connected().await?.connection.row.org_id, id);
    world.end().await
}

/// A product that asks for a scope of its own, and one that asks the administrator for an address.
const PRODUCTS: [&str; 2] = ["compliance-rehearsal", "vault"];

fn serving(world: &World, kind: AppKind, products: &[&str]) -> anyhow::Result<Registration> {
    let mut typed = world.registration(ORG, kind);
    typed.presets = products.iter().map(|&id| id.to_owned()).collect();
    let scopes = ["api", "full", "id", "refresh_token", "sfap_api", "web"];
    world.simulator.change_app(&typed.key, |app| {
        app.scopes = scopes.map(str::to_owned).into();
    })?;
    Ok(typed)
}

#[tokio::test]
async fn an_app_of_somebody_elses_is_compared_with_what_the_products_want() -> anyhow::Result<()> {
    let world = World::start().await?;
    for (kind, products, compared) in [
        (AppKind::Public, &PRODUCTS[..1], true),
        // What depends on an answer says nothing.
        (AppKind::Confidential, &PRODUCTS[..], false),
    ] {
        let typed = serving(&world, kind, products)?;
        let id = world.register(&typed).await?.row.id;
        let request = CheckAppRequest { id, against: None };
        let found = world.ask(world.orgkeep.check_app(request)).await?;
        let AppCheckView::Checked { report } = found else {
            panic!("{found:?}");
        };
        assert_eq!((report.compared, report.by_products), (compared, compared));
        let named = report.differences.iter().map(|own| &*own.element);
        let is_named = named.into_iter().any(|name| name == "callbackUrl");
        assert_eq!(is_named, compared, "{:?}", report.differences);
    }
    world.end().await
}

#[tokio::test]
async fn an_app_for_a_move_has_what_the_products_want_and_is_asked_for_no_more()
-> anyhow::Result<()> {
    let (world, maker) = with_a_password().await?;
    let mut typed = serving(&world, AppKind::Confidential, &PRODUCTS)?;
    typed.authentication = AuthenticationView::ConnectedApp;
    let id = world.register(&typed).await?.row.id;
    let plan = PlanAppRequest {
        connection: maker,
        goal: AppGoalRequest::Migration {
            id: id.clone(),
            app: app_fields("For Products"),
        },
        confidential: false,
    };
    let made = world.make(as_planned(plan)).await?;
    let app = world.adapt(ORG, &made)?;
    let has = |scope: &str| app.scopes.iter().any(|own| own == scope);
    assert!(has("sfap_api") && !has("full"), "{:?}", app.scopes);
    let consent = world.consent_to_move(&id).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let moved = world.connected().await?.connection;
    assert_eq!(
        (moved.row.id, moved.row.authentication),
        (id, AuthenticationView::ExternalClientApp)
    );
    world.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_connections_of_one_org_do_not_work_on_its_apps_at_once() -> anyhow::Result<()> {
    let making = Making::start().await?;
    let world = &making.used.world;
    world.deployments_take(Duration::from_millis(300));
    let other = world.log_in(&world.login(ORG)?).await?.row.id;
    let first = making.order("First", true)?;
    let second = CreationOrder {
        connection: ConnectionId::parse(&other)?,
        ..making.order("Second", true)?
    };
    let creations = &making.creations;
    let (one, two) = tokio::join!(creations.create(&first), creations.create(&second));
    assert!(
        matches!(
            (&one, &two),
            (Ok(_), Err(CreationError::Busy)) | (Err(CreationError::Busy), Ok(_))
        ),
        "{one:?} {two:?}"
    );
    let setting = world.simulator.org(ORG).secrets_by_rest_since;
    assert!(setting.is_none(), "the org's setting was not put back");
    for app in world.simulator.apps(ORG) {
        world
            .secrets
            .keep("consumer secret", &app.secret.unwrap_or_default());
    }
    making.used.world.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_has_been_in_use_for_long_is_a_risk() -> anyhow::Result<()> {
    let day = jiff::SignedDuration::from_hours(24);
    let now = jiff::Timestamp::now();
    for (kind, days, is_old) in [
        (AppKind::Confidential, 364, false),
        (AppKind::Confidential, 366, true),
        (AppKind::Public, 366, false),
    ] {
        let making = Making::through(kind).await?;
        let then = now + day * days;
        let order = Yardstick::Order;
        let looked = making.creations.check_app(&making.used.id, &order, then);
        let report = looked.await?.expect("it has an app");
        assert_eq!(report.risks.contains(&Risk::OldSecret), is_old, "{kind:?}");
        making.used.world.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_app_is_compared_with_what_was_ordered_and_its_policies_brought_back()
-> anyhow::Result<()> {
    let (world, maker) = with_a_password().await?;
    let draft = world.draft_of_app("Watched").await?;
    let made = world.make(as_planned(for_draft(&maker, &draft))).await?;
    world.adapt(ORG, &made)?;
    let consent = world.consent_for(&draft.id).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let id = world.connected().await?.connection.row.id;
    let check = || CheckAppRequest {
        id: id.clone(),
        against: None,
    };
    let found = world.ask(world.orgkeep.check_app(check())).await?;
    let AppCheckView::Checked { report } = found else {
        panic!("{found:?}");
    };
    assert!(report.compared && report.api_name == "Watched");
    assert!(report.risks.contains(&AppRiskId::EveryoneMayAuthorize));
    let apply = ApplyPoliciesRequest {
        check: check(),
        production_confirmed: false,
    };
    let applied = world.ask(world.orgkeep.apply_policies(apply)).await?;
    let AppCheckView::Checked { report } = applied else {
        panic!("{applied:?}");
    };
    assert_eq!(report.warnings, Vec::<String>::new());
    let with_password = CheckAppRequest {
        id: maker,
        against: None,
    };
    let none = world.ask(world.orgkeep.check_app(with_password)).await?;
    assert_eq!(none, AppCheckView::NoApp);
    let last = told(&world).await?.pop();
    assert_eq!(
        last,
        Some((ActivityKindView::ApplyPolicies, ActivityResultView::Done))
    );
    let seeded = world
        .register(&world.registration(ORG, AppKind::Public))
        .await?;
    let unknown = CheckAppRequest {
        id: seeded.row.id,
        against: None,
    };
    let found = world.ask(world.orgkeep.check_app(unknown)).await?;
    assert!(matches!(found, AppCheckView::Checked { report } if !report.compared));
    world.end().await
}
