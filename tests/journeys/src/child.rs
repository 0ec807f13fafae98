//! Another process: this very test program, started again with a role to play.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use anyhow::Context as _;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::vault::{Vault, VaultSettings};

use crate::plan::actor;
use crate::row::Row;

/// Names the role to the child.
pub const ROLE: &str = "ORGKEEP_JOURNEY_ROLE";
/// What stands before everything that a child says, because its test runner talks too.
const MARK: &str = "\u{1}";
const SURVIVED: &str = "survived";
const FAILED: &str = "failed";

/// The role that this process was started for, if it was.
#[must_use]
pub fn role() -> Option<String> {
    std::env::var(ROLE).ok()
}

/// Says something to the parent, at once.
///
/// # Errors
/// When the parent is gone.
pub fn say(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{MARK}{text}")?;
    Ok(out.flush()?)
}

/// Says what became of one variant of the parent's row.
///
/// # Errors
/// When the parent is gone.
pub fn note(variant: &str, outcome: &anyhow::Result<()>) -> anyhow::Result<()> {
    match outcome {
        Ok(()) => note_survivors(1),
        Err(failure) => {
            let told = format!("{variant}: {failure:#}").replace(['\r', '\n'], " ");
            say(&format!("{FAILED} {told}"))
        }
    }
}

/// Says of variants that are alike that all survived.
///
/// # Errors
/// When the parent is gone.
pub fn note_survivors(count: usize) -> anyhow::Result<()> {
    say(&format!("{SURVIVED} {count}"))
}

/// Says that there are no more variants.
///
/// # Errors
/// When the parent is gone.
pub fn note_no_more() -> anyhow::Result<()> {
    say("end")
}

/// The parent's next line; `None` when it ended the conversation.
///
/// # Errors
/// When it is not text.
pub fn hear_parent() -> anyhow::Result<Option<String>> {
    let mut line = String::new();
    let length = std::io::stdin().lock().read_line(&mut line)?;
    Ok((length > 0).then(|| line.trim_end().to_owned()))
}

/// The practice vault of another process, open.
///
/// # Errors
/// When it does not open.
pub(crate) async fn vault(folder: &str) -> anyhow::Result<Vault> {
    let vault = Vault::open(VaultSettings {
        folder: folder.into(),
        rule: AuthorityRule::Practice,
        custody: KeyCustody::KeyFile(format!("{folder}/practice.key").into()),
        clock: Arc::new(jiff::Timestamp::now),
        actor: actor(),
    })?;
    vault.unlock().await?;
    Ok(vault)
}

/// A process that plays a role.
#[derive(Debug)]
pub struct Player {
    child: Child,
    input: Option<ChildStdin>,
    lines: BufReader<ChildStdout>,
}

impl Player {
    /// Starts this program again. `test` is the test that plays roles; `settings` go into its environment.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(test: &str, role: &str, settings: &[(&str, String)]) -> anyhow::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--exact", test, "--nocapture", "--test-threads=1"])
            .env(ROLE, role)
            .envs(settings.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take();
        let lines = BufReader::new(child.stdout.take().context("no output")?);
        Ok(Self {
            child,
            input,
            lines,
        })
    }

    /// Its process id.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Tells it something.
    ///
    /// # Errors
    /// When it is gone.
    pub fn tell(&mut self, line: &str) -> anyhow::Result<()> {
        let input = self.input.as_mut().context("it was dismissed")?;
        writeln!(input, "{line}")?;
        Ok(input.flush()?)
    }

    /// The next thing that it says. Blocks.
    ///
    /// # Errors
    /// When it says nothing any more.
    pub fn hear(&mut self) -> anyhow::Result<String> {
        loop {
            let mut line = String::new();
            let length = self.lines.read_line(&mut line)?;
            anyhow::ensure!(length > 0, "the other process says nothing any more");
            // The test runner's own words may stand before the mark on the same line.
            if let Some((_, said)) = line.split_once(MARK) {
                return Ok(said.trim_end().to_owned());
            }
        }
    }

    /// Notes every variant that it tells of, until it says that there are no more, and lets it end. Blocks.
    ///
    /// # Errors
    /// When it ended before, or failed.
    pub fn noted_in(mut self, row: &mut Row) -> anyhow::Result<()> {
        loop {
            let said = self.hear()?;
            match said.split_once(' ') {
                Some((SURVIVED, count)) => row.note_survivors(count.parse()?),
                Some((FAILED, what)) => {
                    row.note("in the other process", Err(anyhow::anyhow!("{what}")));
                }
                _ => return self.dismiss(),
            }
        }
    }

    /// Kills it (-9).
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Lets it end by itself.
    ///
    /// # Errors
    /// When it failed.
    pub fn dismiss(mut self) -> anyhow::Result<()> {
        drop(self.input.take());
        let mut rest = Vec::new();
        self.lines.read_to_end(&mut rest)?;
        let status = self.child.wait()?;
        anyhow::ensure!(
            status.success(),
            "the other process failed: {}",
            String::from_utf8_lossy(&rest)
        );
        Ok(())
    }
}
