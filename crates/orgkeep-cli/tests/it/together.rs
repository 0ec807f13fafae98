//! Several programs on one vault.

use orgkeep_api::attempt::{AttemptRequest, AttemptView, ConnectRequest, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{ConnectionsView, StatusView};
use orgkeep_api::failure::FailureView;
use orgkeep_api::register::DraftRequest;
use orgkeep_api::vault::VaultView;
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::place::vault_settings;
use orgkeep_app::surroundings::{Mode, Timing};
use orgkeep_domain::client::CallbackUrl;
use orgkeep_journeys::outside::{Outside, PATIENCE};
use orgkeep_journeys::plan::actor;
use orgkeep_journeys::row::{Row, size};
use orgkeep_journeys::twin::draft_for;
use orgkeep_journeys::waiting::updated_or_over;
use orgkeep_simulator::{AppKind, OrgKey};
use tokio::task::JoinSet;

use crate::machine::{Machine, Running, strs};

/// L-09 for two command lines.
#[tokio::test]
async fn of_two_sign_ins_one_goes_on_and_the_other_says_who() {
    let machine = Machine::start().await;
    let mut first = machine.begin(&strs(&machine.registering(
        "UAT",
        OrgKey::Uat,
        AppKind::Public,
    )));
    let address = first.address().await;
    let second = machine.registering("Dev", OrgKey::Development, AppKind::Public);
    let refused = machine.run(&strs(&second)).await;
    assert_eq!(refused.code, 1, "{}", refused.err);
    let failure = &refused.json()["failure"];
    assert_eq!(failure["kind"], "anotherSignIn");
    assert!(
        failure["who"]
            .as_str()
            .unwrap()
            .starts_with("orgkeep, the command line (process "),
        "{failure}"
    );
    machine
        .allow(&address, machine.simulator.org(OrgKey::Uat).admin())
        .await;
    assert_eq!(first.end(&machine).await.code, 0);
    let listed = machine.run(&["list", "--json"]).await.json();
    assert_eq!(listed["connections"].as_array().unwrap().len(), 1);
}

/// L-09 for a window and a command line: they begin together, or the window a moment later.
#[tokio::test]
async fn l_09_of_a_window_and_a_command_line_exactly_one_signs_in() {
    let machine = Machine::start().await;
    // It makes the practice vault.
    machine.register("UAT", OrgKey::Uat).await;
    let mut window = Window::open(&machine).await;
    let mut row = Row::new("L-09", size(50, 4));
    let mut won = 0;
    for round in 0..row.intended() {
        won += usize::from(
            window
                .begins_beside_a_command(&machine, round % 2 == 1)
                .await,
        );
        assert!(machine.port_is_free(), "round {round}");
        row.note(round, Ok(()));
    }
    assert!(
        0 < won && won < row.intended(),
        "the window won {won} times"
    );
    assert_eq!(machine.leaks(), [""; 0]);
    window.orgkeep.close().await;
    row.finish(Ok(())).unwrap();
}

/// A window on the machine's practice vault.
struct Window {
    orgkeep: Orgkeep,
    outside: Outside,
}

impl Window {
    async fn open(machine: &Machine) -> Self {
        let settings = vault_settings(Mode::Practice, Some(&machine.data()), actor()).unwrap();
        let outside = Outside::default();
        let around = outside.around(&CallbackUrl::standard(), Timing::default());
        let orgkeep = Orgkeep::open(settings, around).await;
        let open = |view: &VaultView| matches!(view, VaultView::Open { .. });
        orgkeep.watch_vault().wait_for(open).await.unwrap();
        Self { orgkeep, outside }
    }

    /// One round; whether the window was the one that signed in.
    async fn begins_beside_a_command(&mut self, machine: &Machine, later: bool) -> bool {
        let app = machine.app(OrgKey::Uat, AppKind::Public);
        let login = machine.simulator.org(OrgKey::Uat).my_domain_url;
        let draft = draft_for(&self.orgkeep, &login, &app.client_id)
            .await
            .unwrap();
        let before = self.outside.browser.count();
        let arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
        let mut command = machine.begin(&strs(&arguments));
        if later {
            command.line(|line| line.starts_with("http")).await;
        }
        let request = ConnectRequest {
            draft: draft.clone(),
            all_scopes: false,
        };
        self.orgkeep.connect(request).await.unwrap();
        let begun = |view: &AttemptView| match view {
            AttemptView::Running { attempt } => {
                matches!(attempt.stage, StageView::AwaitingConsent { .. })
            }
            _ => true,
        };
        let mut attempts = self.orgkeep.watch_attempt();
        let view = attempts.wait_for(begun).await.unwrap().clone();
        let AttemptView::Failed { failed } = view else {
            self.finishes(machine, before, command).await;
            return true;
        };
        assert_eq!(self.outside.browser.count(), before);
        let FailureView::AnotherSignIn { who, since } = failed.reason else {
            panic!("{:?}", failed.reason);
        };
        assert_eq!(
            who,
            format!("orgkeep, the command line (process {})", command.process())
        );
        assert!(since.parse::<jiff::Timestamp>().is_ok());
        self.leave(failed.id, Some(draft)).await;
        let address = command.last_address().await;
        let admin = machine.simulator.org(OrgKey::Uat).admin().clone();
        machine.allow(&address, &admin).await;
        let ended = command.end(machine).await;
        assert_eq!(ended.code, 0, "{}", ended.err);
        false
    }

    /// The window has the port: the command says so, and the window's sign-in goes on to its end.
    async fn finishes(&self, machine: &Machine, before: usize, command: Running) {
        let ended = command.end(machine).await;
        assert_eq!(ended.code, 1, "{}", ended.err);
        let failure = &ended.json()["failure"];
        assert_eq!(failure["kind"], "anotherSignIn");
        let own = format!("Orgkeep (process {})", std::process::id());
        assert_eq!(failure["who"], own);
        let since = failure["since"].as_str().unwrap();
        assert!(since.parse::<jiff::Timestamp>().is_ok());
        let address = self.outside.browser.opened(before + 1).await.unwrap();
        let admin = machine.simulator.org(OrgKey::Uat).admin().clone();
        machine.allow(&address, &admin).await;
        match updated_or_over(&self.orgkeep).await.unwrap() {
            AttemptView::Connected { connected } => self.leave(connected.id, None).await,
            other => panic!("{other:?}"),
        }
    }

    async fn leave(&self, id: String, draft: Option<String>) {
        self.orgkeep
            .close_attempt(AttemptRequest { id })
            .await
            .unwrap();
        if let Some(id) = draft {
            self.orgkeep
                .discard_draft(DraftRequest { id })
                .await
                .unwrap();
        }
    }
}

/// S-21 for the command line: many programs at a time, reading, testing and renewing.
#[tokio::test]
async fn s_21_eight_programs_at_a_time_lose_nothing_and_renew_once() {
    let machine = Machine::start().await;
    machine.register("UAT", OrgKey::Uat).await;
    machine.simulator.end_access_tokens();
    let mut programs = JoinSet::new();
    let mut row = Row::new("S-21", 48);
    for index in 0..48 {
        let arguments: &[&str] = match index % 6 {
            0 => &["list", "--json"],
            1 => &["export"],
            2 => &["show", "UAT", "--json"],
            _ => &["test", "--all", "--json"],
        };
        let mut command = machine.command(arguments);
        programs.spawn(async move { command.output().await.unwrap() });
        if programs.len() == 8 {
            fine(&programs.join_next().await.unwrap().unwrap());
        }
    }
    while let Some(output) = programs.join_next().await {
        fine(&output.unwrap());
    }
    row.note_survivors(48);
    let renewals = machine.simulator.journal().token_requests();
    let renewals = renewals
        .iter()
        .filter(|form| form.text("grant_type") == "refresh_token");
    assert_eq!(renewals.count(), 1);
    let shown = machine.run(&["show", "UAT", "--json"]).await.json();
    assert_eq!(shown["tests"].as_array().unwrap().len(), 24);
    assert_eq!(machine.leaks(), [""; 0]);
    row.finish(Ok(())).unwrap();
}

pub fn fine(output: &std::process::Output) {
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(!err.contains("holds the store"), "{err}");
}

/// What a window shows of the same folder, without ever being asked to look.
#[tokio::test]
async fn a_window_that_is_open_shows_what_the_command_line_does() {
    let machine = Machine::start().await;
    let settings = vault_settings(Mode::Practice, Some(&machine.data()), actor()).unwrap();
    let around = Outside::default().around(&CallbackUrl::standard(), Timing::default());
    let window = Orgkeep::open(settings, around).await;
    let mut lists = window.watch_connections();
    let mut shows = async |is_so: &dyn Fn(&ConnectionsView) -> bool| {
        let shown = lists.wait_for(is_so);
        tokio::time::timeout(PATIENCE, shown)
            .await
            .unwrap()
            .unwrap();
    };
    machine.register("UAT", OrgKey::Uat).await;
    shows(&|list| list.rows.len() == 1 && list.rows[0].name == "UAT").await;
    machine.simulator.end_grants();
    machine.run(&["test", "--all"]).await;
    shows(&|list| list.rows[0].status == StatusView::SignInAgain).await;
    machine.run(&["remove", "UAT", "--yes"]).await;
    shows(&|list| list.rows.is_empty()).await;
    window.close().await;
}
