//! x
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::session::{Folder, Session};
use orgkeep_window_tests::window::Window;
use std::os::unix::fs::PermissionsExt as _;
#[tokio::test]
async fn trial() -> anyhow::Result<()> {
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    session.window.sees("Vault open").await?;
    let session = session.reopen_with(20).await?;
    session.window.sees("20 connected").await?;
    let Session {
        machine, window, ..
    } = session;
    window.close().await?;
    machine.window_is_gone().await?;
    let starter = machine.home().join("bin/start");
    let moment = machine.home().join("moment");
    let mut all = [vec![], vec![]];
    for i in 0..24 {
        let which = i % 2;
        let (program, text) = [
            (std::env::var("ORGKEEP_APP")?, "Stock 001"),
            (std::env::var("EMPTY")?, "An answer"),
        ][which]
            .clone();
        std::fs::write(
            &starter,
            format!(
                "#!/bin/sh\ndate +%s%N > {}\nexec {program} \"$@\"\n",
                moment.display()
            ),
        )?;
        std::fs::set_permissions(&starter, std::fs::Permissions::from_mode(0o755))?;
        let t = std::time::SystemTime::now();
        let window =
            Window::of(&starter.display().to_string(), &machine.window_driver, &[]).await?;
        let t2 = std::time::SystemTime::now();
        let a = window.later(&r#"const done = arguments[arguments.length - 1];
const clock = () => performance.timeOrigin + performance.now();
const began = clock();
const isThere = () => (document.body?.textContent ?? '').includes('TEXT');
const paints = () => performance.getEntriesByType('paint').map(e => [e.name, performance.timeOrigin + e.startTime]);
const answer = (late) => { const usable = clock(); const look = () => paints().length ? done({late, began, origin: performance.timeOrigin, usable, paints: paints(), nav: performance.getEntriesByType('navigation').map(e=>[e.responseEnd, e.domInteractive, e.domContentLoadedEventEnd, e.loadEventEnd]) , res: performance.getEntriesByType('resource').map(e=>[e.name, e.startTime, e.responseEnd]), ready: document.readyState}) : setTimeout(look, 5); look(); };
if (isThere()) answer(true);
else { const o = new MutationObserver(() => { if (isThere()) { o.disconnect(); answer(false); } }); o.observe(document, {subtree: true, childList: true, characterData: true}); }
"#.replace("TEXT", text)).await?;
        let started: f64 = std::fs::read_to_string(&moment)?.trim().parse::<f64>()? / 1e6;
        let since = |v: &serde_json::Value| v.as_f64().unwrap_or(0.0) - started;
        let ms = |t: std::time::SystemTime| {
            t.duration_since(std::time::UNIX_EPOCH)
                .unwrap()
                .as_secs_f64()
                * 1e3
                - started
        };
        println!(
            "{which} driver asked {:.0} session {:.0} origin {:.0} script {:.0} late {} paint {:.0} usable {:.0}",
            ms(t),
            ms(t2),
            since(&a["origin"]),
            since(&a["began"]),
            a["late"],
            since(&a["paints"][0][1]),
            since(&a["usable"])
        );
        if i < 2 {
            println!("{} {}", a["nav"], a["res"]);
        }
        all[which].push((since(&a["paints"][0][1]), since(&a["usable"])));
        window.close().await?;
        loop {
            if !machine
                .processes()
                .iter()
                .any(|p| p.name == "orgkeep-desktop" || p.name == "empty-window")
            {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
    for v in &all {
        let mut p: Vec<f64> = v.iter().map(|x| x.0).collect();
        let mut u: Vec<f64> = v.iter().map(|x| x.1).collect();
        p.sort_by(f64::total_cmp);
        u.sort_by(f64::total_cmp);
        println!("paint {:.0} usable {:.0}", p[p.len() / 2], u[u.len() / 2]);
    }
    Ok(())
}
