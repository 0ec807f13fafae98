//! What happens, told on standard error: each thing once.

use orgkeep_api::address::AddressQuestionView;
use orgkeep_api::attempt::{HintView, RunningView, StageView};
use orgkeep_api::dev_hub::{HubMatterView, HubQuestionView};
use orgkeep_api::identity::{DoubtView, IdentityQuestionView};

use crate::print;

/// Remembers what was told last.
#[derive(Debug, Default)]
pub struct Narrator {
    told: Option<String>,
    hints: usize,
}

impl Narrator {
    /// Tells what is new.
    pub fn tell(&mut self, attempt: &RunningView) {
        if let Some(line) = line(attempt)
            && self.told.as_ref() != Some(&line)
        {
            print::word(&line);
            self.told = Some(line);
        }
        for hint in attempt.hints.iter().skip(self.hints) {
            print::word(hint_line(*hint));
        }
        self.hints = self.hints.max(attempt.hints.len());
    }
}

fn line(attempt: &RunningView) -> Option<String> {
    Some(match &attempt.stage {
        StageView::CheckingKey => format!("Asking {} whether it knows the key …", attempt.host),
        StageView::WaitingForKey {
            next_check_at,
            until,
            checks,
            ..
        } => format!(
            "The key is not active yet, which can take 30 minutes. Look {checks}; next at {}, until {}.",
            time(next_check_at),
            time(until)
        ),
        StageView::AwaitingConsent {
            browser_opened: false,
            ..
        } => return None,
        StageView::AwaitingConsent {
            nothing_came_back: true,
            deadline,
            callback,
            ..
        } => nothing_came_back(&time(deadline), callback),
        StageView::AwaitingConsent { deadline, .. } => {
            format!("Waiting for you at Salesforce, until {}.", time(deadline))
        }
        StageView::Exchanging => "Salesforce has answered.".to_owned(),
        StageView::LoggingIn => {
            format!("Sending user name and password to {}, once …", attempt.host)
        }
        StageView::ConfirmingIdentity { question } => doubt(question),
        StageView::ConfirmingDevHub { question } => hub(question),
        StageView::ConfirmingAddress { question } => private(question),
        StageView::KeyActive { .. }
        | StageView::Listening
        | StageView::Identifying
        | StageView::Saving => return None,
    })
}

/// The two reasons for which Salesforce shows a page and sends nobody back.
fn nothing_came_back(until: &str, callback: &str) -> String {
    format!(
        "Nothing came back yet; this waits until {until}. Look at what the browser shows.\n\
         invalid_client_id: Salesforce does not know the Consumer ID. A new one takes up to 30 minutes; otherwise compare it \
         with the app.\n\
         redirect_uri_mismatch: the app lacks the callback URL, which is exactly {callback}"
    )
}

fn doubt(question: &IdentityQuestionView) -> String {
    let (expected, found) = (&question.expected, &question.found);
    match question.doubt {
        DoubtView::OtherUser => format!(
            "Another user came back: {}. The connection has {}.",
            found.username, expected.username
        ),
        DoubtView::AlreadyRegistered => format!(
            "{} is registered with this app already. That connection is updated: it gets the new tokens, and the name, the \
             products and the browser of this registration. Its environment, tags, notes and owner stay.",
            expected.username
        ),
        DoubtView::RefreshedSandbox => format!(
            "The sandbox was refreshed: its org id is {} now. The connection has {}.",
            found.org_id, expected.org_id
        ),
        DoubtView::OtherUserOfRefreshedSandbox => format!(
            "The sandbox was refreshed, and another user of it came back: its org id is {} now, and the user is {}. The \
             connection has {} and {}.",
            found.org_id, found.username, expected.org_id, expected.username
        ),
    }
}

fn hub(question: &HubQuestionView) -> String {
    match question.matter {
        HubMatterView::OrgIsDevHub => format!(
            "{} has Dev Hub enabled. Through an External Client App, the sign-up of scratch orgs ends with C-1016.",
            question.org_name
        ),
        HubMatterView::OrgIsNoDevHub => {
            format!(
                "{} has no Dev Hub that this user can see.",
                question.org_name
            )
        }
    }
}

fn private(question: &AddressQuestionView) -> String {
    format!(
        "{} leads to {}, of a private network.",
        question.host,
        question.addresses.join(", ")
    )
}

fn hint_line(hint: HintView) -> &'static str {
    match hint {
        HintView::OldAnswer => "An answer for an older sign-in arrived, and was ignored.",
        HintView::BrowserForcesHttps => {
            "The browser forces https on localhost, where there is only http. Another browser or a private window helps."
        }
    }
}

/// The time of day, in this computer's zone.
fn time(rfc3339: &str) -> String {
    let at: Result<jiff::Timestamp, _> = rfc3339.parse();
    at.map_or_else(
        |_| rfc3339.to_owned(),
        |at| {
            at.to_zoned(jiff::tz::TimeZone::system())
                .strftime("%H:%M:%S")
                .to_string()
        },
    )
}
