//! Browser sessions, and authorizations that wait for a person.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Subject;
use crate::{authorize::AuthorizeRequest, entropy::Entropy, host::HostKey};

/// Authorizations kept waiting; older ones are forgotten.
const WAITING: usize = 1_000;

/// Somebody is signed in at one host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    pub cookie: String,
    pub host: HostKey,
    pub subject: Subject,
}

/// An authorize request between its arrival and the person's decision.
#[derive(Debug, Clone)]
pub(crate) struct Continuation {
    pub host: HostKey,
    pub request: AuthorizeRequest,
    /// Whether a sign-in has to happen for this request, whatever session there is.
    pub needs_sign_in: bool,
}

/// Sessions by cookie and continuations by their opaque name.
#[derive(Debug, Default)]
pub(crate) struct Browsers {
    pub sessions: Vec<Session>,
    waiting: HashMap<String, Continuation>,
    order: Vec<String>,
}

impl Browsers {
    /// Who is signed in with this cookie at this host.
    pub(crate) fn session(&self, host: HostKey, cookie: &str) -> Option<&Session> {
        let same = |session: &&Session| session.host == host && session.cookie == cookie;
        self.sessions.iter().find(same)
    }

    /// Opens a session and gives its cookie.
    pub(crate) fn sign_in(
        &mut self,
        host: HostKey,
        subject: Subject,
        entropy: &mut Entropy,
    ) -> String {
        let cookie = entropy.text(40);
        self.sessions.push(Session {
            cookie: cookie.clone(),
            host,
            subject,
        });
        cookie
    }

    /// Ends a session.
    pub(crate) fn sign_out(&mut self, host: HostKey, cookie: &str) {
        self.sessions
            .retain(|session| session.host != host || session.cookie != cookie);
    }

    /// Keeps a request until the person comes back with its opaque name.
    pub(crate) fn wait(&mut self, continuation: Continuation, entropy: &mut Entropy) -> String {
        let source = entropy.text(32);
        self.waiting.insert(source.clone(), continuation);
        self.order.push(source.clone());
        if self.order.len() > WAITING {
            let oldest = self.order.remove(0);
            self.waiting.remove(&oldest);
        }
        source
    }

    pub(crate) fn waiting(&self, host: HostKey, source: &str) -> Option<&Continuation> {
        self.waiting
            .get(source)
            .filter(|waiting| waiting.host == host)
    }

    /// Notes that the sign-in which a request demanded has happened.
    pub(crate) fn signed_in_for(&mut self, source: &str) {
        if let Some(waiting) = self.waiting.get_mut(source) {
            waiting.needs_sign_in = false;
        }
    }

    /// The person has decided: the page cannot be submitted twice.
    pub(crate) fn decided(&mut self, source: &str) {
        self.waiting.remove(source);
        self.order.retain(|waiting| waiting != source);
    }
}
