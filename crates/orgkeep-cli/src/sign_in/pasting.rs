//! The address that the browser ends at, pasted where the browser cannot reach this computer.

use std::io::{self, BufRead, Read as _};
use std::thread;

use orgkeep_api::attempt::{RunningView, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::paste::{PasteRequest, PasteVerdictView};
use orgkeep_api::typed::TypedSecret;
use orgkeep_app::facade::Orgkeep;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::print;

/// The longest line that is kept. No callback is as long.
const LONGEST: u64 = 128 * 1024;

/// Lines of standard input, each an address; they may hold a code.
pub struct Pasting(Option<Receiver<TypedSecret>>);

impl Pasting {
    /// Reads them if they are wanted. The thread ends with the program: nobody can end a read of standard input.
    pub fn begin(wanted: bool) -> Self {
        Self(wanted.then(|| {
            let (sender, lines) = channel(1);
            thread::spawn(move || read(io::stdin().lock(), &sender));
            lines
        }))
    }

    /// The next one. Never, if there is none.
    pub async fn next(&mut self) -> TypedSecret {
        let next = match &mut self.0 {
            Some(lines) => lines.recv().await,
            None => None,
        };
        match next {
            Some(line) => line,
            None => std::future::pending().await,
        }
    }
}

fn read(mut input: impl BufRead, lines: &Sender<TypedSecret>) {
    loop {
        let mut line = Vec::new();
        match input.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) if line.ends_with(b"\n") => {}
            // What is left of it is no line of its own.
            Ok(_) if input.skip_until(b'\n').is_err() => return,
            Ok(_) => {}
        }
        let text = String::from_utf8_lossy(&line).trim().to_owned();
        if !text.is_empty() && lines.blocking_send(text.into()).is_err() {
            return;
        }
    }
}

/// Whether an address can be handed in now.
pub fn is_awaited(attempt: Option<&RunningView>) -> bool {
    attempt.is_some_and(|attempt| callback(attempt).is_some())
}

/// Where the answer is awaited, while it is.
fn callback(attempt: &RunningView) -> Option<&str> {
    match &attempt.stage {
        StageView::AwaitingConsent { callback, .. } => Some(callback),
        _ => None,
    }
}

/// Hands one in, and tells what it is if it is not the answer.
pub async fn hand_in(orgkeep: &Orgkeep, attempt: Option<&RunningView>, address: TypedSecret) {
    let Some((attempt, callback)) = attempt.and_then(|attempt| Some((attempt, callback(attempt)?)))
    else {
        return;
    };
    let id = attempt.id.clone();
    let judged = orgkeep.paste_callback(PasteRequest { id, address }).await;
    // One that comes when the answer is there already has no verdict.
    let Ok(judged) = judged else {
        return;
    };
    match judged.verdict {
        PasteVerdictView::Accepted => {}
        PasteVerdictView::OtherSignIn => print::word(
            "That answer belongs to another sign-in. Paste the address of the newest one.",
        ),
        PasteVerdictView::NotACallback => print::word(&format!(
            "That is not the callback address. It begins with the callback, {callback}.",
        )),
        PasteVerdictView::Incomplete => print::word(
            "The address has no answer in it. Paste all of it, with everything behind the question mark.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_and_empty_ones_left_out() {
        let long = "y".repeat(1 << 20);
        let input = format!("one\r\n\n  \n{long}\ntwo");
        let (sender, mut lines) = channel(8);
        read(input.as_bytes(), &sender);
        drop(sender);
        let mut lengths = Vec::new();
        while let Some(line) = lines.blocking_recv() {
            lengths.push(line.into_text().len());
        }
        assert_eq!(lengths, [3, 128 * 1024, 3]);
    }
}
