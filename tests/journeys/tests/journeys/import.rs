//! Importing what other tools know.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use orgkeep_api::checklist::SetupPageId;
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{
    AuthenticationView, ConnectionView, DeviationView, OrgTypeView, ScopeStateView, StatusView,
};
use orgkeep_api::dependent::{DependentKindView, ImportDependentsRequest};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::import::*;
use orgkeep_api::label::ExpiryView;
use orgkeep_api::opening::{Landing, OpenOrgRequest, OpenedView};
use orgkeep_api::register::{SetupOwner, SetupPageRequest};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::id::ConnectionId;
use orgkeep_journeys::cli_home::KEYS;
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::salesforce_cli::CliReply;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, OrgKey};
use serde_json::{Value, json};

const ORG: OrgKey = OrgKey::Uat;

/// A sign-in of the CLI to an org of this world's practice org.
fn signed_in(world: &World, number: u32) -> Value {
    let org = world.simulator.org(ORG);
    json!({
        "orgId": format!("00D{number:012}"),
        "userId": format!("005{number:012}"),
        "accessToken": format!("00D{number:012}!aCcEsSaCcEsSaCcEsSaCcEsS{number:08}"),
        "refreshToken": format!("5Aep861rEfReShReFrEsHrEfReSh{number:08}"),
        "instanceUrl": org.my_domain_url,
        "loginUrl": org.my_domain_url,
        "clientId": "PlatformCLI",
        "created": "1763700000000",
        "name": format!("ACME {number}"),
        "isSandbox": true,
    })
}

async fn previewed(world: &World, source: ImportSource) -> anyhow::Result<ImportPreviewView> {
    let request = PreviewImportRequest { source };
    Ok(world.ask(world.orgkeep.preview_import(request)).await?)
}

async fn imported(
    world: &World,
    preview: &ImportPreviewView,
    with_tokens: impl Fn(&ImportEntryView) -> bool,
) -> anyhow::Result<ImportResultView> {
    let chosen = preview.entries.iter().map(|entry| ChosenEntry {
        key: entry.key.clone(),
        with_tokens: with_tokens(entry),
    });
    let request = RunImportRequest {
        preview: preview.id.clone().unwrap_or_default(),
        chosen: chosen.collect(),
    };
    Ok(world.ask(world.orgkeep.run_import(request)).await?)
}

/// Every file of a folder, byte for byte.
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
fn bytes_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).unwrap_or_default())
    };
    entries.map(read).collect()
}

#[expect(clippy::expect_used, reason = "a test that cannot go on has failed")]
fn state<'a>(preview: &'a ImportPreviewView, username: &str) -> &'a ImportStateView {
    let found = preview
        .entries
        .iter()
        .find(|entry| entry.username == username);
    &found.expect("it is in the preview").state
}

/// The one connection of a home, with its tokens.
async fn only_import(world: &World, signed_in: &Value) -> anyhow::Result<ConnectionView> {
    world.unlocked().await?;
    let home = world.cli_home(KEYS[0])?;
    home.sign_in("ada@acme.example", signed_in)?;
    for field in ["accessToken", "refreshToken"] {
        let token = signed_in[field].as_str().unwrap_or_default();
        world.secrets.keep("token of the CLI", token);
    }
    let preview = previewed(world, ImportSource::ChosenCliHome).await?;
    imported(world, &preview, |_| true).await?;
    let mut list = world.orgkeep.watch_connections();
    let list = list.wait_for(|list| !list.rows.is_empty()).await?;
    let id = list.rows[0].id.clone();
    drop(list);
    world.details(&id).await
}

