//! The protocol of rotating refresh tokens, explored whole: Q-03.
//!
//! Three processes, a server that rotates and ends a whole family when a used token comes back, a network that loses and
//! delays, one sign-in by somebody at any moment, and a death at each step of each process: every order of it all. The
//! steps are those that a renewal tells (crates/orgkeep-app/src/session/); the second test compares them with real ones.

use std::collections::HashSet;

use anyhow::ensure;
use orgkeep_journeys::row::{Row, size};
use orgkeep_journeys::session::Used;
use orgkeep_journeys::steps::steps_of_a_renewal;
use orgkeep_simulator::{AppKind, Endpoint, Fault, Times, Tuning, WireEffect};

use crate::role::TEST;

/// How often a token is sent whose answer was lost, and how often one that is in use.
const MOST_ATTEMPTS: u8 = 2;
const MOST_TURNS: u8 = 3;
/// Tokens are numbers, in the order in which they were issued; 0 is the one that is stored at the beginning.
const MOST_TOKENS: usize = 16;

/// What of the protocol is in force. Each part is taken out once, to see that this finds what it is for.
#[derive(Debug, Clone, Copy)]
struct Rules {
    locks: bool,
    reads_again: bool,
    marks: bool,
    compares: bool,
}

const PROTOCOL: Rules = Rules {
    locks: true,
    reads_again: true,
    marks: true,
    compares: true,
};

/// The connection's row, and the mark beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Store {
    generation: u8,
    token: u8,
    attempts: u8,
    ended: bool,
}

/// What Salesforce knows: of two families, before and after somebody signs in, the token in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Server {
    issued: u8,
    in_force: [u8; 2],
    alive: [bool; 2],
    /// Which family a token is of, one bit each.
    second: u16,
    /// By token: the one that was issued for it, if it was spent.
    successor: [u8; MOST_TOKENS],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Answer {
    New(u8),
    Refused,
    /// Another request with the same token is being carried out.
    Busy,
    /// The request did not leave.
    NotSent,
    /// Nobody knows whether anything was done.
    Lost,
}

/// A request on its way. It outlives whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Request {
    None,
    Away(u8),
    CarriedOut(u8),
    Answered(Answer),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum At {
    Beginning,
    Asked,
    Locked,
    Read,
    Marked,
    Sending,
    Answered(Answer),
    /// The mark was taken back from a token that was refused.
    TakenBack,
    /// Nothing but a new sign-in helps; `true` where Salesforce said so.
    Ending(bool),
    Stored,
    Over,
    Dead,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Process {
    at: At,
    request: Request,
    has_lock: bool,
    asked: u8,
    generation: u8,
    token: u8,
    turn: u8,
}

/// Everything. Processes are alike, so their order says nothing and is always the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct State {
    store: Store,
    server: Server,
    processes: Vec<Process>,
    signed_in: bool,
    /// Whether somebody died, or an answer or a request was lost.
    disturbed: bool,
    /// How often each token was sent without an answer that was understood.
    unanswered: [u8; MOST_TOKENS],
    /// The tokens that were stored at any time, one bit each.
    stored: u16,
}

type Step = &'static str;

impl State {
    fn beginning(processes: usize) -> Self {
        let process = Process {
            at: At::Beginning,
            request: Request::None,
            has_lock: false,
            asked: 0,
            generation: 0,
            token: 0,
            turn: 0,
        };
        Self {
            store: Store {
                generation: 1,
                token: 0,
                attempts: 0,
                ended: false,
            },
            server: Server {
                issued: 1,
                in_force: [0, 0],
                alive: [true, false],
                second: 0,
                successor: [0; MOST_TOKENS],
            },
            processes: vec![process; processes],
            signed_in: false,
            disturbed: false,
            unanswered: [0; MOST_TOKENS],
            stored: 1,
        }
    }

    fn is_in_force(&self, token: u8) -> bool {
        let family = self.server.family(token);
        self.server.alive[family] && self.server.in_force[family] == token
    }

    fn is_quiet(&self) -> bool {
        let quiet = |own: &Process| matches!(own.at, At::Beginning | At::Over | At::Dead);
        self.processes.iter().all(quiet)
    }

