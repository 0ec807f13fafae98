//! From the start of the window to its first paint and to the list, beside an empty window, which is what Tauri and
//! WebKit take by themselves.
//!
//! Both programs are driven, started by the same script, which writes down the time, and take turns. The paint is the
//! page's own first contentful one. The list is usable when its first row stands in the document, which a mutation
//! observer sees, or the first look at the page; of the empty window, that is the first answer from Rust.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::machine::Machine;
use orgkeep_window_tests::window::Window;
use orgkeep_window_tests::{process, stock};

use crate::figure::{Sample, say};
use crate::memory;

/// How often each is started and measured, after once that is not.
const RUNS: usize = 31;
/// What stands in the list.
const CONNECTIONS: u32 = 20;
const OBSERVE: &str = include_str!("observe.js");

/// A program with a window.
pub struct Subject<'a> {
    program: &'a Path,
    /// What stands in its page as soon as it can be used.
    shows: String,
}

/// One start, in milliseconds.
pub struct Once {
    /// To the first paint.
    paint: f64,
    /// To what it shows.
    pub usable: f64,
}

/// All starts of one of them.
#[derive(Default)]
pub struct Measured(pub Vec<Once>);

impl Measured {
    /// One of the two times of each.
    ///
    /// # Errors
    /// When nothing was measured.
    pub fn of(&self, value: impl Fn(&Once) -> f64) -> anyhow::Result<Sample> {
        Sample::of(self.0.iter().map(value).collect())
    }
}

/// Starts both windows in turns, and prints what Orgkeep takes more.
///
/// # Errors
/// When a window does not open.
pub async fn figures(orgkeep: &str, empty: &str) -> anyhow::Result<()> {
    let machine = Machine::start(KeyringState::Unlocked).await?;
    let empty = &Subject {
        program: Path::new(empty),
        shows: "An answer".to_owned(),
    };
    let orgkeep = &Subject::orgkeep(orgkeep);
    orgkeep.prepare(&machine, CONNECTIONS).await?;
    let mut measured = [Measured::default(), Measured::default()];
    for run in 0..=RUNS {
        for (subject, measured) in [orgkeep, empty].into_iter().zip(&mut measured) {
            let once = subject.measure(&machine).await?;
            if run > 0 {
                measured.0.push(once);
            }
        }
    }
    let [started, empty_started] = &measured;
    print(started, empty_started)?;
    memory::figures(&machine, [orgkeep.program, empty.program], CONNECTIONS).await
}

impl<'a> Subject<'a> {
    /// Orgkeep, whose list can be used when its first row is there.
    pub fn orgkeep(program: &'a str) -> Self {
        Self {
            program: Path::new(program),
            shows: stock::name(1),
        }
    }

    /// Puts connections into Orgkeep's vault. The first start makes the key, which they are sealed with.
    ///
    /// # Errors
    /// When the window does not open, or the vault does not take them.
    pub async fn prepare(&self, machine: &Machine, connections: u32) -> anyhow::Result<()> {
        let window = self.open(machine).await?;
        window.sees("Vault open").await?;
        self.close(machine, window).await?;
        stock::fill(machine, connections).await
    }

    /// Starts it once.
    ///
    /// # Errors
    /// When the window does not open, or shows something else.
    pub async fn measure(&self, machine: &Machine) -> anyhow::Result<Once> {
        let window = self.open(machine).await?;
        let seen = window.later(&OBSERVE.replace("TEXT", &self.shows)).await?;
        let started: f64 = fs::read_to_string(moment(machine))?.trim().parse()?;
        let since = |moment: &str| {
            let moment = seen[moment].as_f64();
            // `date` counts nanoseconds.
            moment.map(|moment| moment - started / 1_000_000.0)
        };
        let once = Once {
            paint: since("paint").context("it was there before it was looked for")?,
            usable: since("usable").context("it was there before it was looked for")?,
        };
        self.close(machine, window).await?;
        Ok(once)
    }

    /// Starts it through a script that notes the time and becomes the program.
    async fn open(&self, machine: &Machine) -> anyhow::Result<Window> {
        let script = machine.home().join("bin/start");
        let (moment, program) = (moment(machine), self.program);
        fs::write(
            &script,
            format!(
                "#!/bin/sh\ndate +%s%N > '{}'\nexec '{}' \"$@\"\n",
                moment.display(),
                program.display()
            ),
        )?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
        Window::of(&script.display().to_string(), &machine.window_driver, &[]).await
    }

    async fn close(&self, machine: &Machine, window: Window) -> anyhow::Result<()> {
        window.close().await?;
        machine.is_over(&self.process()).await
    }

    /// Its process, by the name that the kernel gives it.
    fn process(&self) -> String {
        let name = self
            .program
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        name.chars().take(process::NAME_LENGTH).collect()
    }
}

/// Where the script notes the time.
fn moment(machine: &Machine) -> PathBuf {
    machine.home().join("moment")
}

fn print(orgkeep: &Measured, empty: &Measured) -> anyhow::Result<()> {
    let (paint, empty_paint) = (orgkeep.of(|once| once.paint)?, empty.of(|once| once.paint)?);
    let (usable, answer) = (
        orgkeep.of(|once| once.usable)?,
        empty.of(|once| once.usable)?,
    );
    say(&format!(
        "window start to first paint: {}; an empty window: {}; ratio {:.2}, bar: 1.3",
        paint.text("ms"),
        empty_paint.text("ms"),
        paint.median() / empty_paint.median()
    ))?;
    say(&format!(
        "window start to list usable, {CONNECTIONS} connections: {}; an empty window's first answer: {}; ratio {:.2}, \
         bar: 1.3; to its first paint {:.2}",
        usable.text("ms"),
        answer.text("ms"),
        usable.median() / answer.median(),
        usable.median() / empty_paint.median()
    ))
}
