//! Faults of the connection, seen from its other end.

use std::{io, time::Duration};

use orgkeep_simulator::{
    AppKind, Endpoint, Fault, JournalEntry, OrgKey, Simulator, Times, Tuning, WireEffect,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::support::{Client, get, start, try_post};

const SOON: Duration = Duration::from_secs(10);

async fn client(simulator: &Simulator) -> Client {
    Client::new(simulator, OrgKey::Production, AppKind::Public)
}

async fn exchange(client: &Client, code: &str) -> io::Result<crate::support::Answer> {
    let form = client.exchange_form(code, &[]);
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    try_post(&client.token_url(), &form).await
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let simulator = start().await;
    let client = client(&simulator).await;
    let code = client.code().await;
    for scenario in ["reset-before-body", "reset-after-body"] {
        let tuning = Tuning::at(Endpoint::Token);
        simulator
            .faults()
            .set_scenario(scenario, &tuning, Times::Next(1))
            .unwrap();
        let error = exchange(&client, &code).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset, "{scenario}");
    }
    assert_eq!(exchange(&client, &code).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_lost_answer_has_spent_the_code() {
    let simulator = start().await;
    let client = client(&simulator).await;
    let code = client.code().await;
    simulator
        .faults()
        .set_scenario("answer-lost", &Tuning::default(), Times::Next(1))
        .unwrap();
    assert!(exchange(&client, &code).await.is_err());
    assert_eq!(exchange(&client, &code).await.unwrap().status, 400);
    assert_eq!(simulator.grant_count(&client.app.client_id), 1);
}

#[tokio::test]
async fn a_late_answer_has_done_what_was_asked_before_it_arrives() {
    let simulator = start().await;
    let client = client(&simulator).await;
    simulator.faults().switch_on("answer-late").unwrap();
    let code = client.code().await;
    let asking = exchange(&client, &code);
    tokio::pin!(asking);
    let done = |entries: &[JournalEntry]| {
        let mut tokens = entries
            .iter()
            .filter(|entry| entry.endpoint == Endpoint::Token);
        tokens.any(|entry| entry.status == Some(200))
    };
    tokio::select! {
        _ = &mut asking => panic!("the answer is not late"),
        done = simulator.journal().wait_for(done, SOON) => drop(done.unwrap()),
    }
    assert_eq!(simulator.grant_count(&client.app.client_id), 1);
    assert_eq!(asking.await.unwrap().status, 200);
}

#[tokio::test]
async fn a_hanging_request_is_in_the_journal_without_an_answer() {
    let simulator = start().await;
    let client = client(&simulator).await;
    simulator.faults().switch_on("hang").unwrap();
    let code = client.code().await;
    let asking = exchange(&client, &code);
    let asked = |entries: &[JournalEntry]| {
        entries
            .iter()
            .any(|entry| entry.endpoint == Endpoint::Token)
    };
    let waiting = simulator.journal().wait_for(asked, SOON);
    let entries = tokio::select! {
        _ = asking => panic!("no answer may come"),
        entries = waiting => entries.unwrap(),
    };
    assert_eq!(entries.last().unwrap().status, None);
}

#[tokio::test]
async fn a_truncated_answer_is_shorter_than_it_says() {
    let simulator = start().await;
    let client = client(&simulator).await;
    simulator.faults().switch_on("truncated-json").unwrap();
    let code = client.code().await;
    let answer = exchange(&client, &code).await.unwrap();
    assert_eq!(answer.status, 200);
    let announced = answer.head.split("content-length: ").nth(1).unwrap();
    let announced: usize = announced.split("\r\n").next().unwrap().parse().unwrap();
    assert!(answer.body.len() < announced);
    assert!(serde_json::from_str::<serde_json::Value>(&answer.body).is_err());
}

#[tokio::test]
async fn size_bombs_have_the_size_they_promise() {
    let simulator = start().await;
    let client = client(&simulator).await;
    let bombs = [
        ("large-body", 1_153_434),
        ("nested-arrays", 200_000),
        ("huge-headers", 2),
    ];
    for (scenario, size) in bombs {
        simulator
            .faults()
            .set_scenario(scenario, &Tuning::default(), Times::Next(1))
            .unwrap();
        let answer = exchange(&client, "any").await.unwrap();
        assert_eq!(answer.body.len(), size, "{scenario}");
        let many = answer.head.lines().count() > 10_000;
        assert_eq!(many, scenario == "huge-headers");
    }
}

#[tokio::test]
async fn an_endless_body_goes_on_until_the_client_leaves() {
    let simulator = start().await;
    let client = client(&simulator).await;
    simulator.faults().switch_on("endless-body").unwrap();
    let port = url::Url::parse(&client.host).unwrap().port().unwrap();
    let mut stream = TcpStream::connect(("localhost", port)).await.unwrap();
    stream
        .write_all(
            b"POST /services/oauth2/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
        )
        .await
        .unwrap();
    let mut bytes = vec![0; 4 * 1024 * 1024];
    timeout(SOON, stream.read_exact(&mut bytes))
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn raw_bytes_are_sent_as_they_are() {
    let simulator = start().await;
    let raw = b"HTTP/1.1 200 OK\r\nX-Odd: \x1b[31m\r\n\r\nnot what you think".to_vec();
    let fault = Fault::Wire {
        at: Some(Endpoint::Versions),
        effect: WireEffect::Raw(raw),
    };
    simulator.faults().set(fault, Times::Next(1));
    let answer = get(&format!("{}/services/data/", simulator.login_url())).await;
    assert!(answer.head.contains("\x1b[31m"));
    assert_eq!(answer.body, "not what you think");
}

#[tokio::test]
async fn latency_delays_every_answer() {
    let simulator = start().await;
    simulator.set_latency(Duration::from_millis(60));
    let before = std::time::Instant::now();
    get(&format!("{}/services/data/", simulator.login_url())).await;
    assert!(before.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn both_families_are_listened_on() {
    let simulator = start().await;
    let port = url::Url::parse(&simulator.login_url())
        .unwrap()
        .port()
        .unwrap();
    TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    if std::net::TcpListener::bind("[::1]:0").is_ok() {
        TcpStream::connect(("::1", port)).await.unwrap();
    }
}

#[tokio::test]
async fn shutdown_frees_the_ports_even_while_a_request_hangs() {
    let simulator = start().await;
    simulator
        .faults()
        .set_scenario("hang", &Tuning::at(Endpoint::Versions), Times::Always)
        .unwrap();
    let port = url::Url::parse(&simulator.login_url())
        .unwrap()
        .port()
        .unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream
        .write_all(b"GET /services/data/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    let any = |entries: &[JournalEntry]| !entries.is_empty();
    simulator.journal().wait_for(any, SOON).await.unwrap();
    timeout(SOON, simulator.shutdown()).await.unwrap();
    assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
    let mut rest = Vec::new();
    let _ = timeout(SOON, stream.read_to_end(&mut rest)).await.unwrap();
}
