//! From the domain and the store to what the page sees. Nothing secret can pass: the views have no place
//! for it.

use orgkeep_api::app_check::PostureView;
use orgkeep_api::browser::BrowserFields;
use orgkeep_api::connection::{
    AuthenticationView, ConnectionRowView, ConnectionView, EnvironmentView, OrgTypeView,
    StatusView, TokensView,
};
use orgkeep_api::failure::FailureView;
use orgkeep_api::health::HealthView;
use orgkeep_api::opening::ReleaseView;
use orgkeep_api::retirement::{EndView, RetirementView};
use orgkeep_domain::client::{CallbackUrl, ConsumerKey};
use orgkeep_domain::connection::{AuthenticationType, ConnectionStatus, Environment, OrgType};
use orgkeep_domain::failure::FailureReason;
use orgkeep_domain::family::family_of;
use orgkeep_domain::health::Health;
use orgkeep_domain::outcome::TestOutcome;
use orgkeep_domain::retirement::{End, Retirement};
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::posture::PostureRecord;
use orgkeep_vault::release::ReleaseRecord;

use crate::attempt::rfc3339;
use crate::beside::Beside;
use crate::dev_hub::{against_migration, against_reauthentication, rule_view};
use crate::labels::{colour_view, expiry_view, tag_texts};
use crate::pending::{pending_login_view, pending_view, was_refused};
use crate::scope_view::{deviations, may_open, new_app_view, scope_views};
use crate::testing::last_test_view;

/// Sign-ins of one user through one app that count at a time; the next one ends the oldest (salesforce.md, 3.7).
const MOST_SIGN_INS: u32 = 5;

macro_rules! pairs {
    ($into:ident, $from:ident: $domain:ident <-> $view:ident { $($variant:ident = $shown:ident),* $(,)? }) => {
        /// From the domain to the page.
        pub(crate) fn $into(value: $domain) -> $view {
            match value { $($domain::$variant => $view::$shown,)* }
        }
        /// From the page to the domain.
        pub(crate) fn $from(value: $view) -> $domain {
            match value { $($view::$shown => $domain::$variant,)* }
        }
    };
}

macro_rules! same_words {
    ($into:ident: $domain:ident -> $view:ident { $($word:ident),* $(,)? }) => {
        /// From the domain to the page.
        pub(crate) fn $into(value: $domain) -> $view {
            match value { $($domain::$word => $view::$word,)* }
        }
    };
}

pub(crate) use {pairs, same_words};

pairs!(org_type_view, org_type: OrgType <-> OrgTypeView {
    Production = Production, Sandbox = Sandbox, Developer = Developer, Scratch = Scratch,
});
pairs!(authentication_view, authentication: AuthenticationType <-> AuthenticationView {
    Standard = Standard, ConnectedApp = ConnectedApp, ExternalClientApp = ExternalClientApp,
});
pairs!(environment_view, environment: Environment <-> EnvironmentView {
    Development = Development, Integration = Integration, Uat = Uat, FullCopy = FullCopy,
    Production = Production, Other = Other,
});

/// When a way to sign in comes to an end, if it does.
pub(crate) fn retirement_view(authentication: AuthenticationType) -> Option<RetirementView> {
    Retirement::of(authentication).map(|retirement| RetirementView {
        end: match retirement.end {
            End::NewApps => EndView::NewApps,
            End::SignIn => EndView::SignIn,
        },
        release: retirement.release.to_owned(),
        month: retirement.month.map(str::to_owned),
        source: retirement.source.to_owned(),
    })
}

same_words!(status_view: ConnectionStatus -> StatusView { Connected, SignInAgain, Untested });
same_words!(health_view: Health -> HealthView {
    Connected, Untested, SignInAgain, AppBlocked, UserInactive, PlaceOrHours, ApiDisabled, OrgGone, Refused,
    Unreachable, LimitReached, Maintenance,
});

/// One row of the list.
pub(crate) fn row_view(
    record: &ConnectionRecord,
    last_test: Option<&TestOutcome>,
) -> ConnectionRowView {
    ConnectionRowView {
        id: record.id.to_string(),
        name: record.name.to_string(),
        username: record.username.clone(),
        org_id: record.org_id.to_string(),
        host: record.instance.host().to_owned(),
        url: record.instance.origin().to_owned(),
        environment: environment_view(record.environment),
        org_type: org_type_view(record.org_type),
        authentication: authentication_view(record.authentication),
        retires: retirement_view(record.authentication).map(|retirement| retirement.end),
        health: health_view(record.health()),
        health_at: rfc3339(record.health_at()),
        status: status_view(record.status),
        status_at: rfc3339(record.status_at),
        authenticated_at: rfc3339(record.authenticated_at),
        last_test: last_test.map(|outcome| last_test_view(outcome, record)),
        posture: record.upkeep.posture.map(posture_view),
        can_open: may_open(record),
        family: family_of(record.instance.host()),
        tags: tag_texts(&record.labels),
        favourite: record.labels.favourite,
        colour: colour_view(record.labels.colour),
        owner: record.labels.owner.clone(),
        expiry: expiry_view(record),
    }
}