#[tokio::test]
async fn what_an_imported_app_was_granted_is_unknown_and_a_new_one_is_told_orgkeeps_callback()
-> anyhow::Result<()> {
    let world = World::start().await?;
    let mut own_app = signed_in(&world, 1);
    own_app["clientId"] = json!("3MVG9own");
    let connection = only_import(&world, &own_app).await?;
    assert_eq!(
        connection.callback.as_deref(),
        Some("http://localhost:1717/OauthRedirect")
    );
    assert_eq!(connection.new_app.callback, world.callback.as_str());
    let wanted = ["api", "id", "refresh_token", "web"];
    assert_eq!(connection.new_app.scopes, wanted);
    let states = connection.scopes.iter().map(|scope| scope.state);
    assert_eq!(
        states.collect::<Vec<_>>(),
        [ScopeStateView::Unknown; 4],
        "nobody knows"
    );
    let missing =
        |deviation: &DeviationView| matches!(deviation, DeviationView::ScopeMissing { .. });
    assert!(!connection.deviations.iter().any(missing));

    assert!(connection.row.can_open);
    world.simulator.journal().clear();
    let request = OpenOrgRequest {
        id: connection.row.id,
        landing: Landing::Home,
    };
    let opened = world.ask(world.orgkeep.open_org(request)).await?;
    assert!(matches!(opened, OpenedView::Hindered { .. }), "{opened:?}");
    assert!(
        !world.simulator.journal().entries().is_empty(),
        "Salesforce says whether it may"
    );
    world.end().await
}

#[tokio::test]
async fn setup_opens_at_the_connections_own_org() -> anyhow::Result<()> {
    let world = World::with(Plan {
        rule: AuthorityRule::Salesforce,
        ..Plan::default()
    })
    .await?;
    let mut real = signed_in(&world, 1);
    let host = "https://acme--uat.sandbox.my.salesforce.com";
    real["instanceUrl"] = json!(host);
    real["loginUrl"] = json!("https://test.salesforce.com");
    real["clientId"] = json!("3MVG9own");
    let connection = only_import(&world, &real).await?;
    assert!(connection.new_app.has_setup);
    let page = SetupPageId::ExternalClientAppManager;
    let of = |id: &str| SetupOwner::Connection { id: id.to_owned() };
    let request = |id: &str| SetupPageRequest { of: of(id), page };
    let opened = world.orgkeep.open_setup_page(request(&connection.row.id));
    world.ask(opened).await?;
    let opened = world.browser.addresses();
    assert!(
        opened.len() == 1 && opened[0].starts_with(&format!("{host}/lightning/setup/")),
        "{opened:?}"
    );
    let gone = world.orgkeep.open_setup_page(request("gone")).await;
    assert_eq!(
        gone.map_err(|error| error.code).err(),
        Some(ErrorCode::NotFound)
    );
    Ok(())
}