    /// What a process does next, by itself: the steps that it tells. `None` while it waits, and when it is over.
    fn goes_on(&mut self, own: usize, rules: Rules) -> Result<Option<&'static [Step]>, String> {
        let is_locked = self.processes.iter().any(|other| other.has_lock);
        let mut process = self.processes[own];
        let steps: &'static [Step] = match process.at {
            At::Beginning => {
                process.asked = self.store.generation;
                (process.generation, process.token) = (self.store.generation, self.store.token);
                process.at = At::Asked;
                &["asked"]
            }
            At::Asked if is_locked && rules.locks => return Ok(None),
            At::Asked => {
                process.has_lock = rules.locks;
                process.at = At::Locked;
                &["locked"]
            }
            At::Locked => {
                if rules.reads_again {
                    (process.generation, process.token) = (self.store.generation, self.store.token);
                }
                process.at = At::Read;
                &["read"]
            }
            At::Read => self.judges(&mut process, rules),
            At::Marked => {
                process.request = Request::Away(process.token);
                process.at = At::Sending;
                self.processes[own] = process;
                self.sent(own, process.token)?;
                &["sending"]
            }
            At::Sending => match process.request {
                Request::Answered(answer) => {
                    process.request = Request::None;
                    process.at = At::Answered(answer);
                    &["answered"]
                }
                _ => return Ok(None),
            },
            At::Answered(answer) => self.acts_on(&mut process, answer, rules)?,
            At::TakenBack => {
                process.at = At::Ending(true);
                &[]
            }
            At::Ending(was_told) => {
                self.ends(&process, was_told, rules)?;
                released(&mut process)
            }
            At::Stored => released(&mut process),
            At::Over | At::Dead => return Ok(None),
        };
        self.processes[own] = process;
        Ok(Some(steps))
    }

    /// Whether the token may be sent, and the mark.
    fn judges(&mut self, process: &mut Process, rules: Rules) -> &'static [Step] {
        if process.generation != process.asked {
            return released(process);
        }
        if self.store.ended {
            return over(process);
        }
        if rules.reads_again && self.store.generation != process.generation {
            return released(process);
        }
        if !rules.marks {
            process.at = At::Marked;
            return &["marking", "marked"];
        }
        if self.store.attempts == MOST_ATTEMPTS {
            process.at = At::Ending(false);
            return &[];
        }
        self.store.attempts += 1;
        process.at = At::Marked;
        &["marking", "marked"]
    }

    /// A token leaves.
    fn sent(&mut self, own: usize, token: u8) -> Result<(), String> {
        let place = usize::from(token);
        let successor = self.server.successor[place];
        let was_spent = successor != 0;
        let arrived = |process: &Process| {
            process.at == At::Answered(Answer::New(successor))
                || (process.at == At::Sending
                    && process.request == Request::Answered(Answer::New(successor)))
        };
        if was_spent && self.stored & (1 << successor) != 0 {
            return Err("a token is spent whose successor was stored".to_owned());
        }
        if was_spent && self.processes.iter().any(arrived) {
            return Err("a token is spent whose successor has arrived".to_owned());
        }
        let others = self.processes.iter().enumerate();
        let mut others = others.filter(|(number, other)| *number != own && other.at == At::Sending);
        if others.any(|(_, other)| other.token == token) {
            return Err("two spend one token".to_owned());
        }
        self.unanswered[place] += 1;
        if self.unanswered[place] > MOST_ATTEMPTS {
            return Err("a token whose answers were lost is sent again and again".to_owned());
        }
        Ok(())
    }

    fn acts_on(
        &mut self,
        process: &mut Process,
        answer: Answer,
        rules: Rules,
    ) -> Result<&'static [Step], String> {
        let place = usize::from(process.token);
        if !matches!(answer, Answer::Lost) {
            self.unanswered[place] = self.unanswered[place].saturating_sub(1);
        }
        let own_mark = self.store.generation == process.generation && rules.marks;
        match answer {
            Answer::New(token) => {
                process.at = At::Stored;
                if rules.compares && self.store.generation != process.generation {
                    // The orphan is revoked, and its family with it.
                    let family = self.server.family(token);
                    self.server.alive[family] = false;
                    return Ok(&["stored"]);
                }
                let follows = self.server.successor[usize::from(self.store.token)] == token;
                if !follows {
                    return Err("a newer token is lost: another one replaces it".to_owned());
                }
                self.store = Store {
                    generation: self.store.generation + 1,
                    token,
                    attempts: 0,
                    ended: false,
                };
                self.stored |= 1 << token;
                Ok(&["storing", "stored"])
            }
            Answer::Lost => Ok(released(process)),
            Answer::Refused | Answer::Busy | Answer::NotSent => {
                if own_mark {
                    self.store.attempts = self.store.attempts.saturating_sub(1);
                }
                process.at = At::TakenBack;
                match answer {
                    Answer::Refused => Ok(&[]),
                    Answer::Busy if process.turn + 1 < MOST_TURNS => {
                        process.turn += 1;
                        process.at = At::Locked;
                        Ok(&[])
                    }
                    Answer::Busy => Ok(over(process)),
                    _ => Ok(released(process)),
                }
            }
        }
    }

    /// Writes down that the sign-in is over, for the tokens that were sent.
    fn ends(&mut self, process: &Process, was_told: bool, rules: Rules) -> Result<(), String> {
        if rules.compares && self.store.generation != process.generation {
            return Ok(());
        }
        if was_told && self.is_in_force(self.store.token) {
            return Err("a newer token is lost: its sign-in is said to be over".to_owned());
        }
        self.store.ended = true;
        self.store.attempts = 0;
        Ok(())
    }

    /// Everything that can happen next.
    fn successors(&self, rules: Rules) -> Result<Vec<Self>, String> {
        let mut next = Vec::new();
        for own in 0..self.processes.len() {
            let mut state = self.clone();
            if state.goes_on(own, rules)?.is_some() {
                next.push(state);
            }
            self.befalls(own, &mut next);
            self.server_acts(own, &mut next);
        }
        if !self.signed_in {
            next.push(self.with_sign_in());
        }
        next.iter_mut()
            .for_each(|state| state.processes.sort_unstable());
        Ok(next)
    }

    /// What a process does not do by itself: it gives up waiting, hears nothing, cannot send, or dies.
    fn befalls(&self, own: usize, next: &mut Vec<Self>) {
        let process = self.processes[own];
        let mut with = |change: &dyn Fn(&mut Process), disturbs: bool| {
            let mut state = self.clone();
            change(&mut state.processes[own]);
            state.disturbed |= disturbs;
            next.push(state);
        };
        let waits = self.processes.iter().any(|other| other.has_lock) && process.at == At::Asked;
        if waits {
            let gives_up = |own: &mut Process| {
                over(own);
            };
            with(&gives_up, false);
        }
        if process.at == At::Sending {
            with(&|own| own.at = At::Answered(Answer::Lost), true);
            if matches!(process.request, Request::Away(_)) {
                let unsent = |own: &mut Process| {
                    own.request = Request::None;
                    own.at = At::Answered(Answer::NotSent);
                };
                with(&unsent, true);
            }
        }
        if !matches!(process.at, At::Beginning | At::Over | At::Dead) {
            let dies = |own: &mut Process| {
                over(own);
                own.at = At::Dead;
            };
            with(&dies, true);
        }
    }

    /// A request arrives, is carried out, or gets lost on its way.
    fn server_acts(&self, own: usize, next: &mut Vec<Self>) {
        let mut state = self.clone();
        match self.processes[own].request {
            Request::Away(token) => {
                let is_in_use = self
                    .processes
                    .iter()
                    .any(|other| other.request == Request::CarriedOut(token));
                state.processes[own].request = if is_in_use {
                    Request::Answered(Answer::Busy)
                } else {
                    Request::CarriedOut(token)
                };
                let mut lost = self.clone();
                lost.processes[own].request = Request::None;
                lost.disturbed = true;
                next.push(lost);
            }
            Request::CarriedOut(token) => {
                let answer = state.server.spends(token);
                state.processes[own].request = Request::Answered(answer);
            }
            Request::None | Request::Answered(_) => return,
        }
        // Nobody waits for the answer any more.
        let process = &mut state.processes[own];
        if process.at != At::Sending && matches!(process.request, Request::Answered(_)) {
            process.request = Request::None;
        }
        next.push(state);
    }

    fn with_sign_in(&self) -> Self {
        let mut state = self.clone();
        let token = state.server.issues(1);
        state.server.alive[1] = true;
        state.store = Store {
            generation: state.store.generation + 1,
            token,
            attempts: 0,
            ended: false,
        };
        state.stored |= 1 << token;
        state.signed_in = true;
        state
    }

    /// What must hold whenever nobody is in the middle of something.
    fn holds(&self, rules: Rules) -> Result<(), String> {
        if !self.is_quiet() {
            return Ok(());
        }
        let works = !self.store.ended && self.is_in_force(self.store.token);
        if !self.disturbed && !works {
            return Err("nobody died, nothing was lost, and the sign-in is over".to_owned());
        }
        // Whatever happened: one more renewal ends in a working sign-in or says that it is over, and then nothing is sent.
        let mut later = self.clone();
        later.processes = Self::beginning(1).processes;
        let steps = later.alone(rules, &[])?;
        let works = !later.store.ended && later.is_in_force(later.store.token);
        if !works && !later.store.ended {
            return Err(format!("a renewal helps nobody: {steps:?}"));
        }
        if later.store.ended {
            later.processes = Self::beginning(1).processes;
            if later.alone(rules, &[])?.contains(&"sending") {
                return Err("a sign-in that is over sends its token".to_owned());
            }
        }
        Ok(())
    }

    /// One process by itself, with these answers before the server's own.
    fn alone(&mut self, rules: Rules, answers: &[Answer]) -> Result<Vec<Step>, String> {
        let (mut told, mut answers) = (Vec::new(), answers.iter());
        loop {
            match self.goes_on(0, rules)? {
                Some(steps) => told.extend(steps),
                None if self.processes[0].at == At::Sending => {
                    let token = self.processes[0].token;
                    let own = |server: &mut Server| server.spends(token);
                    let answer = answers.next().copied();
                    let answer = answer.unwrap_or_else(|| own(&mut self.server));
                    self.processes[0].request = Request::Answered(answer);
                }
                None => return Ok(told),
            }
        }
    }
}

