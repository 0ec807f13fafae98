//! Another program of this computer, run to its end and read: the Salesforce CLI.
//!
//! Who starts it is a matter of the composition root. How long it may take and how much it may say is decided here, once.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::surroundings::OutsideError;

/// Finds programs and starts them.
pub trait Programs: Send + Sync {
    /// Where this user's program of that name is. May block.
    fn find(&self, name: &str) -> Option<PathBuf>;

    /// Starts a program. Nobody types anything into it, and what it says beside its answer is not heard. Arguments are
    /// seen by every other program of the computer: none of them is a secret. Needs a runtime of tokio.
    ///
    /// # Errors
    /// [`OutsideError`] when the system does not start it.
    fn start(&self, program: &Path, arguments: &[&str]) -> Result<RunningProgram, OutsideError>;
}

/// What is heard of a program that runs.
pub enum ProgramEvent {
    /// It said something. What a program says may be a secret.
    Said(Zeroizing<Vec<u8>>),
    /// It ended, with this exit code if it had one. Nothing is said after that.
    Ended(Option<i32>),
}

impl ProgramEvent {
    /// Some of what it said.
    #[must_use]
    pub fn said(bytes: Vec<u8>) -> Self {
        Self::Said(Zeroizing::new(bytes))
    }
}

impl fmt::Debug for ProgramEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(bytes) => write!(f, "Said({} bytes)", bytes.len()),
            Self::Ended(code) => f.debug_tuple("Ended").field(code).finish(),
        }
    }
}

/// A program that runs. It is ended when this is dropped.
pub struct RunningProgram {
    events: mpsc::Receiver<ProgramEvent>,
    end: Option<Box<dyn FnOnce() + Send>>,
}

impl RunningProgram {
    /// A program whose events come this way, and how it is ended. One that is over bears that.
    #[must_use]
    pub fn new(events: mpsc::Receiver<ProgramEvent>, end: impl FnOnce() + Send + 'static) -> Self {
        Self {
            events,
            end: Some(Box::new(end)),
        }
    }
}

impl Drop for RunningProgram {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            end();
        }
    }
}

/// How long a program may take, and how much it may say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) patience: Duration,
    pub(crate) longest: usize,
}

/// How a program ended, and all that it said.
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) bytes: Zeroizing<Vec<u8>>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// The system does not start it, or loses sight of it.
    NotStarted,
    /// It takes too long.
    TooLate,
    /// It says too much.
    TooLong,
}

/// Runs a program to its end. Whoever drops this ends it.
pub(crate) async fn answer(
    programs: &dyn Programs,
    program: &Path,
    arguments: &[&str],
    bounds: Bounds,
) -> Result<Answer, NoAnswer> {
    let started = programs.start(program, arguments);
    let mut running = started.map_err(|_| NoAnswer::NotStarted)?;
    let reading = timeout(bounds.patience, read(&mut running.events, bounds.longest));
    reading.await.map_err(|_| NoAnswer::TooLate)?
}

/// The room is made at once: a buffer that grows leaves copies of a secret behind.
async fn read(
    events: &mut mpsc::Receiver<ProgramEvent>,
    longest: usize,
) -> Result<Answer, NoAnswer> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(longest));
    while let Some(event) = events.recv().await {
        match event {
            ProgramEvent::Said(more) if bytes.len() + more.len() > longest => {
                return Err(NoAnswer::TooLong);
            }
            ProgramEvent::Said(more) => bytes.extend_from_slice(&more),
            ProgramEvent::Ended(code) => return Ok(Answer { code, bytes }),
        }
    }
    Err(NoAnswer::NotStarted)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// A program that says something and ends, or does not.
    struct One {
        says: &'static [u8],
        ends: bool,
        ended: Arc<AtomicBool>,
    }

    impl Programs for One {
        fn find(&self, _: &str) -> Option<PathBuf> {
            None
        }

        fn start(&self, _: &Path, _: &[&str]) -> Result<RunningProgram, OutsideError> {
            let (sender, events) = mpsc::channel(4);
            let (says, ends) = (self.says.to_vec(), self.ends);
            tokio::spawn(async move {
                let _gone = sender.send(ProgramEvent::said(says)).await;
                if ends {
                    let _gone = sender.send(ProgramEvent::Ended(Some(0))).await;
                } else {
                    sender.closed().await;
                }
            });
            let ended = Arc::clone(&self.ended);
            Ok(RunningProgram::new(events, move || {
                ended.store(true, Ordering::SeqCst);
            }))
        }
    }

    async fn asked(says: &'static [u8], ends: bool) -> Result<Vec<u8>, NoAnswer> {
        let ended = Arc::<AtomicBool>::default();
        let program = One {
            says,
            ends,
            ended: Arc::clone(&ended),
        };
        let bounds = Bounds {
            patience: Duration::from_secs(30),
            longest: 4,
        };
        let answered = answer(&program, Path::new("sf"), &[], bounds).await;
        assert!(ended.load(Ordering::SeqCst), "it runs on");
        answered.map(|answer| answer.bytes.to_vec())
    }

    #[tokio::test(start_paused = true)]
    async fn a_program_is_read_to_its_end_and_never_waited_for_any_longer() {
        assert_eq!(asked(b"four", true).await, Ok(b"four".to_vec()));
        assert_eq!(asked(b"seven!!", true).await, Err(NoAnswer::TooLong));
        assert_eq!(asked(b"four", false).await, Err(NoAnswer::TooLate));
    }

    #[test]
    fn what_a_program_says_is_not_printed() {
        let said = ProgramEvent::said(b"5Aep861secret".to_vec());
        assert_eq!(format!("{said:?}"), "Said(13 bytes)");
    }
}
