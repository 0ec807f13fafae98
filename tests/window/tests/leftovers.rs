//! Row L-19: what is left of the code in a real Chromium after a sign-in: on the page, in what it sends on, and in its profile.

use std::path::Path;

use anyhow::{Context as _, ensure};
use orgkeep_window_tests::admin::{FIRST, PASSWORD};
use orgkeep_window_tests::browser::Chromium;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::control;
use orgkeep_window_tests::session::{Folder, Session};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// Where Chromium writes down what it has seen; the last is everything else.
const PLACES: [(&str, &[&str]); 3] = [
    ("its caches", &["Cache", "Code Cache", "GPUCache"]),
    ("its sessions", &["Sessions", "Session Storage"]),
    ("its profile", &[]),
];

/// Every step of a redirect stands in these, which no answer can prevent: the spent code, without its verifier. The
/// browser shows neither.
const EVERY_STEP: [&str; 3] = ["History", "History-journal", "ukm_db"];

/// What the browser's list of pages shows: visits at the end of their redirects.
const SHOWN: &str = "SELECT group_concat(urls.url, ' ') FROM visits JOIN urls ON urls.id = visits.url \
                     WHERE visits.transition & 0x20000000 != 0";

#[tokio::test]
async fn l_19_no_code_is_left_in_the_browser() -> anyhow::Result<()> {
    let profile = tempfile::tempdir()?;
    let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    session.fill_credentials("Leaves nothing").await?;
    let host = session.practice_host().await?;
    session.window.press("Connect").await?;
    let address = session.next_address().await?;
    let own = format!("--user-data-dir={}", profile.path().display());
    let browser = Chromium::open_with(&session.machine.browser_driver, &[&own]).await?;
    browser.open_address(&address).await?;
    browser.sign_in(FIRST.username, PASSWORD).await?;
    browser.allow_if_asked().await?;
    session.window.sees("Leaves nothing is connected").await?;
    let code = code_of(&host).await?;

    let mut kept_out = 0;
    let mut without = |what: &str, text: &str| {
        let has_it = text.contains(&code) || text.contains("code=");
        kept_out += usize::from(!has_it);
        ensure!(!has_it, "{what}: {text}");
        anyhow::Ok(())
    };
    let told = async |script: &str| anyhow::Ok(browser.script(script).await?.to_string());
    without("the address bar", &browser.address().await?)?;
    without(
        "the page",
        &told("return document.documentElement.outerHTML").await?,
    )?;
    without("the referrer", &told("return document.referrer").await?)?;
    let entries = "return performance.getEntries().map((entry) => entry.name).join(' ')";
    without("the page's timing", &told(entries).await?)?;
    without("the next site", &next_site(&browser).await?)?;
    browser.back().await?;
    browser.back().await?;
    without("the page before", &browser.address().await?)?;
    browser.quit().await?;
    let shown = shown_history(profile.path())?;
    ensure!(shown.contains("http://localhost:33333/done"), "{shown}");
    without("the history", &shown)?;
    for (what, names) in PLACES {
        let found = files_with(profile.path(), names, code.as_bytes())?;
        let told = found.iter().map(|path| format!("code= in {path} "));
        without(what, &told.collect::<String>())?;
    }
    println!("L-19 survived {kept_out} of 10");
    session.window.close().await
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
async fn next_site(browser: &Chromium) -> anyhow::Result<String> {
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

/// The pages that the browser's history names, once it is closed.
fn shown_history(profile: &Path) -> anyhow::Result<String> {
    let history = rusqlite::Connection::open(profile.join("Default/History"))?;
    Ok(history.query_row(SHOWN, [], |row| row.get(0))?)
}

/// Files below a folder that hold the text, of those whose path has one of the names; of all, where none is given.
fn files_with(folder: &Path, names: &[&str], text: &[u8]) -> anyhow::Result<Vec<String>> {
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
            let every_step = EVERY_STEP.iter().any(|name| path.ends_with(name));
            let is_named = names.iter().any(|name| shown.contains(name));
            let is_meant = !every_step && (names.is_empty() || is_named);
            let bytes = std::fs::read(&path).unwrap_or_default();
            if is_meant && bytes.windows(text.len()).any(|window| window == text) {
                found.push(shown);
            }
        }
    }
    Ok(found)
}
