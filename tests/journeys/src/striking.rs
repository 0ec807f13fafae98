//! What can strike one request of a creation: every scenario of the practice org that can meet it.

use std::time::Duration;

use orgkeep_simulator::{
    Endpoint, Fault, Faults, Journal, JournalEntry, SCENARIOS, Scenario, ScenarioGroup, Times,
    Tuning,
};

/// How long it takes until a request has arrived, at most.
const PATIENCE: Duration = Duration::from_secs(20);
/// The operations of the SOAP interface, as a table names them.
const OPERATIONS: [(&str, &str); 5] = [
    ("listMetadata", "list"),
    ("readMetadata", "read"),
    ("upsertMetadata", "write"),
    ("updateMetadata", "set"),
    ("deleteMetadata", "delete"),
];
const POLL: &str = "ask for the deployment";
/// Scenarios in which nothing comes any more: the run is dropped, as when somebody quits.
const SILENT: [&str; 4] = ["hang", "hang-after-acting", "stall-in-body", "drip"];
/// Scenarios that end the session, which is then renewed.
const SESSION_OVER: [&str; 5] = [
    "metadata-session-invalid",
    "deploy-session-expired",
    "api-session-expired",
    "api-session-not-valid-for-rest",
    "api-not-attached-to-agent",
];

/// One request of a run that met no fault.
#[derive(Debug, Clone)]
pub struct Request {
    /// What it asks for, and how many of the kind came before it.
    pub name: String,
    endpoint: Endpoint,
    /// Requests to the same endpoint before it.
    before: u32,
    /// The type that it writes; empty for a whole app.
    writes: Option<String>,
    /// Requests before it that write the same type.
    written: u32,
}

/// What strikes it.
#[derive(Debug, Clone, Copy)]
pub struct Trouble {
    scenario: &'static Scenario,
    lasts: bool,
}

/// The requests of a run, in order. What is asked until something counts is one of them: how often is up to the clock.
#[must_use]
pub fn requests(journal: &Journal) -> Vec<Request> {
    let mut requests: Vec<Request> = Vec::new();
    for entry in journal.entries() {
        let (name, writes) = named(&entry);
        let again = format!("{name}, time ");
        let count = |is_it: &dyn Fn(&Request) -> bool| {
            let found = requests.iter().filter(|own| is_it(own)).count();
            u32::try_from(found).unwrap_or(u32::MAX)
        };
        let (before, written, alike) = (
            count(&|own| own.endpoint == entry.endpoint),
            count(&|own| own.writes == writes),
            count(&|own| own.name == name || own.name.starts_with(&again)),
        );
        let name = match alike {
            0 => name,
            _ if entry.endpoint == Endpoint::Credentials || name == POLL => continue,
            times => format!("{again}{}", times + 1),
        };
        requests.push(Request {
            name,
            endpoint: entry.endpoint,
            before,
            writes,
            written,
        });
    }
    requests
}

/// What it asks for, and the type that it writes.
fn named(entry: &JournalEntry) -> (String, Option<String>) {
    let body = String::from_utf8_lossy(&entry.body);
    match entry.endpoint {
        Endpoint::Metadata => {
            let found = OPERATIONS.iter().find(|(name, _)| body.contains(name));
            let word = found.map_or("call", |(_, word)| word);
            let read = || between(&body, "<m:type>", "</m:type>");
            let written = between(&body, "xsi:type=\"m:", "\"");
            let of = written.clone().or_else(read).unwrap_or_default();
            (format!("{word} {of}"), written)
        }
        Endpoint::Deploy if entry.method == "POST" => ("deploy".to_owned(), Some(String::new())),
        Endpoint::Deploy => (POLL.to_owned(), None),
        Endpoint::Credentials if entry.path.ends_with("usage") => ("list apps".to_owned(), None),
        Endpoint::Credentials if entry.query.contains("part") => {
            ("read the secret".to_owned(), None)
        }
        Endpoint::Credentials => ("list consumers".to_owned(), None),
        other => (format!("{other:?} {}", entry.path), None),
    }
}

