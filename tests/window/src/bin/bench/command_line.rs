//! The command line: lists, tests of many connections, and many programs that find one session over.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use orgkeep_simulator::{Endpoint, OrgKey};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::figure::{Sample, say};
use crate::stocked::Stocked;

/// How often a list is made.
const LISTS: usize = 20;
/// Programs and tasks that find the same session over.
const PROGRAMS: usize = 8;
const TASKS: usize = 100;

/// Prints all of them.
///
/// # Errors
/// When a command fails.
pub async fn figures(program: &str) -> anyhow::Result<()> {
    let mut stocked = Stocked::with(program, 9).await?;
    hung(&mut stocked).await?;
    stocked.fill(10).await?;
    list(&stocked, 15).await?;
    stocked.fill(100).await?;
    test(&stocked, 300, "3 s; first 0.6 s").await?;
    stocked.fill(1_000).await?;
    list(&stocked, 60).await?;
    memory(&stocked).await?;
    test(&stocked, 50, "5 s").await?;
    expiry(&stocked).await
}

async fn list(stocked: &Stocked, bar: u32) -> anyhow::Result<()> {
    let mut times = Vec::new();
    for _ in 0..LISTS {
        let began = Instant::now();
        let output = stocked.command(&["list"]).output().await?;
        times.push(began.elapsed().as_secs_f64() * 1000.0);
        anyhow::ensure!(output.status.success(), "the list failed");
    }
    let (count, times) = (stocked.count(), Sample::of(times)?);
    say(&format!(
        "list of {count} connections: {}; bar: {bar} ms",
        times.text("ms")
    ))
}

/// The most memory that a list took. What it prints is more than a pipe holds, so it stands still while it is looked at.
async fn memory(stocked: &Stocked) -> anyhow::Result<()> {
    let mut list = stocked.command(&["list", "--json"]);
    let mut child = list.stdout(Stdio::piped()).spawn()?;
    let mut out = child.stdout.take().context("no output")?;
    out.read_u8().await?;
    let id = child.id().context("the list is over already")?;
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    tokio::io::copy(&mut out, &mut tokio::io::sink()).await?;
    child.wait().await?;
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let most = most.context("no VmHWM")?.trim();
    let count = stocked.count();
    say(&format!(
        "list of {count} connections: {most} of memory at most; bar: 30720 kB"
    ))
}

async fn test(stocked: &Stocked, latency: u64, bar: &str) -> anyhow::Result<()> {
    stocked
        .simulator
        .set_latency(Duration::from_millis(latency));
    stocked.simulator.journal().clear();
    let times = stocked.test_all().await?;
    let calls = stocked.simulator.journal().entries().len();
    stocked.simulator.faults().clear();
    let (first, last) = ends(&times)?;
    say(&format!(
        "test of {} connections at {latency} ms: {last:.2} s, first after {first:.2} s, {calls} calls; bar: {bar}, 1 call each",
        stocked.count()
    ))
}

/// One org takes the connection and never answers.
async fn hung(stocked: &mut Stocked) -> anyhow::Result<()> {
    let silent = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://localhost:{}", silent.local_addr()?.port());
    let id = stocked.add_at(&address).await?;
    let times = stocked.test_all().await?;
    stocked.remove(&id).await?;
    let nine = times
        .get(times.len().saturating_sub(2))
        .context("no result")?;
    let (_, last) = ends(&times)?;
    say(&format!(
        "test of 10 connections, one of which hangs: nine after {:.2} s, the last after {last:.2} s; bar: nine undelayed, \
         10 s",
        nine.as_secs_f64()
    ))
}

/// Many tasks of a window and many programs find one session over at the same time.
async fn expiry(stocked: &Stocked) -> anyhow::Result<()> {
    let simulator = &stocked.simulator;
    simulator.end_access_tokens();
    simulator.journal().clear();
    let window = stocked.window().await?;
    let sessions = window.sessions()?.clone();
    let (id, name) = stocked.original(OrgKey::Uat)?;
    let mut all = JoinSet::new();
    for _ in 0..PROGRAMS {
        let mut test = stocked.command(&["test", &name, "--json"]);
        all.spawn(async move { verdict(&test.output().await?.stdout) });
    }
    for _ in 0..TASKS {
        let (sessions, id) = (sessions.clone(), id.clone());
        all.spawn(async move { Ok(sessions.test(&id).await?.outcome.verdict.name().to_owned()) });
    }
    let mut verdicts: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(ended) = all.join_next().await {
        *verdicts.entry(ended??).or_default() += 1;
    }
    window.close().await;
    let renewals = simulator.journal().of_endpoint(Endpoint::Token).len();
    say(&format!(
        "{TASKS} tasks and {PROGRAMS} programs find one session over: {verdicts:?}, {renewals} token call; bar: 1"
    ))
}

/// What a program found, as it prints it.
fn verdict(out: &[u8]) -> anyhow::Result<String> {
    let document: serde_json::Value = serde_json::from_slice(out)?;
    let verdict = document["results"][0]["verdict"].as_str();
    Ok(verdict.unwrap_or("not tested").to_owned())
}

impl Stocked {
    /// Tests everything. Gives the time of each result, in order.
    async fn test_all(&self) -> anyhow::Result<Vec<Duration>> {
        let began = Instant::now();
        let mut test = self.command(&["test", "--all"]);
        let mut child = test.stdout(Stdio::piped()).spawn()?;
        let out = child.stdout.take().context("no output")?;
        let mut lines = BufReader::new(out).lines();
        let mut times = Vec::with_capacity(self.count());
        while let Some(line) = lines.next_line().await? {
            if !line.starts_with(' ') {
                times.push(began.elapsed());
            }
        }
        child.wait().await?;
        anyhow::ensure!(times.len() == self.count(), "{} results", times.len());
        Ok(times)
    }
}

fn ends(times: &[Duration]) -> anyhow::Result<(f64, f64)> {
    let (first, last) = times.first().zip(times.last()).context("no result")?;
    Ok((first.as_secs_f64(), last.as_secs_f64()))
}