impl Server {
    fn family(&self, token: u8) -> usize {
        usize::from(self.second & (1 << token) != 0)
    }

    fn issues(&mut self, family: usize) -> u8 {
        let token = self.issued;
        self.issued += 1;
        self.in_force[family] = token;
        self.second |= u16::from(family == 1) << token;
        token
    }

    /// A token in force is replaced; a used one ends its family.
    fn spends(&mut self, token: u8) -> Answer {
        let family = self.family(token);
        if !self.alive[family] {
            return Answer::Refused;
        }
        if self.in_force[family] != token {
            self.alive[family] = false;
            return Answer::Refused;
        }
        let new = self.issues(family);
        self.successor[usize::from(token)] = new;
        Answer::New(new)
    }
}

/// The end, and the lock is let go.
fn released(process: &mut Process) -> &'static [Step] {
    over(process);
    &["released"]
}

/// The end of whoever returns in the middle.
fn over(process: &mut Process) -> &'static [Step] {
    *process = Process {
        at: At::Over,
        request: match process.request {
            on_its_way @ (Request::Away(_) | Request::CarriedOut(_)) => on_its_way,
            Request::None | Request::Answered(_) => Request::None,
        },
        has_lock: false,
        asked: 0,
        generation: 0,
        token: 0,
        turn: 0,
    };
    &[]
}

