//! Other programs, started by the shell plugin, from here only: the page may start none.

use std::path::{Path, PathBuf};

use orgkeep_app::program::{ProgramEvent, Programs, RunningProgram};
use orgkeep_app::surroundings::OutsideError;
use orgkeep_system::program::find;
use tauri::async_runtime::spawn;
use tauri_plugin_shell::ShellExt as _;
use tauri_plugin_shell::process::CommandEvent;
use tokio::sync::mpsc;

use crate::late::LateApp;

/// The programs of this user.
pub struct ShellPrograms(LateApp);

impl ShellPrograms {
    /// Programs that end with this one.
    pub fn of(app: LateApp) -> Self {
        Self(app)
    }
}

impl Programs for ShellPrograms {
    fn find(&self, name: &str) -> Option<PathBuf> {
        find(name)
    }

    fn start(&self, program: &Path, arguments: &[&str]) -> Result<RunningProgram, OutsideError> {
        let app = self.0.get();
        let app = app.ok_or_else(|| OutsideError("there is no window yet".to_owned()))?;
        let command = app.shell().command(program).args(arguments);
        // Lines would be collected whole, however long. What the program starts itself ends with it.
        let command = command
            .set_raw_out(true)
            .set_process_group(true)
            .kill_on_drop(true);
        let started = command.spawn();
        let (mut heard, child) =
            started.map_err(|_| OutsideError("the program did not start".to_owned()))?;
        let (sender, events) = mpsc::channel(4);
        spawn(async move {
            while let Some(event) = heard.recv().await {
                let event = match event {
                    CommandEvent::Stdout(bytes) => ProgramEvent::said(bytes),
                    CommandEvent::Terminated(end) => ProgramEvent::Ended(end.code),
                    _ => continue,
                };
                if sender.send(event).await.is_err() {
                    break;
                }
            }
        });
        Ok(RunningProgram::new(events, move || drop(child)))
    }
}
