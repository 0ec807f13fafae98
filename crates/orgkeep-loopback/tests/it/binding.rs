//! Taking the port: both families or none, and why not.

use std::io::{self, BufRead as _, BufReader, Read as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use orgkeep_domain::client::CallbackUrl;
use orgkeep_loopback::{BindError, Listener, check_port, open_socket};
use tokio::net::TcpSocket;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::browser::{self, V4, V6};
use crate::row::Row;
use crate::sign_in::{SignIn, free_callback};

#[tokio::test]
async fn l_01_both_sockets_are_there_before_the_browser_and_each_brings_callbacks() {
    let mut row = Row::new("L-01", 120);
    for round in 0..20 {
        let callback = free_callback("");
        let trace = Mutex::new(Vec::new());
        let listener = Listener::bind_with(&callback, |address| {
            trace.lock().unwrap().push(address.ip());
            open_socket(address)
        })
        .await
        .unwrap();
        trace.lock().unwrap().push(IpAddr::V4(Ipv4Addr::BROADCAST));
        // The browser is as fast as can be: it is there in the moment in which the listener is.
        for ip in [V4, V6] {
            drop(browser::open(ip, callback.port()).await);
        }
        let order = trace.into_inner().unwrap();
        let before = order == [V4, V6, IpAddr::V4(Ipv4Addr::BROADCAST)];
        let survived = SignIn::with(listener, callback.port()).survives().await;
        row.survived(format!("browser {round}"), before && survived);
    }
    for round in 0..50 {
        for ip in [V4, V6] {
            let survived = SignIn::begin().await.survives_on(ip).await;
            row.survived(format!("callback {round} by {ip}"), survived);
        }
    }
    row.finish();
}

#[tokio::test]
async fn l_02_a_stranger_on_the_port_is_named_and_nothing_begins() {
    let mut row = Row::new("L-02", 5);
    let own = std::process::id();
    for ip in [
        V4,
        Ipv4Addr::UNSPECIFIED.into(),
        Ipv6Addr::UNSPECIFIED.into(),
    ] {
        let callback = free_callback("");
        let stranger = TcpListener::bind((ip, callback.port())).unwrap();
        let named = is_refused_because_of(&callback, own).await;
        drop(stranger);
        let survived = SignIn::on(&callback).await.unwrap().survives().await;
        row.survived(format!("stranger on {ip}"), named && survived);
    }
    for kind in ["orgkeep", "tool"] {
        let callback = free_callback("");
        let stranger = Stranger::begin(kind, callback.port());
        let named = is_refused_because_of(&callback, stranger.process.id()).await;
        drop(stranger);
        let survived = SignIn::on(&callback).await.unwrap().survives().await;
        row.survived(format!("stranger is {kind}"), named && survived);
    }
    row.finish();
}

#[tokio::test]
async fn l_03_a_stranger_on_ipv6_alone_is_reason_enough() {
    let mut row = Row::new("L-03", 20);
    for round in 0..20 {
        let callback = free_callback("");
        let stranger = TcpListener::bind((V6, callback.port())).unwrap();
        stranger.set_nonblocking(true).unwrap();
        let named = is_refused_because_of(&callback, std::process::id()).await;
        let untouched = stranger.accept().is_err();
        let v4_is_free = TcpListener::bind((V4, callback.port())).is_ok();
        drop(stranger);
        let survived = SignIn::on(&callback).await.unwrap().survives().await;
        row.survived(
            format!("round {round}"),
            named && untouched && v4_is_free && survived,
        );
    }
    row.finish();
}

/// Whether both the listener and the probe refuse, and name this process.
async fn is_refused_because_of(callback: &CallbackUrl, pid: u32) -> bool {
    let names = |result: Option<BindError>| {
        matches!(result, Some(BindError::Occupied { holder: Some(holder) })
            if holder.pid == pid && !holder.name.is_empty())
    };
    let asked = Instant::now();
    let bound = names(Listener::bind(callback).await.err());
    let at_once = asked.elapsed() < Duration::from_secs(10);
    bound && at_once && names(check_port(callback).await.err())
}

#[tokio::test]
async fn l_05_the_next_sign_in_can_begin_at_once() {
    let mut row = Row::new("L-05", 20);
    let callback = free_callback("");
    for round in 0..20 {
        let refusals = AtomicUsize::new(0);
        let listener = Listener::bind_with(&callback, |address| {
            open_socket(address).inspect_err(|_| {
                refusals.fetch_add(1, Ordering::Relaxed);
            })
        })
        .await
        .unwrap();
        let survived = SignIn::with(listener, callback.port()).survives().await;
        let free = refusals.into_inner() == 0;
        row.survived(format!("round {round}"), free && survived);
    }
    row.finish();
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn l_06_each_refusal_of_the_system_has_its_own_explanation() {
    const EPERM: i32 = 1;
    const EACCES: i32 = 13;
    const EMFILE: i32 = 24;
    let error_of = io::Error::from_raw_os_error;
    let mut row = Row::new("L-06", 5);
    let mut explanations = Vec::new();
    let mut judge = |variant: &'static str, error: BindError, right: bool| {
        row.survived(variant, right && !explanations.contains(&error.to_string()));
        explanations.push(error.to_string());
    };

    let begun = Instant::now();
    let error = refusal(|| io::ErrorKind::AddrInUse.into()).await;
    let waited = begun.elapsed() >= Duration::from_secs(10);
    let right = matches!(error, BindError::Occupied { holder: None }) && waited;
    judge("EADDRINUSE", error, right);
    let error = refusal(|| error_of(EACCES)).await;
    let right = matches!(error, BindError::Reserved);
    judge("EACCES", error, right);
    let error = refusal(|| io::ErrorKind::AddrNotAvailable.into()).await;
    let right = matches!(error, BindError::NoLoopback);
    judge("EADDRNOTAVAIL", error, right);
    let error = refusal(|| error_of(EPERM)).await;
    let right = matches!(error, BindError::PermissionDenied);
    judge("EPERM", error, right);
    let error = refusal(|| error_of(EMFILE)).await;
    let right = matches!(error, BindError::TooManyFiles);
    judge("EMFILE", error, right);
    row.finish();
}

#[cfg(unix)]
async fn refusal(make: impl Fn() -> io::Error) -> BindError {
    let callback = free_callback("");
    let result = Listener::bind_with(&callback, |_| Err(make())).await;
    assert!(browser::is_closed(callback.port()).await);
    result.err().unwrap()
}

#[tokio::test]
async fn a_family_that_does_not_exist_is_done_without() {
    for (absent, present) in [(V6, V4), (V4, V6)] {
        let callback = free_callback("");
        let listener = Listener::bind_with(&callback, |address| {
            if address.ip() == absent {
                return Err(io::ErrorKind::AddrNotAvailable.into());
            }
            open_socket(address)
        })
        .await
        .unwrap();
        let sign_in = SignIn::with(listener, callback.port());
        assert!(sign_in.survives_on(present).await, "{present} alone");
    }
}

#[tokio::test]
async fn a_family_that_is_refused_releases_the_other() {
    let callback = free_callback("");
    let result = Listener::bind_with(&callback, |address| {
        if address.is_ipv6() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        open_socket(address)
    })
    .await;
    assert!(matches!(result, Err(BindError::PermissionDenied)));
    assert!(browser::is_closed(callback.port()).await);
}

#[tokio::test]
async fn a_passing_connection_is_waited_for() {
    let elsewhere = tokio::net::TcpListener::bind((V4, 0)).await.unwrap();
    // What earlier tests left on a port in `TIME_WAIT` is in the way of an ordinary socket.
    let (callback, passing) = loop {
        let callback = free_callback("");
        let passing = TcpSocket::new_v4().unwrap();
        let address = SocketAddr::new(V4, callback.port());
        if passing.bind(address).is_ok() {
            break (callback, passing);
        }
    };
    let mut passing = passing
        .connect(elsewhere.local_addr().unwrap())
        .await
        .unwrap();
    let (other_end, _) = elsewhere.accept().await.unwrap();
    assert!(matches!(
        check_port(&callback).await,
        Err(BindError::Occupied { holder: Some(holder) }) if holder.pid == std::process::id()
    ));

    let refused = Notify::new();
    let bind = Listener::bind_with(&callback, |address| {
        open_socket(address).inspect_err(|_| refused.notify_one())
    });
    let passes = async {
        refused.notified().await;
        // Its other end closes first, so that nothing stays behind on the port.
        drop(other_end);
        browser::read_reply(&mut passing).await;
        drop(passing);
    };
    let (listener, ()) = tokio::join!(bind, passes);
    let sign_in = SignIn::with(listener.unwrap(), callback.port());
    assert!(sign_in.survives().await);
}

#[tokio::test]
async fn a_free_port_is_free_after_the_probe() {
    let callback = free_callback("");
    check_port(&callback).await.unwrap();
    assert!(browser::is_closed(callback.port()).await);
}

#[tokio::test]
async fn neither_socket_shares_its_port() {
    let callback = free_callback("");
    let sign_in = SignIn::on(&callback).await.unwrap();
    for ip in [V4, V6] {
        let second = open_socket(SocketAddr::new(ip, callback.port()));
        assert_eq!(second.unwrap_err().kind(), io::ErrorKind::AddrInUse);
    }
    assert!(sign_in.survives().await);
}

/// Another process on the port. It ends when its input does.
struct Stranger {
    process: Child,
    /// Kept open, for the process writes to it at its end.
    _output: BufReader<ChildStdout>,
}

impl Stranger {
    fn begin(kind: &str, port: u16) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "binding::a_stranger_for_other_tests"])
            .args(["--ignored", "--nocapture"])
            .env("ORGKEEP_TEST_STRANGER", format!("{kind}:{port}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut lines = output.by_ref().lines();
        assert!(lines.any(|line| line.unwrap().ends_with("stranger is listening")));
        Self {
            process,
            _output: output,
        }
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ended = self.process.wait();
    }
}

#[tokio::test]
#[ignore = "a process for other tests"]
async fn a_stranger_for_other_tests() {
    let Ok(task) = std::env::var("ORGKEEP_TEST_STRANGER") else {
        return;
    };
    let (kind, port) = task.split_once(':').unwrap();
    let callback = CallbackUrl::parse(&format!("http://localhost:{port}")).unwrap();
    let orgkeep = match kind {
        "orgkeep" => Some(Listener::bind(&callback).await.unwrap()),
        _ => None,
    };
    let tool = orgkeep
        .is_none()
        .then(|| TcpListener::bind((V4, callback.port())).unwrap());
    println!("stranger is listening");
    let _end_of_input = io::stdin().read(&mut [0]);
    drop((orgkeep, tool));
}
