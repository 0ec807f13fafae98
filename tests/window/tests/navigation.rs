//! Row T-06: whatever a script in the page tries, the page stays the program's own. Row R-01: people sign in in their
//! browser, and never in the window.

use std::time::Duration;

use anyhow::ensure;
use orgkeep_journeys::row::{Row, size};
use orgkeep_window_tests::admin::{FIRST, PASSWORD};
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::control;
use orgkeep_window_tests::session::{Folder, Session};
use serde_json::{Value, json};
use tokio::net::TcpListener;

type Outcome = anyhow::Result<()>;

/// Ways out of the page. `OUT` is an address that answers to nobody.
const TRICKS: [(&str, &str); 12] = [
    ("location", "location = 'OUT';"),
    (
        "a link into a new window",
        "const a = document.createElement('a'); a.href = 'OUT'; a.target = '_blank'; \
         document.body.append(a); a.click(); a.remove();",
    ),
    (
        "window.open",
        "for (const name of ['_blank', '_self', '_top', 'other']) try { open('OUT', name); } catch {}",
    ),
    (
        "a form",
        "for (const method of ['get', 'post']) { const f = document.createElement('form'); \
         f.action = 'OUT'; f.method = method; document.body.append(f); f.submit(); f.remove(); }",
    ),
    (
        "a refresh of the document",
        "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0; url=OUT'; \
         document.head.append(m);",
    ),
    (
        "a frame",
        "const i = document.createElement('iframe'); i.src = 'OUT'; document.body.append(i);",
    ),
    (
        "javascript:",
        "location = \"javascript:document.body.textContent='taken'\";",
    ),
    (
        "file:",
        "location = 'file:///etc/passwd'; open('file:///etc/passwd');",
    ),
    (
        "data: and blob:",
        "location = 'data:text/html,taken'; \
         location = URL.createObjectURL(new Blob(['taken'], { type: 'text/html' }));",
    ),
    (
        "other schemes",
        "for (const address of ['orgkeep://callback?code=x', 'mailto:x@example.com', 'about:blank', \
         'tauri://elsewhere/', 'http://tauri.localhost.evil.example/']) location = address;",
    ),
    (
        "a link that is dropped",
        "const d = new DataTransfer(); d.setData('text/uri-list', 'OUT'); d.setData('text/plain', 'OUT'); \
         for (const type of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent( \
         new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: d }));",
    ),
    (
        "back and forward",
        "history.back(); history.go(-20); history.forward(); history.go(20);",
    ),
];

#[tokio::test]
async fn t_06_no_script_leads_the_window_away() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let out = format!("http://{}/", listener.local_addr()?);
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    session.window.sees("Vault open").await?;
    let origin = session.window.script("return location.origin").await?;
    let mut stayed = 0;
    for (name, trick) in TRICKS {
        session.window.script("window.mark = 'here'").await?;
        // A navigation that is let through begins at once, and ends the page with its script.
        let script = format!(
            "const done = arguments[arguments.length - 1]; setTimeout(() => done('stayed'), 500); {}",
            trick.replace("OUT", &out)
        );
        let said = session.window.later(&script).await;
        ensure!(
            said.as_ref().ok() == Some(&Value::from("stayed")),
            "{name}: {said:?}"
        );
        let here =
            "return [location.origin, window.mark, document.body.textContent.includes('taken')]";
        let here = session.window.script(here).await?;
        ensure!(
            here == Value::from(vec![origin.clone(), "here".into(), false.into()]),
            "{name}: {here}"
        );
        ensure!(session.window.count().await? == 1, "{name}: another window");
        session.window.sees("Vault open").await?;
        stayed += 1;
    }
    let visited = tokio::time::timeout(Duration::ZERO, listener.accept()).await;
    ensure!(visited.is_err(), "a request left the page");
    ensure!(session.opened()? == 0, "a browser was opened");
    println!("T-06 survived {stayed} of 12");
    session.window.close().await
}

#[tokio::test]
async fn r_01_people_sign_in_in_the_browser_alone() -> Outcome {
    let mut row = Row::new("R-01", size(20, 2));
    let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    session.fill_credentials("In the browser").await?;
    let host = session.practice_host().await?;
    let origin = session.window.script("return location.origin").await?;
    session.window.script("window.mark = 'here'").await?;
    for number in 0..row.intended() {
        let outcome = denied_in_the_browser(&mut session, &origin, &host).await;
        row.note(number, outcome);
        session.window.press("Back to Credentials").await?;
    }
    row.finish(only_chromium_asked(&host).await)?;
    session.window.close().await
}

/// One browser is opened, and the window stays where it is and loads nothing of the practice org.
async fn denied_in_the_browser(session: &mut Session, origin: &Value, host: &str) -> Outcome {
    let before = session.opened()?;
    session.connect().await?;
    session.browser.sign_in(FIRST.username, PASSWORD).await?;
    session.browser.deny().await?;
    session.window.sees("Access was denied").await?;
    let script = format!(
        "return [location.origin, window.mark, \
         performance.getEntries().filter(entry => entry.name.includes('{host}')).length]"
    );
    let here = session.window.script(&script).await?;
    ensure!(here == json!([origin, "here", 0]), "{here}");
    ensure!(session.window.count().await? == 1, "another window");
    ensure!(session.opened()? == before + 1, "not exactly one browser");
    Ok(())
}

/// By the names that web views go by: both name their engine, and Chromium itself besides.
async fn only_chromium_asked(host: &str) -> Outcome {
    let journal = control::journal(host).await?;
    let headers = journal.as_array().into_iter().flatten();
    let headers = headers.flat_map(|entry| entry["headers"].as_array().into_iter().flatten());
    let agents = headers
        .filter(|header| header[0] == "user-agent")
        .filter_map(|header| header[1].as_str());
    let views: Vec<&str> = agents.filter(|name| name.contains("AppleWebKit")).collect();
    ensure!(!views.is_empty(), "the browser is not in the journal");
    let foreign = views.iter().find(|name| !name.contains("Chrome"));
    ensure!(foreign.is_none(), "the window asked: {foreign:?}");
    Ok(())
}
