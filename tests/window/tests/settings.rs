//! Rows T-01 and S-14: the settings that keep the page in its place, tried on the built program, and the SQLite in it.

use anyhow::Context as _;
use orgkeep_journeys::sqlite::copies_in;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::machine::WINDOW;
use orgkeep_window_tests::session::{Folder, Session, root};
use serde_json::Value;
use tokio::net::TcpListener;

type Outcome = anyhow::Result<()>;

/// What the page may not do: a name, and a script that answers `true` when it was kept from it. A call that the
/// isolation frame throws away is never answered, so silence for a second counts as a refusal.
const FORBIDDEN: [(&str, &str); 10] = [
    ("no global object", "done(window.__TAURI__ === undefined)"),
    (
        "frozen prototypes",
        "done(Object.isFrozen(Object.prototype))",
    ),
    (
        "no eval",
        "try { (0, eval)('1'); done(false) } catch { done(true) }",
    ),
    (
        "no inline script",
        "const s = document.createElement('script'); s.textContent = 'window.ran = true'; \
         document.body.append(s); done(window.ran !== true)",
    ),
    (
        "no requests",
        "fetch('http://127.0.0.1:PORT/').then(() => done(false), () => done(true))",
    ),
    (
        "no foreign images",
        "const i = new Image(); i.onload = () => done(false); i.onerror = () => done(true); \
         i.src = 'http://127.0.0.1:PORT/x.png'",
    ),
    (
        "no opening of addresses",
        "refused('plugin:opener|open_url', { url: 'https://example.com' })",
    ),
    (
        "no programs",
        "refused('plugin:shell|execute', { program: 'sh' })",
    ),
    (
        "no files",
        "refused('plugin:fs|read_file', { path: '/etc/passwd' })",
    ),
    (
        "nothing of the window itself",
        "refused('plugin:window|set_title', { value: 'x' })",
    ),
];

#[test]
fn s_14_the_built_program_has_one_copy_of_sqlite() -> Outcome {
    let program = std::env::var("ORGKEEP_APP").context("ORGKEEP_APP names no program")?;
    assert_eq!(copies_in(program.as_ref())?, 1);
    println!("S-14 survived 1 of 1");
    Ok(())
}

#[tokio::test]
async fn t_01_the_built_program_keeps_the_page_in_its_place() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port().to_string();
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    session.window.sees("Vault open").await?;
    let mut kept = 0;
    for (name, script) in FORBIDDEN {
        let script = format!(
            "const done = arguments[arguments.length - 1]; setTimeout(() => done(true), 1000); \
             const refused = (name, given) => window.__TAURI_INTERNALS__.invoke(name, given) \
               .then(() => done(false), () => done(true)); {}",
            script.replace("PORT", &port)
        );
        assert_eq!(
            session.window.later(&script).await?,
            Value::Bool(true),
            "{name}"
        );
        kept += 1;
    }
    let visited = tokio::time::timeout(std::time::Duration::ZERO, listener.accept()).await;
    assert!(visited.is_err(), "a request left the page");
    kept += configured()?;
    println!("T-01 survived {kept} of 16");
    session.window.close().await
}

/// D18, of the program as it was built. That it also lets nobody look into it is seen of the command line, which calls
/// the same: what belongs to the administrator anyway tells nothing.
#[tokio::test]
async fn the_built_program_leaves_no_core_dump() -> Outcome {
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    session.window.sees("Vault open").await?;
    let mut processes = session.machine.processes().into_iter();
    let window = processes.find(|process| process.name == WINDOW);
    let window = window.context("Orgkeep does not run")?.id;
    let limits = std::fs::read_to_string(format!("/proc/{window}/limits"))?;
    let mut lines = limits.lines();
    let core = lines.find_map(|line| line.strip_prefix("Max core file size"));
    let core: Vec<&str> = core.unwrap_or_default().split_whitespace().collect();
    assert_eq!(core, ["0", "0", "bytes"]);
    session.window.close().await
}

/// What the configuration says, from which the program was built.
fn configured() -> anyhow::Result<usize> {
    let text = std::fs::read_to_string(root().join("src-tauri/tauri.conf.json"))?;
    let config: Value = serde_json::from_str(&text)?;
    let capability = std::fs::read_to_string(root().join("src-tauri/capabilities/main.json"))?;
    let security = &config["app"]["security"];
    let csp = security["csp"].as_str().unwrap_or_default();
    let checks = [
        !["data:", "blob:", "unsafe-", "*"]
            .iter()
            .any(|loose| csp.contains(loose)),
        csp.contains("default-src 'none'") && csp.contains("frame-ancestors 'none'"),
        security["pattern"]["use"] == "isolation",
        security["assetProtocol"]["enable"] == false,
        !text.contains("dangerous"),
        !capability.contains("remote") && !capability.contains("core:"),
    ];
    assert_eq!(checks, [true; 6], "{csp}");
    Ok(checks.len())
}
