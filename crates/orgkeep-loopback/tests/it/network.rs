//! Computers with other networks: without one of the loopback addresses, and with neighbours. Each is a network
//! namespace, in which the port of the product itself is free.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use orgkeep_domain::client::CallbackUrl;
use orgkeep_loopback::check_port;
use tokio::task::spawn_blocking;

use crate::apart::{Apart, TASK};
use crate::browser::{V4, V6};
use crate::row::Row;
use crate::sign_in::SignIn;

/// What the other process of a test says when all is as it must be.
const WELL: &str = "as it must be";
/// How long a cable that was just plugged in is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// A cable rings no bell.
const PAUSE: Duration = Duration::from_millis(20);

/// How a computer came to lack one of the two addresses, and the one that it has.
const LAME: [(&str, &str, IpAddr); 10] = [
    ("::1 taken away", "ip addr del ::1/128 dev lo", V4),
    ("IPv6 off on loopback", "echo 1 > $V6/lo/disable_ipv6", V4),
    ("IPv6 off", "echo 1 > $V6/all/disable_ipv6", V4),
    (
        "IPv6 off, with a network",
        "echo 1 > $V6/all/disable_ipv6; plug; ip addr add 192.0.2.10/24 dev lan",
        V4,
    ),
    (
        "no ::1, with an IPv6 network",
        "echo 1 > $V6/lo/disable_ipv6; plug; ip addr add 2001:db8::10/64 dev lan nodad",
        V4,
    ),
    ("127.0.0.1 taken away", "ip addr del 127.0.0.1/8 dev lo", V6),
    (
        "127.0.0.2 in its place",
        "ip addr del 127.0.0.1/8 dev lo; ip addr add 127.0.0.2/32 dev lo",
        V6,
    ),
    (
        "no IPv4, with an IPv6 network",
        "ip addr flush dev lo scope host; ip addr add ::1/128 dev lo; plug;
         ip addr add 2001:db8::10/64 dev lan nodad",
        V6,
    ),
    (
        "no 127.0.0.1, with an IPv4 network",
        "ip addr del 127.0.0.1/8 dev lo; plug; ip addr add 192.0.2.10/24 dev lan",
        V6,
    ),
    (
        "no 127.0.0.1, with a way out",
        "ip addr del 127.0.0.1/8 dev lo; plug; ip addr add 192.0.2.10/24 dev lan;
         ip route add default via 192.0.2.1",
        V6,
    ),
];

#[tokio::test]
async fn l_04_one_of_the_two_loopback_addresses_is_enough() {
    let Some(apart) = Apart::find() else {
        return println!("L-04 not measured: this system gives no network of its own");
    };
    let mut row = Row::new("L-04", LAME.len());
    for (name, lines, left) in LAME {
        let said = apart.run("network::a_lame_computer", lines, &left.to_string());
        row.survived(format!("{name}: {said}"), said.contains(WELL));
    }
    row.finish();
}

#[tokio::test]
#[ignore = "a computer for other tests"]
async fn a_lame_computer() {
    let Ok(left) = std::env::var(TASK) else {
        return;
    };
    let left: IpAddr = left.parse().unwrap();
    let gone = if left == V4 { V6 } else { V4 };
    assert!(TcpListener::bind((gone, 0)).is_err(), "{gone} is there");
    let callback = CallbackUrl::standard();
    // The second sign-in shows that the first one left nothing behind.
    for _ in 0..2 {
        check_port(&callback).await.unwrap();
        let sign_in = SignIn::on(&callback).await.unwrap();
        assert!(sign_in.survives_on(left).await);
    }
    println!("{WELL}");
}

/// The addresses by which a neighbour reaches this computer, the lines with which it gets its own, and the lines
/// that plug it in; `$IT` is its process.
struct Neighbour {
    reaches: &'static str,
    at_home: &'static str,
    plug: &'static str,
}

/// A cable, and a bridge as containers have it.
const NETWORKS: &str = "ip link add lan type veth peer name far;
     ip addr add 192.0.2.10/24 dev lan; ip addr add 2001:db8::10/64 dev lan nodad; ip link set lan up;
     ip link add bridge type bridge; ip addr add 172.17.0.1/16 dev bridge;
     ip addr add fd00:17::1/64 dev bridge nodad; ip link set bridge up;
     ip link add port type veth peer name inside; ip link set port master bridge; ip link set port up";

