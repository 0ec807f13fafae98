//! The person's clipboard.

use std::sync::{Mutex, MutexGuard, PoisonError};

use orgkeep_app::surroundings::{BrowserAddress, Clipboard, OutsideError};

/// The system's clipboard. On X11 the text lives in this program, so the connection is kept.
#[derive(Default)]
pub struct SystemClipboard {
    open: Mutex<Option<Open>>,
}

struct Open {
    clipboard: arboard::Clipboard,
    /// What was put there last, until it is taken back.
    put: Option<String>,
}

impl SystemClipboard {
    fn put_text(&self, text: &str) -> Result<(), arboard::Error> {
        let mut place = self.lock();
        let open = match &mut *place {
            Some(open) => open,
            closed => closed.insert(Open {
                clipboard: arboard::Clipboard::new()?,
                put: None,
            }),
        };
        unrecorded(open.clipboard.set()).text(text.to_owned())?;
        open.put = Some(text.to_owned());
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clipboard for SystemClipboard {
    fn put(&self, address: &BrowserAddress) -> Result<(), OutsideError> {
        let refused = |_| OutsideError("the clipboard did not take the link".to_owned());
        self.put_text(address.as_str()).map_err(refused)
    }

    fn take_back(&self) {
        let mut place = self.lock();
        let Some(open) = &mut *place else {
            return;
        };
        let Some(put) = open.put.take() else {
            return;
        };
        // Something that is no text was copied by somebody else.
        if open.clipboard.get_text().is_ok_and(|text| text == put)
            && let Err(error) = open.clipboard.clear()
        {
            tracing::warn!(%error, "the link stays on the clipboard");
        }
    }
}

/// Marks what is set, so that programs that keep a history of the clipboard leave it out.
#[cfg(target_os = "linux")]
fn unrecorded(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtLinux as _;
    set.exclude_from_history()
}

/// The same with the mark of macOS.
#[cfg(target_os = "macos")]
fn unrecorded(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtApple as _;
    set.exclude_from_history()
}

/// The same with the mark of Windows, which then does not send it to other devices either.
#[cfg(windows)]
fn unrecorded(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtWindows as _;
    set.exclude_from_monitoring()
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _};
    use std::process::{Child, Command, Stdio};

    use super::*;

    const LINK: &str = "https://login.example/services/oauth2/authorize?state=s";
    const TEXT: &str = "ORGKEEP_TEST_COPIES";

    /// Another program that has copied something, until it is dropped. All clipboards of one program are the same.
    struct Somebody(Child);

    impl Somebody {
        fn copies(text: &str) -> Self {
            let role = "outside::clipboard::tests::somebody_copies_until_nobody_reads";
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.args(["--exact", role, "--ignored", "--nocapture"]);
            command.env(TEXT, text);
            command.stdin(Stdio::piped()).stdout(Stdio::piped());
            let mut child = command.spawn().unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let mut lines = lines.map_while(Result::ok);
            assert!(lines.any(|line| line.contains("copied")));
            Self(child)
        }
    }

    impl Drop for Somebody {
        fn drop(&mut self) {
            drop(self.0.stdin.take());
            let _ended = self.0.wait();
        }
    }

    #[test]
    #[ignore = "another program for the other test"]
    fn somebody_copies_until_nobody_reads() {
        let text = std::env::var(TEXT).unwrap();
        let mut clipboard = arboard::Clipboard::new().unwrap();
        clipboard.set_text(&text).unwrap();
        // Asks the display: it has heard of it then.
        assert_eq!(clipboard.get_text().unwrap(), text);
        println!("copied");
        let _none = std::io::stdin().read_to_end(&mut Vec::new());
    }

    /// The part of the row that only a real clipboard can tell. There is one for the whole display.
    #[test]
    fn s_32_a_link_is_taken_back_from_the_clipboard_and_nothing_else_is() {
        if std::env::var_os("DISPLAY").is_none() {
            return;
        }
        let ours = SystemClipboard::default();
        let seen = || arboard::Clipboard::new().unwrap().get_text().ok();
        ours.put_text(LINK).unwrap();
        assert_eq!(seen().as_deref(), Some(LINK));
        ours.take_back();
        assert_eq!(seen(), None);

        ours.put_text(LINK).unwrap();
        let somebody = Somebody::copies("something else");
        ours.take_back();
        assert_eq!(seen().as_deref(), Some("something else"));
        drop(somebody);

        ours.put_text(LINK).unwrap();
        ours.take_back();
        let _somebody = Somebody::copies(LINK);
        ours.take_back();
        assert_eq!(seen().as_deref(), Some(LINK), "copied by somebody");
        println!("S-32 survived 3 of 3");
    }
}
