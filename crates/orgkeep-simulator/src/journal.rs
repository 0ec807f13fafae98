//! What the practice org was asked, in order.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serde::{Serialize, Serializer};
use tokio::sync::watch;

use crate::{asked::Asked, fault::Endpoint, form::Form, host::HostKey};

/// Entries kept, and as many that were cleared; a practice org that runs for days forgets the oldest.
const KEPT: usize = 20_000;

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct JournalEntry {
    /// Counts from 1.
    pub number: u64,
    /// When it arrived, on the practice org's clock, in milliseconds since 1970.
    pub at: i64,
    /// Which host was asked.
    pub host: HostKey,
    /// Which part of it was meant.
    pub endpoint: Endpoint,
    /// `GET`, `POST`, …
    pub method: String,
    /// Without the query.
    pub path: String,
    /// Without the question mark; empty if there is none.
    pub query: String,
    /// Names in lower case, values as they came.
    pub headers: Vec<(String, String)>,
    /// Byte for byte; written as text in JSON.
    #[serde(serialize_with = "as_text")]
    pub body: Vec<u8>,
    /// The answer's status, once there is one, sent or not yet. A connection that was reset or left hanging never gets one.
    pub status: Option<u16>,
}

impl JournalEntry {
    /// The body's parameters.
    #[must_use]
    pub fn form(&self) -> Form {
        Form::parse(&self.body)
    }

    /// The query's parameters.
    #[must_use]
    pub fn parameters(&self) -> Form {
        Form::parse(self.query.as_bytes())
    }

    /// A header's value; the name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    fn new(number: u64, at: i64, asked: &Asked) -> Self {
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let headers = asked.headers.iter();
        Self {
            number,
            at,
            host: asked.host,
            endpoint: asked.endpoint(),
            method: asked.method.to_string(),
            path: asked.path.clone(),
            query: asked.query.clone(),
            headers: headers
                .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
                .collect(),
            body: asked.body.to_vec(),
            status: None,
        }
    }
}

fn as_text<S: Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(body))
}

/// Nothing of the kind happened before the deadline.
#[derive(Debug, thiserror::Error)]
#[error("the practice org was not asked that in time")]
pub struct NotAsked;

#[derive(Debug, Default)]
struct Pages {
    /// What was put away, for whoever wants to see everything.
    earlier: VecDeque<JournalEntry>,
    entries: VecDeque<JournalEntry>,
}

/// The list of requests, and a bell that rings at each change of it.
#[derive(Debug)]
pub struct Journal {
    pages: Mutex<Pages>,
    revision: watch::Sender<u64>,
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            pages: Mutex::default(),
            revision: watch::Sender::new(0),
        }
    }
}

impl Journal {
    /// Everything since the journal was cleared, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<JournalEntry> {
        self.with(|pages| pages.entries.iter().cloned().collect())
    }

    /// Everything so far, cleared or not, oldest first.
    #[must_use]
    pub fn whole(&self) -> Vec<JournalEntry> {
        self.with(|pages| {
            let all = pages.earlier.iter().chain(&pages.entries);
            all.cloned().collect()
        })
    }

    /// The requests for one path.
    #[must_use]
    pub fn of_path(&self, path: &str) -> Vec<JournalEntry> {
        self.matching(|entry| entry.path == path)
    }

    /// The requests to one endpoint.
    #[must_use]
    pub fn of_endpoint(&self, endpoint: Endpoint) -> Vec<JournalEntry> {
        self.matching(|entry| entry.endpoint == endpoint)
    }

    /// The requests to one host.
    #[must_use]
    pub fn of_host(&self, host: HostKey) -> Vec<JournalEntry> {
        self.matching(|entry| entry.host == host)
    }

    /// How often a path was asked for.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        self.of_path(path).len()
    }

    /// The parameters of every authorize request.
    #[must_use]
    pub fn authorize_requests(&self) -> Vec<Form> {
        let entries = self.of_endpoint(Endpoint::Authorize);
        entries.iter().map(JournalEntry::parameters).collect()
    }

    /// The forms of every token request.
    #[must_use]
    pub fn token_requests(&self) -> Vec<Form> {
        let entries = self.of_endpoint(Endpoint::Token);
        entries.iter().map(JournalEntry::form).collect()
    }

    /// The form of the latest token request.
    #[must_use]
    pub fn last_token_request(&self) -> Option<Form> {
        self.token_requests().pop()
    }

    /// Begins anew. Only [`Journal::whole`] still tells what came before.
    pub fn clear(&self) {
        self.with(|pages| {
            pages.earlier.append(&mut pages.entries);
            let surplus = pages.earlier.len().saturating_sub(KEPT);
            pages.earlier.drain(..surplus);
        });
        self.ring();
    }

    /// Waits until the entries satisfy `enough`, looking again whenever one is added or answered.
    ///
    /// # Errors
    ///
    /// [`NotAsked`] once `deadline` has passed.
    pub async fn wait_for(
        &self,
        enough: impl Fn(&[JournalEntry]) -> bool,
        deadline: Duration,
    ) -> Result<Vec<JournalEntry>, NotAsked> {
        let mut bell = self.revision.subscribe();
        let looking = async {
            loop {
                let entries = self.entries();
                if enough(&entries) || bell.changed().await.is_err() {
                    return entries;
                }
            }
        };
        tokio::time::timeout(deadline, looking)
            .await
            .map_err(|_| NotAsked)
    }

    /// Rings at each new entry and each answer; the value is of no meaning.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// Notes a request and gives its number.
    pub(crate) fn note(&self, at: i64, asked: &Asked) -> u64 {
        let number = self.with(|Pages { entries, .. }| {
            let number = entries.back().map_or(1, |last| last.number + 1);
            entries.push_back(JournalEntry::new(number, at, asked));
            if entries.len() > KEPT {
                entries.pop_front();
            }
            number
        });
        self.ring();
        number
    }

    /// Notes the answer's status.
    pub(crate) fn answered(&self, number: u64, status: u16) {
        self.with(|Pages { entries, .. }| {
            let mut newest_first = entries.iter_mut().rev();
            if let Some(entry) = newest_first.find(|entry| entry.number == number) {
                entry.status = Some(status);
            }
        });
        self.ring();
    }

    fn matching(&self, wanted: impl Fn(&JournalEntry) -> bool) -> Vec<JournalEntry> {
        self.with(|Pages { entries, .. }| {
            entries
                .iter()
                .filter(|entry| wanted(entry))
                .cloned()
                .collect()
        })
    }

    fn with<T>(&self, change: impl FnOnce(&mut Pages) -> T) -> T {
        change(&mut self.pages.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn ring(&self) {
        self.revision.send_modify(|revision| *revision += 1);
    }
}