fn posture_view(posture: PostureRecord) -> PostureView {
    PostureView {
        at: rfc3339(posture.at),
        compared: posture.found.compared,
        differences: posture.found.differences,
        risks: posture.found.risks,
    }
}

fn release_view(known: &ReleaseRecord) -> ReleaseView {
    ReleaseView {
        label: known.release.label.clone(),
        api_version: known.release.api_version.clone(),
        at: rfc3339(known.at),
    }
}

/// Everything that can be shown of one connection. `callback` is what sign-ins of new apps send.
pub(crate) fn connection_view(
    record: &ConnectionRecord,
    beside: &Beside,
    callback: &CallbackUrl,
) -> ConnectionView {
    let scopes = scope_views(record);
    ConnectionView {
        row: row_view(record, beside.last_test.as_ref()),
        org_name: record.org_name.clone(),
        edition: record.edition.clone(),
        instance_name: record.instance_name.clone(),
        namespace: record.namespace.clone(),
        release: record.release.as_ref().map(release_view),
        display_name: record.display_name.clone(),
        user_id: record.user_id.to_string(),
        login_host: record.login.host().to_owned(),
        consumer_key: record.consumer_key().map(ConsumerKey::shortened),
        has_secret: record.has_secret,
        has_refresh_token: record.has_refresh_token,
        tokens: tokens_view(record, beside),
        browser: browser_fields(record),
        pending: beside.pending.as_ref().map(pending_view),
        earlier: beside.earlier.clone(),
        rotation: beside.rotation.clone(),
        pending_login: beside.pending_login.as_ref().map(pending_login_view),
        secrets_apart: record.upkeep.is_apart,
        consumer_secret_apart: record.upkeep.secret_is_apart,
        password_refused: was_refused(record),
        retirement: retirement_view(record.authentication),
        is_dev_hub_registration: record.is_dev_hub_registration,
        not_reauthenticated: against_reauthentication(record).map(rule_view),
        not_moved: against_migration(record).map(rule_view),
        callback: callback_of(record),
        new_app: new_app_view(record, callback),
        deviations: deviations(&scopes, record),
        scopes,
        created_at: rfc3339(record.created_at),
        notes: record.labels.notes.clone(),
    }
}

fn browser_fields(record: &ConnectionRecord) -> BrowserFields {
    BrowserFields {
        id: record.browser.id.clone(),
        private: record.browser.private,
    }
}

fn callback_of(record: &ConnectionRecord) -> Option<String> {
    let app = record.app.as_ref();
    app.map(|app| app.callback.as_str().to_owned())
}

fn tokens_view(record: &ConnectionRecord, beside: &Beside) -> TokensView {
    let in_force = record.has_refresh_token && record.status == ConnectionStatus::Connected;
    TokensView {
        renewed_at: record.upkeep.renewed_at.map(rfc3339),
        rotates: record.upkeep.rotates,
        sign_ins: beside.unconfirmed_sign_ins + u32::from(in_force),
        most_sign_ins: MOST_SIGN_INS,
    }
}

macro_rules! failures {
    ($($plain:ident),* $(,)?) => {
        /// A failure as the page sees it. Exhaustive on purpose: a new reason needs its words.
        pub(crate) fn failure_view(reason: &FailureReason) -> FailureView {
            match reason {
                FailureReason::PortOccupied { holder } => FailureView::PortOccupied {
                    holder: holder.clone(),
                },
                FailureReason::AnotherSignIn { who, since } => FailureView::AnotherSignIn {
                    who: who.clone(),
                    since: since.clone(),
                },
                FailureReason::Told(cause) => FailureView::Told {
                    cause: cause.id().to_owned(),
                },
                FailureReason::ServerBusy { retry_after } => FailureView::ServerBusy {
                    retry_after: *retry_after,
                },
                FailureReason::AnotherConnection { name } => {
                    FailureView::AnotherConnection { name: name.clone() }
                }
                // The next start shows an interrupted draft; this view is never seen.
                FailureReason::Interrupted => FailureView::Cancelled,
                $(FailureReason::$plain => FailureView::$plain,)*
            }
        }
    };
}

failures! {
    Cancelled, NothingCameBack, PortReserved, PortUnavailable, BrowserFailed, Unreachable, LocalAddress, PrivateAddress,
    TlsFailed, TimedOut, UnexpectedAnswer, IssuerMismatch, SignatureMismatch, AnswerRefused, WrongOrg,
    IdentityRefused, AlreadyRegistered, DevHubDeclined, NotSaved, VaultLocked,
}