/// Every state that can be reached; the first that must not be.
fn explore(processes: usize, rules: Rules) -> Result<usize, String> {
    let beginning = State::beginning(processes);
    let mut seen = HashSet::from([beginning.clone()]);
    let mut open = vec![beginning];
    while let Some(state) = open.pop() {
        let at = |error: String| format!("{error}, after {state:?}");
        state.holds(rules).map_err(at)?;
        for next in state.successors(rules).map_err(at)? {
            if !seen.contains(&next) {
                seen.insert(next.clone());
                open.push(next);
            }
        }
    }
    Ok(seen.len())
}

#[test]
fn q_03_in_every_order_no_token_is_spent_twice_and_no_newer_one_lost() -> anyhow::Result<()> {
    let states = explore(size(4, 3), PROTOCOL).map_err(anyhow::Error::msg)?;
    let mut row = Row::new("Q-03", states);
    row.note_survivors(states);
    row.finish(Ok(()))
}

#[test]
fn without_any_part_of_the_protocol_a_token_is_lost() {
    let without = [
        (
            "the lock",
            Rules {
                locks: false,
                ..PROTOCOL
            },
        ),
        (
            "reading again",
            Rules {
                reads_again: false,
                ..PROTOCOL
            },
        ),
        (
            "the mark",
            Rules {
                marks: false,
                ..PROTOCOL
            },
        ),
        (
            "comparing generations",
            Rules {
                compares: false,
                ..PROTOCOL
            },
        ),
    ];
    for (what, rules) in without {
        let found = explore(3, rules);
        assert!(found.is_err(), "without {what} nothing is found: {found:?}");
    }
}

