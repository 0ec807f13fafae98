//! Row L-31: the sign-in is finished in another browser than the one that was opened, behind a proxy, or while a VPN comes
//! and goes. It works, or the page offers another way.

#[cfg(test)]
#[path = "../../../crates/orgkeep-loopback/tests/it/apart.rs"]
mod apart;

use std::process::Command;

use anyhow::{Context as _, ensure};
use apart::{Apart, TASK};
use orgkeep_window_tests::admin::{FIRST, PASSWORD};
use orgkeep_window_tests::browser::Browser;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::session::{Folder, Session};

type Outcome = anyhow::Result<()>;

/// Nobody listens there.
const DEAD: &str = "127.0.0.1:9";

/// How the other browser is started, and whether it reaches the callback.
const OTHERS: [(&str, &[&str], bool); 5] = [
    ("another profile", &[], true),
    ("a private window", &["--incognito"], true),
    (
        "a proxy for everything but this computer",
        &["--proxy-server=127.0.0.1:9"],
        true,
    ),
    (
        "a proxy for this computer too",
        &[
            "--proxy-server=127.0.0.1:9",
            "--proxy-bypass-list=<-loopback>",
        ],
        false,
    ),
    // The browser does not ask such a rule about its own computer.
    ("a rule that leads localhost to a proxy", &["PAC"], true),
];

#[tokio::test]
async fn l_31_another_browser_finishes_the_sign_in() -> Outcome {
    let mut survived = 0;
    for (name, arguments, reaches) in OTHERS {
        finish(name, arguments, reaches).await.context(name)?;
        survived += 1;
    }
    both_browsers()
        .await
        .context("the first browser and a second one")?;
    survived += 1;
    let Some(apart) = Apart::find() else {
        println!("L-31 not measured: this system gives no network of its own");
        return Ok(());
    };
    let said = apart.run("a_computer_with_a_vpn", "", "go");
    ensure!(said.contains(HELD), "a VPN: {said}");
    println!("L-31 survived {} of 7", survived + 1);
    Ok(())
}

/// What the test on another computer says when all of it held.
const HELD: &str = "all held";

/// It takes every way but those within the computer, as most do.
const VPN_UP: &str = "ip link add vpn type veth peer name far; ip addr add 10.8.0.2/24 dev vpn;
     ip link set far up; ip link set vpn up; ip route add default dev vpn";
const VPN_DOWN: &str = "ip link delete vpn";

#[tokio::test]
#[ignore = "a computer for another test"]
async fn a_computer_with_a_vpn() -> Outcome {
    if std::env::var(TASK).is_err() {
        return Ok(());
    }
    let (session, address) = at_consent().await?;
    session.browser.open_address(&address).await?;
    change_network(VPN_UP)?;
    session.browser.sign_in(FIRST.username, PASSWORD).await?;
    change_network(VPN_DOWN)?;
    session.browser.allow_if_asked().await?;
    session.window.sees("Elsewhere is connected").await?;
    session.window.close().await?;
    println!("{HELD}");
    Ok(())
}

fn change_network(lines: &str) -> Outcome {
    let changed = Command::new("sh").args(["-ec", lines]).status()?;
    ensure!(changed.success(), "the network is as it was");
    Ok(())
}

/// Salesforce is signed in to in a browser that reaches it; the callback is opened in the other one.
async fn finish(name: &str, arguments: &[&str], reaches: bool) -> Outcome {
    let (session, address) = at_consent().await?;
    let pac = format!(
        "--proxy-pac-url=data:application/x-ns-proxy-autoconfig,\
         function%20FindProxyForURL(u,h){{return%20h=='localhost'?'PROXY%20{DEAD}':'DIRECT'}}"
    );
    let arguments: Vec<&str> = arguments
        .iter()
        .map(|argument| {
            if *argument == "PAC" {
                pac.as_str()
            } else {
                *argument
            }
        })
        .collect();
    let other = Browser::chromium_with(&session.machine.browser_driver, &arguments).await?;
    if reaches {
        sign_in(&other, &address).await?;
        session.window.sees("Elsewhere is connected").await?;
        return session.window.close().await;
    }
    // Not even the practice org is reached through that proxy. Who signs in there gets as far as the callback.
    let refused = other
        .open_address("http://localhost:33333/?code=never&state=sent")
        .await;
    ensure!(refused.is_err(), "{name}: the callback was reached");
    session.window.sees("Nothing came back?").await?;
    session.browser.open_address(&address).await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Elsewhere is connected").await?;
    session.window.close().await
}

/// Both show the same sign-in; the one that was not opened is finished, and the other one changes nothing afterwards.
async fn both_browsers() -> Outcome {
    let (session, address) = at_consent().await?;
    session.browser.open_address(&address).await?;
    let other = Browser::chromium(&session.machine.browser_driver).await?;
    sign_in(&other, &address).await?;
    session.window.sees("Elsewhere is connected").await?;
    // Its answer finds nobody any more.
    let _refused = session.sign_in_and_allow(FIRST.username).await;
    session.window.sees("Elsewhere is connected").await?;
    session.window.close().await
}

async fn at_consent() -> anyhow::Result<(Session, String)> {
    let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    session.fill_credentials("Elsewhere").await?;
    session.window.press("Connect").await?;
    let address = session.next_address().await?;
    Ok((session, address))
}

async fn sign_in(browser: &Browser, address: &str) -> Outcome {
    browser.open_address(address).await?;
    browser.sign_in(FIRST.username, PASSWORD).await?;
    browser.allow_if_asked().await
}