const NEIGHBOURS: [(&str, Neighbour); 3] = [
    (
        "the computer itself, by its LAN address",
        Neighbour {
            reaches: "192.0.2.10 2001:db8::10",
            at_home: "",
            plug: "ip link set far up",
        },
    ),
    (
        "a container, by the bridge",
        Neighbour {
            reaches: "172.17.0.1 fd00:17::1 192.0.2.10",
            at_home: "ip addr add 172.17.0.2/16 dev inside; ip link set inside up;
                 ip addr add fd00:17::2/64 dev inside nodad; ip route add default via 172.17.0.1",
            plug: "ip link set inside netns $IT",
        },
    ),
    (
        "another namespace, by the LAN",
        Neighbour {
            reaches: "192.0.2.10 2001:db8::10",
            at_home: "ip addr add 192.0.2.11/24 dev far; ip link set far up;
                 ip addr add 2001:db8::11/64 dev far nodad",
            plug: "ip link set far netns $IT",
        },
    ),
];

#[tokio::test]
async fn l_07_nobody_reaches_the_listener_from_outside() {
    let Some(apart) = Apart::find() else {
        return println!("L-07 not measured: this system gives no network of its own");
    };
    let mut row = Row::new("L-07", NEIGHBOURS.len());
    for (number, (name, _)) in NEIGHBOURS.iter().enumerate() {
        let said = apart.run(
            "network::a_computer_with_neighbours",
            NETWORKS,
            &number.to_string(),
        );
        row.survived(format!("{name}: {said}"), said.contains(WELL));
    }
    row.finish();
}

#[tokio::test]
#[ignore = "a computer for other tests"]
async fn a_computer_with_neighbours() {
    let Ok(number) = std::env::var(TASK) else {
        return;
    };
    let number: usize = number.parse().unwrap();
    let (name, neighbour) = &NEIGHBOURS[number];
    let sign_in = SignIn::on(&CallbackUrl::standard()).await.unwrap();
    // Without something that can be reached, being refused would say nothing.
    let open = TcpListener::bind(("::", 0)).unwrap();
    let task = format!(
        "{} {} {}",
        sign_in.port,
        open.local_addr().unwrap().port(),
        neighbour.reaches
    );
    let own = number == 0;
    let visit = spawn_blocking(move || {
        if own {
            visit(&task)
        } else {
            call(neighbour, &task)
        }
    });
    let said = visit.await.unwrap();
    assert!(said.contains(WELL), "{name}: {said}");
    assert!(sign_in.survives().await);
    println!("{WELL}");
}

/// Has a neighbour in a network of its own visit this computer; gives what it says.
fn call(neighbour: &Neighbour, task: &str) -> String {
    let lines = format!("echo moved in; read -r _; {}", neighbour.at_home);
    let mut process = Apart::find()
        .unwrap()
        .command("network::a_visitor", &lines, task)
        .spawn()
        .unwrap();
    let mut said = BufReader::new(process.stdout.take().unwrap());
    let mut first = String::new();
    said.read_line(&mut first).unwrap();
    let plugged = Command::new("sh")
        .args(["-ec", neighbour.plug])
        .env("IT", process.id().to_string())
        .status();
    assert!(plugged.unwrap().success());
    process.stdin.take().unwrap().write_all(b"go\n").unwrap();
    let rest = io::read_to_string(said).unwrap();
    process.wait().unwrap();
    rest
}

#[test]
#[ignore = "a visitor for other tests"]
fn a_visitor() {
    if let Ok(task) = std::env::var(TASK) {
        println!("{}", visit(&task));
    }
}

/// Knocks at the callback's port on every address, once the way there is open. `task` is that port, one that is
/// open to everybody, and the addresses.
fn visit(task: &str) -> String {
    let mut words = task.split(' ');
    let mut port = || -> u16 { words.next().unwrap().parse().unwrap() };
    let (callback, open) = (port(), port());
    for address in words {
        let at = |port| SocketAddr::new(address.parse().unwrap(), port);
        let begun = Instant::now();
        while let Err(error) = TcpStream::connect(at(open)) {
            if begun.elapsed() > PATIENCE {
                return format!("{address} cannot be reached at all: {error}");
            }
            sleep(PAUSE);
        }
        match TcpStream::connect(at(callback)) {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {}
            other => return format!("{address}: {other:?}"),
        }
    }
    WELL.to_owned()
}