/// What the practice org does to a renewal, and what the model's server says then.
struct Course {
    name: &'static str,
    is_revoked: bool,
    fault: Option<(&'static str, Times)>,
    answers: &'static [Answer],
}

const COURSES: [Course; 5] = [
    Course {
        name: "it is renewed",
        is_revoked: false,
        fault: None,
        answers: &[],
    },
    Course {
        name: "the token is refused",
        is_revoked: true,
        fault: None,
        answers: &[],
    },
    Course {
        name: "the token is in use once",
        is_revoked: false,
        fault: Some(("already-being-processed", Times::Next(1))),
        answers: &[Answer::Busy],
    },
    Course {
        name: "the token is always in use",
        is_revoked: false,
        fault: Some(("already-being-processed", Times::Always)),
        answers: &[Answer::Busy, Answer::Busy, Answer::Busy],
    },
    Course {
        name: "the server fails",
        is_revoked: false,
        fault: Some(("token-server-error", Times::Next(1))),
        answers: &[Answer::NotSent],
    },
];

/// The model is one of the program only as long as both take the same steps in the same order.
#[tokio::test(flavor = "multi_thread")]
async fn real_renewals_take_the_steps_of_the_model() -> anyhow::Result<()> {
    for course in &COURSES {
        let used = Used::through(AppKind::Public, true).await?;
        let mut model = State::beginning(1);
        if course.is_revoked {
            used.world.simulator.end_grants();
            model.server.alive = [false; 2];
        }
        if let Some((fault, times)) = course.fault {
            let here = Tuning::at(Endpoint::Token);
            let faults = used.world.simulator.faults();
            faults.set_scenario(fault, &here, times)?;
        }
        let real = steps_of_a_renewal(TEST, &used, 1)?;
        let modelled = model.alone(PROTOCOL, course.answers);
        let modelled = modelled.map_err(anyhow::Error::msg)?;
        ensure!(
            real == modelled,
            "{}: {real:?}, not {modelled:?}",
            course.name
        );
    }
    Ok(())
}

/// An answer that is lost twice: the third renewal sends nothing, and a fourth is told at once.
#[tokio::test(flavor = "multi_thread")]
async fn lost_answers_take_the_steps_of_the_model() -> anyhow::Result<()> {
    let used = Used::through(AppKind::Public, true).await?;
    let lost = Fault::Wire {
        at: Some(Endpoint::Token),
        effect: WireEffect::ResetAfterBody,
    };
    used.world.simulator.faults().set(lost, Times::Always);
    let mut model = State::beginning(1);
    for round in 1..=4 {
        let real = steps_of_a_renewal(TEST, &used, 1)?;
        model.processes = State::beginning(1).processes;
        let modelled = model.alone(PROTOCOL, &[Answer::Lost]);
        let modelled = modelled.map_err(anyhow::Error::msg)?;
        ensure!(real == modelled, "{round}: {real:?}, not {modelled:?}");
    }
    Ok(())
}
