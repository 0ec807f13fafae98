//! Answers that are too much (security.md, H-05).

use std::io::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use orgkeep_domain::authority::{Authority as Server, AuthorityRule};
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::probe::probe;
use orgkeep_salesforce::reach::reach;
use orgkeep_simulator::{AppKind, Endpoint, Fault, OrgKey, Times, WireEffect};

use crate::child::ask_again;
use crate::signed_in::SignedIn;
use crate::site::{Site, VERSIONS, versions};

/// Within which an answer without an end is left alone.
const STOPPED_WITHIN: Duration = Duration::from_secs(2);
/// How much the process may grow, in KiB.
const CALM: u64 = 16 * 1024;
/// Addresses for the other process: one that answers as it should, and one that throws a bomb.
const TARGETS: &str = "ORGKEEP_TEST_BOMB";

fn bombs() -> Result<[(&'static str, WireEffect); 5]> {
    Ok([
        ("1.1 MiB", WireEffect::LargeBody(1_153_434)),
        ("endless", WireEffect::EndlessBody),
        ("gzip, 1,000:1", WireEffect::Raw(squeezed()?)),
        ("100,000 nested arrays", WireEffect::NestedArrays(100_000)),
        ("10,000 headers", WireEffect::ManyHeaders(10_000)),
    ])
}

/// A good answer behind 64 MiB of blanks, in a thousandth of the space.
fn squeezed() -> Result<Vec<u8>> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&vec![b' '; 64 << 20])?;
    gzip.write_all(VERSIONS.as_bytes())?;
    let body = gzip.finish()?;
    ensure!(body.len() < 80 << 10, "{} bytes", body.len());
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    Ok([head.as_bytes(), &body].concat())
}

#[tokio::test]
async fn h_05_an_answer_that_is_too_much_is_left_alone() -> Result<()> {
    let here = SignedIn::to(OrgKey::Uat, AppKind::Public, false).await?;
    let warm = Site::plain(versions()).await?;
    let mut survived = 0;
    for (name, effect) in bombs()? {
        let throw = |at: Endpoint| {
            let effect = effect.clone();
            let bomb = Fault::Wire {
                at: Some(at),
                effect,
            };
            here.simulator.faults().set(bomb, Times::Always);
        };
        throw(Endpoint::Rest);
        let begun = Instant::now();
        let probed = probe(&here.client, here.session()).await;
        ensure!(
            probed.is_err() && begun.elapsed() < STOPPED_WITHIN,
            "{name}"
        );
        throw(Endpoint::Token);
        let begun = Instant::now();
        let renewed = here.refresh_with(here.refresh_token()).await;
        ensure!(
            renewed.is_err() && begun.elapsed() < STOPPED_WITHIN,
            "{name}"
        );
        // The memory is measured where nothing else runs.
        throw(Endpoint::Versions);
        let targets = format!("http://{} {}", warm.address, here.login.origin());
        let environment = [(TARGETS, targets)];
        let said = ask_again("bomb::the_other_process_is_struck", &environment).await;
        ensure!(said == "left alone", "{name}: {said}");
        here.simulator.faults().clear();
        survived += 1;
    }
    println!("H-05 survived {survived} of 5");
    Ok(())
}

#[tokio::test]
async fn the_other_process_is_struck() -> Result<()> {
    let Ok(targets) = std::env::var(TARGETS) else {
        return Ok(());
    };
    let (warm, bomb) = targets.split_once(' ').unwrap();
    let server = |address| Server::parse(address, AuthorityRule::Practice);
    let client = HttpClient::new(true)?;
    let good = reach(&client, &server(warm)?).await?;
    ensure!(good.is_salesforce);
    // From here on the peak is counted anew (proc(5)).
    std::fs::write("/proc/self/clear_refs", "5")?;
    let (before, begun) = (peak()?, Instant::now());
    let struck = reach(&client, &server(bomb)?).await;
    let (grown, took) = (peak()? - before, begun.elapsed());
    let refused = !struck.as_ref().is_ok_and(|reached| reached.is_salesforce);
    let calm = refused && grown <= CALM && took < STOPPED_WITHIN;
    let found = format!("{struck:?} in {took:?}, {grown} KiB more");
    crate::child::say(if calm { "left alone" } else { &found });
    Ok(())
}

/// The most memory that this process has had, in KiB.
fn peak() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line
        .unwrap_or_default()
        .trim()
        .trim_end_matches(" kB")
        .parse()?)
}