#[tokio::test]
async fn a_home_is_imported_without_a_word_to_anybody_and_not_one_byte_of_it_changes()
-> anyhow::Result<()> {
    for key in KEYS {
        let world = World::start().await?;
        world.unlocked().await?;
        let home = world.cli_home(key)?;
        home.put("alias.json", br#"{"orgs":{"live":"ada@acme.example"}}"#)?;
        home.sign_in("ada@acme.example", &signed_in(&world, 1))?;
        let mut own_app = signed_in(&world, 2);
        own_app["clientId"] = json!("3MVG9own");
        home.sign_in("bob@acme.example", &own_app)?;
        let mut expired = signed_in(&world, 3);
        expired["expirationDate"] = json!("2020-01-01");
        home.sign_in("eve@acme.example", &expired)?;
        home.put("odd@acme.example.json", b"{")?;
        let mut foreign = signed_in(&world, 4);
        foreign["instanceUrl"] = json!("https://evil.example");
        home.sign_in("mal@acme.example", &foreign)?;
        let mut tokenless = signed_in(&world, 5);
        tokenless["accessToken"] = Value::Null;
        home.sign_in("jwt@acme.example", &tokenless)?;
        let folder = world.whole_folder().join("sfdx");
        let outside = world.whole_folder().join("outside.json");
        fs::write(&outside, b"{}")?;
        std::os::unix::fs::symlink(&outside, folder.join("lnk@acme.example.json"))?;
        let before = bytes_of(&folder);
        for number in 1..=5 {
            for field in ["accessToken", "refreshToken"] {
                let token = signed_in(&world, number)[field]
                    .as_str()
                    .unwrap()
                    .to_owned();
                world.secrets.keep("token of the CLI", &token);
            }
        }
        world.simulator.journal().clear();

        let preview = previewed(&world, ImportSource::ChosenCliHome).await?;
        let unusable = |reason, day: Option<&str>| ImportStateView::Unusable {
            reason,
            day: day.map(str::to_owned),
        };
        let ready = |may_rotate| ImportStateView::Ready { may_rotate };
        for (user, expected) in [
            ("ada@acme.example", ready(false)),
            ("bob@acme.example", ready(true)),
            (
                "eve@acme.example",
                unusable(UnusableView::Expired, Some("2020-01-01")),
            ),
            ("odd@acme.example", unusable(UnusableView::Damaged, None)),
            (
                "mal@acme.example",
                unusable(UnusableView::ForeignHost, None),
            ),
            ("lnk@acme.example", unusable(UnusableView::NotAFile, None)),
            (
                "jwt@acme.example",
                ImportStateView::Draft {
                    reason: NoTokensView::Absent,
                },
            ),
        ] {
            assert_eq!(state(&preview, user), &expected, "{user}");
        }
        let result = imported(&world, &preview, |entry| entry.username.starts_with("ada")).await?;
        assert_eq!(
            (
                result.connections.len(),
                result.drafts.len(),
                result.left_out
            ),
            (1, 2, 4)
        );
        let connection = world.details(&result.connections[0]).await?;
        assert_eq!(
            (connection.row.name.as_str(), connection.row.status),
            ("live", StatusView::Untested)
        );
        assert_eq!(
            connection.row.authentication,
            AuthenticationView::ConnectedApp
        );
        let id = ConnectionId::parse(&connection.row.id)?;
        let secrets = world.vault().await?.secrets(&id).await?;
        let token = signed_in(&world, 1)["refreshToken"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(
            secrets
                .credentials
                .into_refresh_token()
                .unwrap()
                .matches(&orgkeep_secret::RefreshToken::new(token))
        );

        world.outside.files.decide(folder.clone());
        let again = previewed(&world, ImportSource::ChosenCliHome).await?;
        for user in ["ada@acme.example", "bob@acme.example", "jwt@acme.example"] {
            assert!(
                matches!(state(&again, user), ImportStateView::Matched { .. }),
                "{user}"
            );
        }
        let nothing = imported(&world, &again, |_| true).await?;
        assert_eq!((nothing.connections.len(), nothing.drafts.len()), (0, 0));
        assert_eq!(bytes_of(&folder), before);
        assert_eq!(world.simulator.journal().entries().len(), 0);
        fs::remove_dir_all(&folder)?;
        world.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_scratch_org_comes_with_its_end_and_is_there_until_that_day_is_over() -> anyhow::Result<()>
{
    let world = World::start().await?;
    world.unlocked().await?;
    let home = world.cli_home(KEYS[0])?;
    let mut scratch = signed_in(&world, 1);
    let today = jiff::Timestamp::now().to_string()[..10].to_owned();
    scratch["isScratch"] = json!(true);
    scratch["expirationDate"] = json!(today);
    scratch["namespacePrefix"] = json!("acme");
    home.sign_in("ada@acme.example", &scratch)?;
    let preview = previewed(&world, ImportSource::ChosenCliHome).await?;
    let result = imported(&world, &preview, |_| true).await?;
    let connection = world.details(&result.connections[0]).await?;
    assert_eq!(connection.row.org_type, OrgTypeView::Scratch);
    assert_eq!(connection.namespace.as_deref(), Some("acme"));
    let at = format!("{today}T23:59:59.000Z");
    assert_eq!(connection.row.expiry, Some(ExpiryView::OrgEnds { at }));
    world.end().await
}

#[tokio::test]
async fn a_home_whose_key_is_missing_becomes_drafts_and_the_keyring_has_it_at_times()
-> anyhow::Result<()> {
    let world = World::start().await?;
    world.unlocked().await?;
    let home = world.cli_home(KEYS[1])?;
    home.sign_in("ada@acme.example", &signed_in(&world, 1))?;
    let folder = world.whole_folder().join("sfdx");
    fs::remove_file(folder.join("key.json"))?;
    let preview = previewed(&world, ImportSource::ChosenCliHome).await?;
    let missing = ImportStateView::Draft {
        reason: NoTokensView::KeyMissing,
    };
    assert_eq!(state(&preview, "ada@acme.example"), &missing);
    for (key, expected) in [
        (
            KEYS[0],
            ImportStateView::Draft {
                reason: NoTokensView::OtherKey,
            },
        ),
        (KEYS[1], ImportStateView::Ready { may_rotate: false }),
    ] {
        world.outside.keychain.keep(key);
        world.outside.files.decide(folder.clone());
        let preview = previewed(&world, ImportSource::ChosenCliHome).await?;
        assert_eq!(state(&preview, "ada@acme.example"), &expected);
    }
    fs::remove_dir_all(&folder)?;
    world.end().await
}

/// What the CLI answers for a sign-in.
fn auth_url(world: &World, app: &str, secret: &str, token: &str) -> CliReply {
    let url = world.simulator.org(ORG).my_domain_url;
    let host = url.trim_start_matches("http://");
    let url = format!("force://{app}:{secret}:{token}@{host}");
    // What the address holds beside them is known to everybody.
    for own in [secret, token].into_iter().filter(|own| !own.is_empty()) {
        world.secrets.keep("what the CLI gave", own);
    }
    CliReply::Says(
        json!({"status": 0, "result": {"sfdxAuthUrl": url}}).to_string(),
        0,
    )
}

/// Which orgs there are is read from files; what opens them is asked of the CLI, once, and only where it is wanted.
#[tokio::test]
async fn the_cli_itself_gives_the_tokens_and_what_it_does_not_give_is_explained()
-> anyhow::Result<()> {
    let world = World::start().await?;
    world.unlocked().await?;
    let home = world.cli_home(KEYS[1])?;
    let folder = world.whole_folder().join("sfdx");
    fs::remove_file(folder.join("key.json"))?;
    let refused = world
        .orgkeep
        .preview_import(PreviewImportRequest {
            source: ImportSource::ThroughCli,
        })
        .await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::File);
    let sources = world.orgkeep.import_sources(NoRequest {}).await?;
    assert!(!sources.through_cli);

    let says = |text: &str, code| CliReply::Says(text.to_owned(), code);
    let token = "5Aep861gIvEnByThEcLi0001";
    let replies = [
        ("ada", auth_url(&world, "PlatformCLI", "", token)),
        (
            "bob",
            auth_url(
                &world,
                "3MVG9own",
                "S3cretOfBobsApp99",
                "5Aep861oFbOb0000002",
            ),
        ),
        ("big", CliReply::Endless),
        ("err", says(r#"{"status":1,"name":"NoOrgFound"}"#, 1)),
        ("gon", CliReply::Broken),
        (
            "hid",
            says(r#"{"result":{"sfdxAuthUrl":"[REDACTED] for safety"}}"#, 0),
        ),
        ("odd", says("\u{1b}[2Jforce://a:b:c@evil.example", 0)),
        (
            "old",
            says(
                "Warning: org auth show-sfdx-auth-url is not a sf command.",
                127,
            ),
        ),
        (
            "oth",
            auth_url(&world, "3MVG9other", "", "5Aep861oFsOmEoNeElSe"),
        ),
        ("-x", says("{}", 0)),
    ];
    for (number, (person, _)) in (1..).zip(&replies) {
        let mut fields = signed_in(&world, number);
        if *person == "bob" {
            fields["clientId"] = json!("3MVG9own");
        }
        home.sign_in(&format!("{person}@acme.example"), &fields)?;
    }
    let named = replies.map(|(person, reply)| (format!("{person}@acme.example"), reply));
    world.outside.cli.install(named);
    let before = bytes_of(&folder);
    world.simulator.journal().clear();
    assert!(
        world
            .orgkeep
            .import_sources(NoRequest {})
            .await?
            .through_cli
    );

    let preview = previewed(&world, ImportSource::ThroughCli).await?;
    let own = ImportStateView::Ready { may_rotate: true };
    assert_eq!(state(&preview, "bob@acme.example"), &own);
    assert_eq!(
        world.outside.cli.asked().len(),
        0,
        "a preview asks for nothing"
    );
    let result = imported(&world, &preview, |_| true).await?;
    assert_eq!(
        (
            result.connections.len(),
            result.drafts.len(),
            result.left_out
        ),
        (2, 0, 0)
    );
    let reasons: Vec<(&str, NotGivenReason)> = result
        .not_given
        .iter()
        .map(|not| (not.username.trim_end_matches("@acme.example"), not.reason))
        .collect();
    assert_eq!(
        reasons,
        [
            ("-x", NotGivenReason::Name),
            ("big", NotGivenReason::TooLong),
            ("err", NotGivenReason::Refused),
            ("gon", NotGivenReason::NotStarted),
            ("hid", NotGivenReason::Hidden),
            ("odd", NotGivenReason::Senseless),
            ("old", NotGivenReason::Refused),
            ("oth", NotGivenReason::OtherSignIn),
        ]
    );
    let asked = world.outside.cli.asked();
    assert_eq!(
        asked.len(),
        9,
        "once each, and never for a name that is an option"
    );
    let for_ada = asked
        .iter()
        .find(|arguments| arguments.contains(&"ada@acme.example".to_owned()));
    assert_eq!(
        for_ada.unwrap(),
        &[
            "org",
            "auth",
            "show-sfdx-auth-url",
            "--target-org",
            "ada@acme.example",
            "--json"
        ]
    );
    assert_eq!(world.outside.cli.running(), 0, "none of them is left");
    assert_eq!(bytes_of(&folder), before);
    assert_eq!(world.simulator.journal().entries().len(), 0);

    let id = ConnectionId::parse(&result.connections[0])?;
    let secrets = world.vault().await?.secrets(&id).await?;
    assert!(secrets.access.is_empty());
    let refresh = secrets.credentials.into_refresh_token().unwrap();
    assert!(refresh.matches(&orgkeep_secret::RefreshToken::new(token.to_owned())));
    // Without an access token, the first thing that is asked for is one.
    let request = orgkeep_api::connection::ConnectionRequest { id: id.to_string() };
    world.orgkeep.test_connection(request).await?;
    let entries = world.simulator.journal().entries();
    assert_eq!(
        entries.first().map(|entry| entry.endpoint),
        Some(Endpoint::Token)
    );
    world.end().await
}

#[tokio::test]
async fn whoever_stops_an_import_through_the_cli_has_imported_nothing() -> anyhow::Result<()> {
    let world = World::start().await?;
    world.unlocked().await?;
    let home = world.cli_home(KEYS[1])?;
    home.sign_in("ada@acme.example", &signed_in(&world, 1))?;
    home.sign_in("eve@acme.example", &signed_in(&world, 2))?;
    let given = auth_url(&world, "PlatformCLI", "", "5Aep861gIvEnByThEcLi0001");
    world.outside.cli.install([
        ("ada@acme.example".to_owned(), given),
        ("eve@acme.example".to_owned(), CliReply::Silence),
    ]);
    let preview = previewed(&world, ImportSource::ThroughCli).await?;
    let importing = imported(&world, &preview, |_| true);
    let stopping = async {
        world.outside.cli.was_asked(2).await?;
        world.orgkeep.stop_import(NoRequest {}).await?;
        anyhow::Ok(())
    };
    let (stopped, told) = tokio::join!(importing, stopping);
    told?;
    let error = stopped
        .unwrap_err()
        .downcast::<orgkeep_api::error::ApiError>()?;
    assert_eq!(error.code, ErrorCode::Stopped);
    assert_eq!(world.outside.cli.running(), 0);
    assert_eq!(world.rows()?.count(), 0);
    world.end().await
}

#[tokio::test]
async fn a_list_becomes_drafts_and_says_what_is_wrong_by_line() -> anyhow::Result<()> {
    let world = World::start().await?;
    let url = world.simulator.org(ORG).my_domain_url;
    let registered = world
        .register(&world.registration(ORG, AppKind::Public))
        .await?;
    let list = format!(
        "name;type;login url;authentication;user\n\
         One;sandbox;{url};Connected App;ada@acme.example\n\
         Two;moon;{url};ECA;\n\
         {};sandbox;{url};ECA;\n",
        registered.row.name
    );
    fs::write(world.choose("list.csv"), list)?;
    world.simulator.journal().clear();
    let preview = previewed(&world, ImportSource::ChosenList).await?;
    let wrong = LineErrorView {
        line: 3,
        field: "type".to_owned(),
        fault: LineFaultView::Unknown,
    };
    assert_eq!(preview.errors, [wrong]);
    let matched = ImportStateView::Matched {
        name: registered.row.name.clone(),
    };
    assert_eq!(preview.entries[1].state, matched);
    let result = imported(&world, &preview, |_| true).await?;
    assert_eq!(
        (
            result.connections.len(),
            result.drafts.len(),
            result.left_out
        ),
        (0, 1, 1)
    );
    let draft = orgkeep_api::register::DraftRequest {
        id: result.drafts[0].clone(),
    };
    let draft = world.orgkeep.draft(draft).await?;
    assert_eq!(
        (draft.fields.name.as_str(), draft.fields.login_url.as_str()),
        ("One", url.as_str())
    );
    assert_eq!(world.simulator.journal().entries().len(), 0);

    fs::write(world.choose("no-list.csv"), "\u{1}")?;
    let request = PreviewImportRequest {
        source: ImportSource::ChosenList,
    };
    let refused = world.orgkeep.preview_import(request).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::NotAList);
    world.end().await
}

#[tokio::test]
async fn dependents_come_from_a_list_with_what_is_wrong_by_line() -> anyhow::Result<()> {
    let world = World::start().await?;
    let connection = world
        .register(&world.registration(ORG, AppKind::Public))
        .await?;
    let name = connection.row.name.to_uppercase();
    let list =
        format!("connection,kind,name,product\n{name},pipeline,Nightly,ARM\nNobody,job,Backup,\n");
    fs::write(world.choose("dependents.csv"), list)?;
    let preview = world
        .ask(world.orgkeep.preview_dependents(NoRequest {}))
        .await?;
    assert_eq!(preview.lines.len(), 1);
    assert_eq!(preview.lines[0].fields.kind, DependentKindView::Pipeline);
    assert_eq!(
        (preview.errors[0].line, preview.errors[0].fault),
        (3, LineFaultView::NoConnection)
    );
    let request = || ImportDependentsRequest {
        preview: preview.id.clone().unwrap(),
    };
    assert_eq!(world.orgkeep.import_dependents(request()).await?.added, 1);
    let twice = world.orgkeep.import_dependents(request()).await;
    assert_eq!(twice.unwrap_err().code, ErrorCode::NotFound);
    let id = connection.row.id.clone();
    let listed = world
        .orgkeep
        .dependents(orgkeep_api::connection::ConnectionRequest { id })
        .await?;
    assert_eq!(listed.dependents.len(), 1);
    world.end().await
}

/// How long it takes is printed. How many there are is what is tested.
#[tokio::test]
async fn a_thousand_orgs_come_in_one_go() -> anyhow::Result<()> {
    let world = World::start().await?;
    world.unlocked().await?;
    let home = world.cli_home(KEYS[1])?;
    for number in 1..=1000 {
        home.sign_in(
            &format!("user{number}@acme.example"),
            &signed_in(&world, number),
        )?;
    }
    let begun = std::time::Instant::now();
    let preview = previewed(&world, ImportSource::ChosenCliHome).await?;
    let seen = begun.elapsed();
    let result = imported(&world, &preview, |_| true).await?;
    println!(
        "1,000 orgs: seen after {seen:?}, imported after {:?}",
        begun.elapsed()
    );
    assert_eq!((result.connections.len(), result.left_out), (1000, 0));
    assert_eq!(world.rows()?.count(), 1000);
    Ok(())
}

/// R-54: the org is here already. What a file says of its servers changes nothing.
#[tokio::test]
async fn a_file_that_names_another_server_for_an_org_that_is_here_changes_nothing()
-> anyhow::Result<()> {
    let world = World::start().await?;
    let connection = world
        .register(&world.registration(ORG, AppKind::Public))
        .await?;
    let admin = world.admin(ORG);
    let elsewhere = world.simulator.org(OrgKey::Production).my_domain_url;
    let before = world.rows()?;
    for fields in [
        &["loginUrl"][..],
        &["instanceUrl"],
        &["loginUrl", "instanceUrl"],
    ] {
        let mut other = signed_in(&world, 1);
        for field in ["accessToken", "refreshToken"] {
            let token = other[field].as_str().unwrap_or_default();
            world.secrets.keep("token of the CLI", token);
        }
        other["orgId"] = json!(world.simulator.org(ORG).id);
        other["userId"] = json!(admin.id);
        for field in fields {
            other[*field] = json!(elsewhere);
        }
        let home = world.cli_home(KEYS[0])?;
        home.sign_in(&admin.username, &other)?;
        let preview = previewed(&world, ImportSource::ChosenCliHome).await?;
        let matched = ImportStateView::Matched {
            name: connection.row.name.clone(),
        };
        assert_eq!(state(&preview, &admin.username), &matched, "{fields:?}");
        let result = imported(&world, &preview, |_| true).await?;
        let made = (result.connections.len(), result.drafts.len());
        assert_eq!(made, (0, 0), "{fields:?}");
        world.same(&before)?;
    }
    world.end().await
}
