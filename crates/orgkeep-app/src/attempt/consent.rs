//! Waiting for the person at Salesforce: callbacks, pasted addresses, wishes, and the deadline.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use orgkeep_api::attempt::{HintView, StageView, StepId};
use orgkeep_api::paste::PasteVerdictView;
use orgkeep_domain::attempt::{Arrival, AwaitingConsent, Exchanging};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::callback::{CallbackQueryError, parse_pasted_callback};
use orgkeep_domain::catalogue::Place;
use orgkeep_domain::client::CallbackUrl;
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_loopback::{Callback, Listener, Observations};
use orgkeep_secret::AuthorizationCode;
use tokio::sync::oneshot;
use tokio::task::{JoinError, JoinSet};

use super::intent::{Intent, Intents};
use super::progress::{Progress, rfc3339};
use crate::surroundings::{BrowserAddress, Clipboard, OutsideError, Surroundings};

/// For how long a copied link stays on the clipboard (security.md, D18). It holds the state.
const COPIED_FOR: Duration = Duration::from_secs(30);

/// Everything that is there while the person is at Salesforce.
pub(crate) struct Waiting<'a> {
    pub(crate) around: &'a Surroundings,
    pub(crate) listener: &'a mut Listener,
    /// Where it listens: a connection that was taken over from elsewhere has a callback of its own.
    pub(crate) callback: CallbackUrl,
    pub(crate) address: Arc<BrowserAddress>,
    pub(crate) progress: &'a mut Progress,
    /// On the clock that goes on during sleep.
    pub(crate) started: Duration,
    pub(crate) since: Timestamp,
    /// Browsers that are being started. A start may take its time, and the answer may be there before its end.
    pub(crate) starting: JoinSet<Start>,
    /// Whether a browser has started; `None` while the first one is being started.
    pub(crate) browser_opened: Option<bool>,
    pub(crate) nothing_came_back: bool,
    pub(crate) copied: Option<Copied>,
}

/// How the start of a browser went, and the person who asked for one more.
pub(crate) type Start = (Result<(), OutsideError>, Option<Asker>);

type Asker = oneshot::Sender<Result<(), OutsideError>>;

/// The link is on the clipboard. Whatever ends the waiting takes it back: it is of no use any more.
pub(crate) struct Copied {
    clipboard: Arc<dyn Clipboard>,
    at: Duration,
}

impl Drop for Copied {
    fn drop(&mut self) {
        self.clipboard.take_back();
    }
}

/// What the waiting brought.
enum Turn {
    /// Nothing that ends it.
    Again(AwaitingConsent),
    /// The end of the waiting, good or bad.
    Over(Result<Exchanging, Failure>),
}

