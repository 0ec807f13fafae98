//! The person's browsers: those of the system, or a command that the person names. Only Linux tells which there are;
//! elsewhere the default one is opened.

use orgkeep_app::surroundings::{Browser, BrowserAddress, InstalledBrowser, OutsideError};
use orgkeep_domain::browser::BrowserChoice;

use crate::launch::start;

/// The browsers of this system.
pub struct SystemBrowser;

impl Browser for SystemBrowser {
    fn open(&self, address: &BrowserAddress, choice: &BrowserChoice) -> Result<(), OutsideError> {
        if choice.id.is_none() && !choice.private {
            return open_default(address);
        }
        open_chosen(address, choice)
    }

    fn installed(&self) -> Vec<InstalledBrowser> {
        installed()
    }
}

/// Commands that open an address, in the order in which they are tried: `firefox -P work`, `w3m %s`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserCommands(Vec<Vec<String>>);

/// Text that names no command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no command")]
pub struct BrowserCommandError;

impl BrowserCommands {
    /// One command, in words as a shell would separate them.
    ///
    /// # Errors
    /// [`BrowserCommandError`] for no words, and for quotes that do not end.
    pub fn parse(text: &str) -> Result<Self, BrowserCommandError> {
        Ok(Self(vec![words(text).ok_or(BrowserCommandError)?]))
    }

    /// The commands of the variable `BROWSER`: several, with colons between them, are tried in turn. `None` where it
    /// names none.
    #[must_use]
    pub fn of_variable(value: &str) -> Option<Self> {
        let several: Vec<Vec<String>> = match cfg!(windows) {
            true => words(value).into_iter().collect(),
            false => value.split(':').filter_map(words).collect(),
        };
        (!several.is_empty()).then_some(Self(several))
    }
}

fn words(text: &str) -> Option<Vec<String>> {
    shlex::split(text).filter(|words| !words.is_empty())
}

impl Browser for BrowserCommands {
    fn open(&self, address: &BrowserAddress, _choice: &BrowserChoice) -> Result<(), OutsideError> {
        let mut refused = Err(OutsideError("no browser is named".to_owned()));
        for command in &self.0 {
            refused = start(command, address);
            if refused.is_ok() {
                break;
            }
        }
        refused
    }

    fn installed(&self) -> Vec<InstalledBrowser> {
        let browser = |command: &Vec<String>| InstalledBrowser {
            id: command.join(" "),
            name: command.join(" "),
            private_window: false,
            is_default: true,
        };
        self.0.iter().map(browser).collect()
    }
}

fn open_default(address: &BrowserAddress) -> Result<(), OutsideError> {
    let none = || OutsideError("no browser could be started".to_owned());
    open::that_detached(address.as_str()).map_err(|_| none())?;
    // The system's opener starts well even where it then finds nothing to open the address with.
    if knows_its_browsers() && installed().is_empty() && std::env::var_os("BROWSER").is_none() {
        return Err(none());
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn knows_its_browsers() -> bool {
    true
}

#[cfg(not(target_os = "linux"))]
fn knows_its_browsers() -> bool {
    false
}

#[cfg(target_os = "linux")]
use crate::desktop_entry::{installed, open_chosen};

#[cfg(not(target_os = "linux"))]
fn installed() -> Vec<InstalledBrowser> {
    Vec::new()
}

#[cfg(not(target_os = "linux"))]
fn open_chosen(_: &BrowserAddress, _: &BrowserChoice) -> Result<(), OutsideError> {
    Err(OutsideError(
        "this system offers no choice of browsers".to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(words: &[&[&str]]) -> BrowserCommands {
        let own = |command: &&[&str]| command.iter().map(|word| (*word).to_owned()).collect();
        BrowserCommands(words.iter().map(own).collect())
    }

    #[test]
    fn a_command_may_have_several_words_and_quotes() {
        let parsed = BrowserCommands::parse("firefox -P 'my work' --new-tab %s");
        let expected = commands(&[&["firefox", "-P", "my work", "--new-tab", "%s"]]);
        assert_eq!(parsed, Ok(expected));
        for text in ["", "  ", "firefox 'open"] {
            assert_eq!(BrowserCommands::parse(text), Err(BrowserCommandError));
        }
    }

    #[test]
    fn the_variable_may_name_several() {
        let several = BrowserCommands::of_variable("firefox:w3m -v");
        assert_eq!(several, Some(commands(&[&["firefox"], &["w3m", "-v"]])));
        assert_eq!(BrowserCommands::of_variable(" : "), None);
    }
}
