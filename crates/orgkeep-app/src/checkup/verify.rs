//! Verify: everything that can be checked before a browser opens, one line for each check.

use orgkeep_api::checkup::{
    CheckStateView, CheckView, ConnectionNameView, FindingView, SubjectView, VerificationView,
};
use orgkeep_domain::attempt::Draft;
use orgkeep_domain::authority::Authority;
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_domain::id::OrgId;
use orgkeep_salesforce::discovery::org_of;
use orgkeep_salesforce::http::{CallError, HttpClient};
use orgkeep_salesforce::preflight::{Preflight, preflight};
use orgkeep_salesforce::reach::{Reached, reach};
use orgkeep_vault::connection_record::ConnectionRecord;
use tokio::sync::watch;

use super::network::finding_of;
use super::{Checkup, detailed, found, keyring, network, pending, port, reached_clock};
use crate::evidence::KeyEvidence;

const OF_AN_APP: &[SubjectView] = &[
    SubjectView::Address,
    SubjectView::Network,
    SubjectView::Org,
    SubjectView::Key,
    SubjectView::Callback,
    SubjectView::Port,
    SubjectView::Keyring,
    SubjectView::Clock,
];

/// What can be known of a login without sending the password. No browser opens, and no port is taken.
const OF_A_LOGIN: &[SubjectView] = &[
    SubjectView::Address,
    SubjectView::Network,
    SubjectView::Org,
    SubjectView::Keyring,
    SubjectView::Clock,
];

/// What Verify needs to know of the draft.
pub(crate) struct Subject {
    /// The request that would be made; `None` while address or key are not usable.
    pub(crate) request: Option<Draft>,
    /// Whether the address can be used, though the key may be missing.
    pub(crate) authority: Option<Authority>,
    pub(crate) evidence: Option<KeyEvidence>,
    pub(crate) connections: Vec<ConnectionRecord>,
}

/// One run. Every change is published as a whole.
pub(crate) struct Verification {
    view: VerificationView,
    publish: watch::Sender<VerificationView>,
}

impl Verification {
    /// Begins with every line where it will stay.
    pub(crate) fn begin(
        draft: &str,
        authentication: AuthenticationType,
        publish: watch::Sender<VerificationView>,
    ) -> Self {
        let subjects = match authentication {
            AuthenticationType::Standard => OF_A_LOGIN,
            AuthenticationType::ConnectedApp | AuthenticationType::ExternalClientApp => OF_AN_APP,
        };
        let running = |subject: &SubjectView| pending(*subject, CheckStateView::Running);
        let verification = Self {
            view: VerificationView {
                draft: Some(draft.to_owned()),
                running: true,
                checks: subjects.iter().map(running).collect(),
            },
            publish,
        };
        verification.show();
        verification
    }

    /// Runs every check. Gives whether Salesforce knows the key, where it said so.
    pub(crate) async fn run(
        mut self,
        http: &HttpClient,
        checkup: &Checkup<'_>,
        subject: Subject,
    ) -> bool {
        self.put(address(&subject));
        self.put(keyring(checkup).await);
        if self.has(SubjectView::Port) {
            self.put(port(checkup.around).await);
        }
        let known = match &subject.authority {
            Some(authority) => {
                let (reached, org) = tokio::join!(reach(http, authority), org_of(http, authority));
                let now = checkup.around.clock.now();
                self.told(network(&reached), org_line(&reached, org, &subject));
                self.put(reached_clock(&reached, now));
                self.ask_for_key(http, &subject, reached.is_ok()).await
            }
            None => {
                for subject in [SubjectView::Network, SubjectView::Org, SubjectView::Clock] {
                    self.put(pending(subject, CheckStateView::Skipped));
                }
                self.skip_key();
                false
            }
        };
        self.view.running = false;
        self.show();
        known
    }

    async fn ask_for_key(&mut self, http: &HttpClient, subject: &Subject, reached: bool) -> bool {
        let Some(request) = subject.request.as_ref().filter(|_| reached) else {
            self.skip_key();
            return false;
        };
        let answer = preflight(http, request).await;
        let known = matches!(answer, Ok(Preflight::Acceptable));
        let callback = request.callback.as_str();
        let (key, callback) = key_lines(answer, subject.evidence.as_ref(), callback);
        self.told(key, callback);
        known
    }

    fn skip_key(&mut self) {
        self.put(pending(SubjectView::Key, CheckStateView::Skipped));
        self.put(pending(SubjectView::Callback, CheckStateView::Skipped));
    }

    fn has(&self, subject: SubjectView) -> bool {
        self.view.checks.iter().any(|line| line.subject == subject)
    }