impl Waiting<'_> {
    /// Opens the browser and waits for the genuine answer. Nothing but that, the person, or the deadline ends it.
    pub(crate) async fn answer(
        mut self,
        mut awaiting: AwaitingConsent,
        browser: BrowserChoice,
        intents: &mut Intents,
    ) -> Result<Exchanging, Failure> {
        let mut observations = self.listener.observations();
        let mut tick = tokio::time::interval(self.around.timing.tick);
        self.start(browser, None);
        loop {
            let turn = tokio::select! {
                callback = self.listener.next_callback() => self.called_back(awaiting, callback),
                intent = intents.recv() => self.wished(awaiting, intent),
                Some(start) = self.starting.join_next() => {
                    self.started(start);
                    Turn::Again(awaiting)
                }
                Ok(()) = observations.changed() => {
                    self.progress.hint(hints(*observations.borrow_and_update()));
                    Turn::Again(awaiting)
                }
                _ = tick.tick() => self.ticked(awaiting),
            };
            match turn {
                Turn::Again(same) => awaiting = same,
                Turn::Over(end) => return end,
            }
        }
    }

    fn called_back(&mut self, awaiting: AwaitingConsent, callback: Callback) -> Turn {
        let Callback { query, reply } = callback;
        let arrival = awaiting.receive(query);
        // Answered at once, before anything slow: the browser goes on to the clean page.
        match &arrival {
            Arrival::Ignored(_) => reply.ignore(),
            Arrival::Denied(..) | Arrival::WrongIssuer(_) | Arrival::Granted(_) => reply.accept(),
        }
        self.arrived(arrival)
    }

    fn arrived(&mut self, arrival: Arrival) -> Turn {
        match arrival {
            Arrival::Ignored(same) => Turn::Again(same),
            Arrival::WrongIssuer(_) => Turn::Over(Err(FailureReason::IssuerMismatch.into())),
            Arrival::Denied(_, error) => {
                let code = error.code.unwrap_or_default();
                let description = error.description.unwrap_or_default();
                Turn::Over(Err(Failure::told(Place::Callback, &code, &description)))
            }
            Arrival::Granted(exchanging) => {
                // Whoever answers has a browser, however long its start still takes.
                if self.browser_opened.is_none() {
                    self.progress.done(StepId::BrowserOpened);
                }
                self.progress.done(StepId::AnswerReceived);
                Turn::Over(Ok(exchanging))
            }
        }
    }

    fn wished(&mut self, awaiting: AwaitingConsent, intent: Option<Intent>) -> Turn {
        match intent {
            None => return Turn::Over(Err(FailureReason::Interrupted.into())),
            Some(Intent::Cancel(answer)) => {
                let _gone = answer.send(());
                return Turn::Over(Err(FailureReason::Cancelled.into()));
            }
            Some(Intent::OpenAgain(choice, answer)) => self.start(choice, Some(answer)),
            Some(Intent::CopyLink(answer)) => {
                let _gone = answer.send(self.copied());
            }
            Some(Intent::Paste(address, answer)) => return self.pasted(awaiting, &address, answer),
            // The key is known by now, and nobody has come back yet: the dropped answer says so.
            Some(Intent::OpenWhenActive(..) | Intent::GoOn(_) | Intent::AnswerIdentity(..)) => {}
        }
        Turn::Again(awaiting)
    }

    /// Has a browser started beside the waiting.
    fn start(&mut self, choice: BrowserChoice, asker: Option<Asker>) {
        let (browser, address) = (Arc::clone(&self.around.browser), Arc::clone(&self.address));
        self.starting
            .spawn_blocking(move || (browser.open(&address, &choice), asker));
    }

    fn started(&mut self, start: Result<Start, JoinError>) {
        let (opened, asker) = start.unwrap_or_else(|_| (Err(not_started()), None));
        if self.browser_opened != Some(true) {
            self.browser_opened = Some(opened.is_ok());
            if opened.is_ok() {
                self.progress.done(StepId::BrowserOpened);
            }
            self.show();
        }
        if let Some(asker) = asker {
            let _gone = asker.send(opened);
        }
    }

    fn copied(&mut self) -> Result<(), OutsideError> {
        let around = self.around;
        around.clipboard.put(&self.address)?;
        let at = around.clock.awake_and_asleep();
        let new = || Copied {
            clipboard: Arc::clone(&around.clipboard),
            at,
        };
        self.copied.get_or_insert_with(new).at = at;
        Ok(())
    }

    fn pasted(
        &mut self,
        awaiting: AwaitingConsent,
        address: &AuthorizationCode,
        answer: oneshot::Sender<PasteVerdictView>,
    ) -> Turn {
        // EXPOSE: the pasted address is parsed as the listener would have parsed it.
        let (verdict, turn) = match parse_pasted_callback(address.expose(), &self.callback) {
            Err(CallbackQueryError::OtherAddress) => {
                (PasteVerdictView::NotACallback, Turn::Again(awaiting))
            }
            Err(_) => (PasteVerdictView::Incomplete, Turn::Again(awaiting)),
            Ok(query) => match self.arrived(awaiting.receive(query)) {
                Turn::Again(same) => (PasteVerdictView::OtherSignIn, Turn::Again(same)),
                over @ Turn::Over(_) => (PasteVerdictView::Accepted, over),
            },
        };
        let _gone = answer.send(verdict);
        turn
    }

    fn ticked(&mut self, awaiting: AwaitingConsent) -> Turn {
        let now = self.around.clock.awake_and_asleep();
        let waited = now.saturating_sub(self.started);
        let is_over = |copied: &mut Copied| now.saturating_sub(copied.at) >= COPIED_FOR;
        drop(self.copied.take_if(is_over));
        if waited >= self.around.timing.deadline {
            return Turn::Over(Err(FailureReason::NothingCameBack.into()));
        }
        if waited >= self.around.timing.nothing_came_back && !self.nothing_came_back {
            self.nothing_came_back = true;
            self.show();
        }
        Turn::Again(awaiting)
    }

    fn show(&mut self) {
        let deadline = self
            .since
            .checked_add(self.around.timing.deadline)
            .unwrap_or(self.since);
        self.progress.enter(StageView::AwaitingConsent {
            since: rfc3339(self.since),
            deadline: rfc3339(deadline),
            callback: self.callback.as_str().to_owned(),
            // One that is still being started counts as open.
            browser_opened: self.browser_opened != Some(false),
            nothing_came_back: self.nothing_came_back,
        });
    }
}

/// Opens the browser without holding up the task: looking for one may block.
pub(crate) async fn open(
    around: &Surroundings,
    address: &Arc<BrowserAddress>,
    choice: BrowserChoice,
) -> Result<(), OutsideError> {
    let (browser, address) = (Arc::clone(&around.browser), Arc::clone(address));
    tokio::task::spawn_blocking(move || browser.open(&address, &choice))
        .await
        .unwrap_or_else(|_| Err(not_started()))
}

fn not_started() -> OutsideError {
    OutsideError("the browser could not be started".to_owned())
}

fn hints(seen: Observations) -> Vec<HintView> {
    let mut hints = Vec::new();
    if seen.ignored_callbacks > 0 {
        hints.push(HintView::OldAnswer);
    }
    if seen.tls_hellos > 0 {
        hints.push(HintView::BrowserForcesHttps);
    }
    hints
}