fn between(text: &str, start: &str, end: &str) -> Option<String> {
    let (_, rest) = text.split_once(start)?;
    Some(rest.split_once(end)?.0.to_owned())
}

impl Request {
    /// Everything that can strike it.
    #[must_use]
    pub fn troubles(&self) -> Vec<Trouble> {
        let mut all = Vec::new();
        for scenario in SCENARIOS.iter().filter(|own| self.meets(own)) {
            let once = Trouble {
                scenario,
                lasts: false,
            };
            all.push(once);
            if is_refusal(scenario) {
                all.push(Trouble {
                    lasts: true,
                    ..once
                });
            }
        }
        all
    }

    fn meets(&self, scenario: &Scenario) -> bool {
        let rest = matches!(self.endpoint, Endpoint::Deploy | Endpoint::Credentials);
        match (scenario.group, scenario.fault(&Tuning::default())) {
            (ScenarioGroup::Network, _) => true,
            (ScenarioGroup::Api, Fault::Reply { at, .. }) => rest && at == Some(Endpoint::Query),
            (_, Fault::Reply { at, .. }) if scenario.group == ScenarioGroup::Metadata => {
                at == Some(self.endpoint)
            }
            (_, Fault::MetadataFault { .. }) => self.endpoint == Endpoint::Metadata,
            (_, Fault::ComponentProblem { type_name, .. }) => self.writes(&type_name),
            _ => false,
        }
    }

    /// A deployment takes the app's own parts; the policies and the setting are written by themselves.
    fn writes(&self, type_name: &str) -> bool {
        let own = ["Application", "OauthSettings", "GlobalOauthSettings"];
        match self.writes.as_deref() {
            Some("") => own.iter().any(|end| type_name.ends_with(end)),
            written => written == Some(type_name),
        }
    }

    /// Waits until it has arrived, and with it what strikes it.
    ///
    /// # Errors
    /// When it does not.
    pub async fn arrived(&self, journal: &Journal) -> anyhow::Result<()> {
        let has_arrived = |entries: &[JournalEntry]| {
            let same = entries.iter().filter(|own| own.endpoint == self.endpoint);
            same.count() > self.before as usize
        };
        journal.wait_for(has_arrived, PATIENCE).await?;
        Ok(())
    }
}

/// Whether nothing comes any more.
#[must_use]
pub fn is_silent(scenario: &Scenario) -> bool {
    SILENT.contains(&scenario.id)
}

fn is_refusal(scenario: &Scenario) -> bool {
    let fault = scenario.fault(&Tuning::default());
    scenario.group != ScenarioGroup::Network && !matches!(fault, Fault::ComponentProblem { .. })
}

impl Trouble {
    /// Its name in a table.
    #[must_use]
    pub fn name(&self) -> String {
        let lasting = if self.lasts { ", from then on" } else { "" };
        format!("{}{lasting}", self.scenario.id)
    }

    /// Whether nothing comes any more.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        is_silent(self.scenario)
    }

    /// Whether the session is renewed because of it.
    #[must_use]
    pub fn ends_session(&self) -> bool {
        SESSION_OVER.contains(&self.scenario.id)
    }

    /// Makes it strike this request.
    pub fn aim(&self, request: &Request, faults: &Faults) {
        let tuning = Tuning {
            milliseconds: Some(50),
            ..Tuning::at(request.endpoint)
        };
        let fault = self.scenario.fault(&tuning);
        // A component's problem counts the components that it could meet, not the requests.
        let before = match fault {
            Fault::ComponentProblem { .. } => request.written,
            _ => request.before,
        };
        let times = if self.lasts {
            Times::From(before)
        } else {
            Times::After(before)
        };
        faults.set(fault, times);
    }

    /// Whether it has struck.
    #[must_use]
    pub fn has_struck(&self, faults: &Faults) -> bool {
        let waiting = |own: &orgkeep_simulator::ActiveFault| {
            own.scenario.is_none() && (own.passing > 0 || !self.lasts)
        };
        !faults.active().iter().any(waiting)
    }
}