    fn told(&mut self, first: CheckView, second: CheckView) {
        self.put(first);
        self.put(second);
    }

    fn put(&mut self, line: CheckView) {
        let place = self
            .view
            .checks
            .iter_mut()
            .find(|other| other.subject == line.subject);
        if let Some(place) = place {
            *place = line;
        }
        self.show();
    }

    fn show(&self) {
        self.publish.send_replace(self.view.clone());
    }
}

fn address(subject: &Subject) -> CheckView {
    let line = |state, finding| found(SubjectView::Address, state, finding);
    match &subject.authority {
        None => line(CheckStateView::Broken, FindingView::AddressUnusable),
        Some(authority) if !authority.is_trusted() => CheckView {
            detail: Some(authority.host().to_owned()),
            ..line(CheckStateView::Noted, FindingView::AddressConfirmed)
        },
        Some(authority) if authority.is_generic() => {
            line(CheckStateView::Noted, FindingView::AddressGeneric)
        }
        Some(_) => line(CheckStateView::Fine, FindingView::AddressFine),
    }
}

fn org_line(
    reached: &Result<Reached, CallError>,
    org: Option<OrgId>,
    known: &Subject,
) -> CheckView {
    let subject = SubjectView::Org;
    if reached.is_err() {
        return pending(subject, CheckStateView::Skipped);
    }
    let Some(org) = org else {
        return found(subject, CheckStateView::Noted, FindingView::OrgNotTold);
    };
    let line = |state, finding| detailed(subject, state, finding, org.as_str());
    let of_org = |other: &&ConnectionRecord| other.org_id == org;
    let mut others = known.connections.iter().filter(of_org);
    let key = known.request.as_ref().map(|request| &request.client.key);
    let same_app = others
        .clone()
        .find(|other| key.is_some() && other.consumer_key() == key);
    let (other, finding) = match (same_app, others.next()) {
        (Some(other), _) => (other, FindingView::OrgConnectedSameApp),
        (None, Some(other)) => (other, FindingView::OrgConnected),
        (None, None) => return line(CheckStateView::Fine, FindingView::OrgFound),
    };
    CheckView {
        connection: Some(ConnectionNameView {
            id: other.id.to_string(),
            name: other.name.to_string(),
        }),
        ..line(CheckStateView::Noted, finding)
    }
}

/// One answer tells of two things: a callback is looked at only once the key is known.
fn key_lines(
    answer: Result<Preflight, CallError>,
    evidence: Option<&KeyEvidence>,
    sent: &str,
) -> (CheckView, CheckView) {
    let (key, callback) = (SubjectView::Key, SubjectView::Callback);
    let unseen = pending(callback, CheckStateView::Skipped);
    let known = found(key, CheckStateView::Fine, FindingView::KeyKnown);
    match answer {
        Ok(Preflight::Acceptable) => {
            let accepted = FindingView::CallbackAccepted;
            (
                known,
                detailed(callback, CheckStateView::Fine, accepted, sent),
            )
        }
        Ok(Preflight::KeyUnknown(_)) => {
            let new = evidence.is_some_and(KeyEvidence::is_not_active_yet);
            let (state, finding) = if new {
                (CheckStateView::InTime, FindingView::KeyNotActiveYet)
            } else {
                (CheckStateView::Broken, FindingView::KeyProbablyWrong)
            };
            (found(key, state, finding), unseen)
        }
        Ok(Preflight::Refused(Failure {
            reason: FailureReason::Told(cause),
            ..
        })) => refused(cause, known, unseen, sent),
        Ok(Preflight::Refused(_)) | Err(CallError::Unexpected) => {
            let finding = FindingView::AnswerUnexpected;
            (found(key, CheckStateView::Noted, finding), unseen)
        }
        Err(error) => (
            found(key, CheckStateView::Broken, finding_of(&error)),
            unseen,
        ),
    }
}

fn refused(
    cause: Cause,
    known: CheckView,
    unseen: CheckView,
    sent: &str,
) -> (CheckView, CheckView) {
    let because = Some(cause.id().to_owned());
    if cause == Cause::of("callbackMismatch") {
        let mismatch = FindingView::CallbackMismatch;
        let line = detailed(
            SubjectView::Callback,
            CheckStateView::Broken,
            mismatch,
            sent,
        );
        return (
            known,
            CheckView {
                cause: because,
                ..line
            },
        );
    }
    let line = found(
        SubjectView::Key,
        CheckStateView::Broken,
        FindingView::Refused,
    );
    (
        CheckView {
            cause: because,
            ..line
        },
        unseen,
    )
}
