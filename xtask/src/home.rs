//! A private home: what runs in it can neither read nor write the folders and keyring of the person whose
//! machine this is.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Outcome;

/// The folders, each with the variable that names it.
const FOLDERS: &[(&str, &str)] = &[
    ("HOME", "home"),
    ("XDG_RUNTIME_DIR", "run"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_STATE_HOME", "state"),
    ("TMPDIR", "tmp"),
];
/// What the Rust tools keep under the real home and must find again.
const KEPT: &[(&str, &str)] = &[("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")];

/// Private folders, removed on drop.
pub struct Home {
    folder: PathBuf,
}

impl Home {
    /// Makes the folders, readable by nobody else.
    pub fn open() -> Outcome<Self> {
        let moment = SystemTime::now().duration_since(UNIX_EPOCH)?.subsec_nanos();
        let name = format!("orgkeep-{}-{moment}", std::process::id());
        let home = Self {
            folder: std::env::temp_dir().join(name),
        };
        make_private(&home.folder)?;
        for (_, folder) in FOLDERS {
            make_private(&home.folder.join(folder))?;
        }
        Ok(home)
    }

    /// The folder that holds the others.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes `command` live here, without the person's session bus.
    pub fn dress(&self, command: &mut Command) {
        for (variable, folder) in KEPT {
            if let Some(real) = kept(variable, folder) {
                command.env(variable, real);
            }
        }
        for (variable, folder) in FOLDERS {
            command.env(variable, self.folder.join(folder));
        }
        command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:");
        for variable in ["GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK", "WAYLAND_DISPLAY"] {
            command.env_remove(variable);
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // A folder in the temporary directory that stays behind harms nobody, and a drop has no one to tell.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Where the tools' folder is: where its variable says, else in the real home if it is there.
fn kept(variable: &str, folder: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).or_else(|| {
        std::env::home_dir()
            .map(|home| home.join(folder))
            .filter(|path| path.is_dir())
    })
}

fn make_private(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_is_gone_when_it_is_dropped() {
        let home = Home::open().unwrap();
        let folder = home.folder().to_owned();
        assert!(folder.join("data").is_dir());
        drop(home);
        assert!(!folder.exists());
    }

    #[test]
    fn what_lives_there_sees_no_real_folder() {
        let home = Home::open().unwrap();
        let mut command = Command::new("true");
        home.dress(&mut command);
        for (variable, _) in FOLDERS {
            let value = command
                .get_envs()
                .find(|(name, _)| name == variable)
                .and_then(|(_, value)| value);
            assert!(Path::new(value.unwrap()).starts_with(home.folder()));
        }
    }
}
