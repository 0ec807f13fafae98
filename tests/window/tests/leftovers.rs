//! Row L-19: what is left of the code in a real browser after a sign-in: on the page, in what it sends on, and in its
//! profile.

use std::path::Path;

use anyhow::{Context as _, ensure};
use orgkeep_window_tests::admin::{FIRST, PASSWORD};
use orgkeep_window_tests::browser::Browser;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::control;
use orgkeep_window_tests::session::{Folder, Session};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const NAME: &str = "Leaves nothing";

/// Where the browser stands in the end.
const LAST_PAGE: &str = "http://localhost:33333/done";

/// The address bar, three things of the page, the next site, the page before, the list of pages, and three of the profile.
const PLACES: usize = 10;

/// What a kind of browser writes into its profile.
struct Kind {
    /// Where, by parts of the files' paths; the last is everything else.
    kept_in: [(&'static str, &'static [&'static str]); 3],
    /// Every step of a redirect stands in these, which no answer can prevent: the spent code, without its verifier. The
    /// browser shows neither.
    every_step: &'static [&'static str],
    /// The database of the pages that were visited.
    history: &'static str,
    /// The pages that its list shows: visits at the end of their redirects.
    shown: &'static str,
}

const CHROMIUM: Kind = Kind {
    kept_in: [
        ("its caches", &["Cache", "Code Cache", "GPUCache"]),
        ("its sessions", &["Sessions", "Session Storage"]),
        ("its profile", &[]),
    ],
    every_step: &["History", "History-journal", "ukm_db"],
    history: "Default/History",
    shown: "SELECT group_concat(urls.url, ' ') FROM visits JOIN urls ON urls.id = visits.url \
            WHERE visits.transition & 0x20000000 != 0",
};

const FIREFOX: Kind = Kind {
    kept_in: [
        ("its caches", &["cache2", "startupCache"]),
        ("its sessions", &["sessionstore", "storage"]),
        ("its profile", &[]),
    ],
    every_step: &["places.sqlite"],
    history: "places.sqlite",
    shown: "SELECT group_concat(url, ' ') FROM moz_places WHERE hidden = 0",
};

/// A person who is about to sign in.
struct Person {
    session: Session,
    /// Where the practice org tells what it was sent.
    host: String,
    /// Where Orgkeep sent the browser.
    address: String,
}

/// What was looked at, with the code that must not be there.
struct Look {
    code: String,
    kept_out: usize,
}

#[tokio::test]
async fn l_19_no_code_is_left_in_chromium() -> anyhow::Result<()> {
    let person = Person::start().await?;
    let profile = tempfile::tempdir()?;
    let own = format!("--user-data-dir={}", profile.path().display());
    let browser = Browser::chromium_with(&person.session.machine.browser_driver, &[&own]).await?;
    let kept_out = person
        .leaves_nothing(browser, &CHROMIUM, profile.path())
        .await?;
    println!("L-19 survived {kept_out} of {PLACES}");
    Ok(())
}

/// Only in a campaign, which installs Firefox.
#[tokio::test]
async fn l_19_no_code_is_left_in_firefox() -> anyhow::Result<()> {
    let person = Person::start().await?;
    let Some(driver) = person.session.machine.firefox_driver().await? else {
        println!("L-19 not measured: ORGKEEP_GECKODRIVER names no driver of Firefox");
        return person.session.window.close().await;
    };
    let profile = tempfile::tempdir()?;
    let browser = Browser::firefox(&driver, profile.path()).await?;
    let kept_out = person
        .leaves_nothing(browser, &FIREFOX, profile.path())
        .await?;
    println!("L-19 survived {kept_out} of {PLACES}");
    Ok(())
}

impl Person {
    async fn start() -> anyhow::Result<Self> {
        let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
        session.fill_credentials(NAME).await?;
        let host = session.practice_host().await?;
        session.window.press("Connect").await?;
        let address = session.next_address().await?;
        Ok(Self {
            session,
            host,
            address,
        })
    }

    async fn leaves_nothing(
        self,
        browser: Browser,
        kind: &Kind,
        profile: &Path,
    ) -> anyhow::Result<usize> {
        browser.open_address(&self.address).await?;
        browser.sign_in(FIRST.username, PASSWORD).await?;
        browser.allow_if_asked().await?;
        let window = self.session.window;
        window.sees("Leaves nothing is connected").await?;
        let mut look = Look {
            code: code_of(&self.host).await?,
            kept_out: 0,
        };
        look.at_the_page(&browser).await?;
        browser.quit().await?;
        look.at_the_profile(kind, profile)?;
        ensure!(look.kept_out == PLACES, "places were left out");
        window.close().await?;
        Ok(look.kept_out)
    }
}

impl Look {
    async fn at_the_page(&mut self, browser: &Browser) -> anyhow::Result<()> {
        self.without("the address bar", &browser.address().await?)?;
        for (what, script) in [
            ("the page", "return document.documentElement.outerHTML"),
            ("the referrer", "return document.referrer"),
            (
                "the page's timing",
                "return performance.getEntries().map((entry) => entry.name).join(' ')",
            ),
        ] {
            self.without(what, &browser.script(script).await?.to_string())?;
        }
        self.without("the next site", &next_site(browser).await?)?;
        browser.back().await?;
        browser.back().await?;
        self.without("the page before", &browser.address().await?)
    }

    fn at_the_profile(&mut self, kind: &Kind, profile: &Path) -> anyhow::Result<()> {
        let history = rusqlite::Connection::open(profile.join(kind.history))?;
        let shown: String = history.query_row(kind.shown, [], |row| row.get(0))?;
        ensure!(shown.contains(LAST_PAGE), "{shown}");
        self.without("the history", &shown)?;
        let [_, (_, sessions), _] = kind.kept_in;
        let searched = files_with(profile, sessions, &[], LAST_PAGE.as_bytes())?;
        ensure!(!searched.is_empty(), "the sessions are kept elsewhere");
        for (what, names) in kind.kept_in {
            let found = files_with(profile, names, kind.every_step, self.code.as_bytes())?;
            let told = found.iter().map(|path| format!("code= in {path} "));
            self.without(what, &told.collect::<String>())?;
        }
        Ok(())
    }

    fn without(&mut self, what: &str, text: &str) -> anyhow::Result<()> {
        let has_it = text.contains(&self.code) || text.contains("code=");
        self.kept_out += usize::from(!has_it);
        ensure!(!has_it, "{what}: {text}");
        Ok(())
    }
}

/// The code that was spent, as far as no sign of it is written in two ways.
async fn code_of(host: &str) -> anyhow::Result<String> {
    let journal = control::journal(host).await?;
    let bodies = journal.as_array().into_iter().flatten();
    let spent = bodies
        .filter_map(|entry| entry["body"].as_str()?.split_once("code="))
        .map(|(_, rest)| rest.split(['&', '%']).next().unwrap_or_default())
        .find(|code| code.len() >= 16);
    Ok(spent.context("no code was spent")?.to_owned())
}

/// What a click on the page tells the site that it leads to.
async fn next_site(browser: &Browser) -> anyhow::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let site = listener.local_addr()?;
    let click = format!(
        "const a = document.createElement('a'); a.href = 'http://{site}/'; document.body.append(a); a.click();"
    );
    let (clicked, asked) = tokio::join!(browser.script(&click), async {
        let (mut stream, _) = listener.accept().await?;
        let mut head = vec![0; 16 << 10];
        let length = stream.read(&mut head).await?;
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnext")
            .await?;
        anyhow::Ok(String::from_utf8_lossy(&head[..length]).into_owned())
    });
    clicked?;
    asked
}

/// Files below a folder that hold the text, of those whose path has one of the names; of all, where none is given.
fn files_with(
    folder: &Path,
    names: &[&str],
    without: &[&str],
    text: &[u8],
) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_symlink() {
                continue;
            }
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let shown = path.display().to_string();
            let is_left_out = without.iter().any(|name| path.ends_with(name));
            let is_named = names.iter().any(|name| shown.contains(name));
            let is_meant = !is_left_out && (names.is_empty() || is_named);
            let bytes = plain(std::fs::read(&path).unwrap_or_default())?;
            if is_meant && bytes.windows(text.len()).any(|window| window == text) {
                found.push(shown);
            }
        }
    }
    Ok(found)
}

/// What a file says. Firefox compresses some: eight bytes that say so, the length, one block of LZ4.
fn plain(bytes: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    match bytes.strip_prefix(b"mozLz40\0") {
        Some(block) => Ok(lz4_flex::block::decompress_size_prepended(block)?),
        None => Ok(bytes),
    }
}
