//! One machine for one test: a data folder, a practice org, and the program from outside.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex as PlainMutex;

use orgkeep_journeys::leak::{Encoding, Search};
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::secret::SecretBook;
use orgkeep_simulator::{
    AppKind, ClientApp, Decision, OrgKey, RobotBrowser, Simulator, SimulatorConfig, User, Visit,
};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdin, Command};
use tokio::sync::{Mutex, MutexGuard};
use url::Url;

use crate::program::Ended;

const PROGRAM: &str = env!("CARGO_BIN_EXE_orgkeep");

/// The callback port is one for the whole computer.
static PORT: Mutex<()> = Mutex::const_new(());

/// The machine. While there is one, no other test signs in.
pub struct Machine {
    pub simulator: Simulator,
    pub secrets: SecretBook,
    said: PlainMutex<Vec<u8>>,
    folder: TempDir,
    _port: MutexGuard<'static, ()>,
}

impl Machine {
    pub async fn start() -> Self {
        let port = PORT.lock().await;
        let folder = tempfile::tempdir().unwrap();
        let config = SimulatorConfig {
            state_file: Some(folder.path().join("practice-org.json")),
            ..SimulatorConfig::ephemeral()
        };
        Self {
            simulator: Simulator::start(config).await.unwrap(),
            secrets: SecretBook::default(),
            said: PlainMutex::default(),
            folder,
            _port: port,
        }
    }

    /// The folder that `--data-dir` names.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file of the test's own.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `orgkeep --practice --data-dir … ARGUMENTS`, with nothing of the person's own around it.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.plain_command(&[&["--practice"], arguments].concat())
    }

    /// `orgkeep --data-dir … ARGUMENTS`, on a computer without a keyring.
    pub fn plain_command(&self, arguments: &[&str]) -> Command {
        self.alone(Command::new(PROGRAM), arguments)
    }

    /// `orgkeep --practice --data-dir … ARGUMENTS`, without an umask; a folder gets what each thread asked the system
    /// that makes files and folders, or changes their rights.
    #[cfg(target_os = "linux")]
    pub fn traced_command(&self, arguments: &[&str], traces: &Path) -> Command {
        const TRACED: &str = "umask 000; exec strace -ff --seccomp-bpf -qq -y -o \"$0\" \
            -e 'trace=/^(open(at2?)?|creat|mkdir(at)?|f?chmod(at2?)?|rename(at2?)?)$' \"$@\"";
        let mut command = Command::new("unshare");
        // Only the administrator sees the paths of a program that lets nobody look into it.
        if !rustix::process::getuid().is_root() {
            command.arg("--map-root-user");
        }
        command.args(["sh", "-c", TRACED]).arg(traces.join("of"));
        command.arg(PROGRAM);
        self.alone(command, &[&["--practice"], arguments].concat())
    }

    /// The program with nothing of the person's own around it.
    fn alone(&self, mut command: Command, arguments: &[&str]) -> Command {
        command
            .arg("--data-dir")
            .arg(self.data())
            .args(arguments)
            .env_remove("BROWSER")
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/no/such/bus")
            .env("HOME", self.folder.path())
            .env("TMPDIR", self.temporary())
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// The same behind a proxy of the test's own, trusting the authorities in a file and no others.
    pub fn proxied_command(&self, arguments: &[&str], proxy: &str, trusted: &Path) -> Command {
        let mut command = self.plain_command(arguments);
        for variable in [
            "NO_PROXY",
            "no_proxy",
            "ALL_PROXY",
            "all_proxy",
            "https_proxy",
            "SSL_CERT_DIR",
        ] {
            command.env_remove(variable);
        }
        command
            .env("HTTPS_PROXY", proxy)
            .env("SSL_CERT_FILE", trusted);
        command
    }

    /// Runs it on the ordinary vault, with something on standard input.
    pub async fn run_plainly(&self, arguments: &[&str], input: &str) -> Ended {
        let running = Running::with(self.plain_command(arguments), input).await;
        running.end(self).await
    }

    /// Runs it to its end.
    pub async fn run(&self, arguments: &[&str]) -> Ended {
        self.begin(arguments).end(self).await
    }

    /// Runs it to its end, with programs of the test's own before those of the system.
    pub async fn run_beside(&self, programs: &Path, arguments: &[&str]) -> Ended {
        let own = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(programs.to_owned()).chain(std::env::split_paths(&own));
        let mut command = self.command(arguments);
        command.env("PATH", std::env::join_paths(folders).unwrap());
        Running::of(command).end(self).await
    }

    /// Runs it to its end, with something on standard input.
    pub async fn run_with(&self, arguments: &[&str], input: &str) -> Ended {
        self.begin_with(arguments, input).await.end(self).await
    }

    /// Starts it.
    pub fn begin(&self, arguments: &[&str]) -> Running {
        Running::of(self.command(arguments))
    }

    /// Starts it, with something on standard input.
    pub async fn begin_with(&self, arguments: &[&str], input: &str) -> Running {
        Running::with(self.command(arguments), input).await
    }

    /// Starts it, with standard input open for [`Running::type_in`].
    pub fn begin_talking(&self, arguments: &[&str]) -> Running {
        Running::talking(self.command(arguments))
    }

    /// The app as it is, with its secret known to the search.
    pub fn app(&self, org: OrgKey, kind: AppKind) -> ClientApp {
        let app = self.simulator.app(org, kind);
        if let Some(secret) = &app.secret {
            self.secrets.keep("consumer secret", secret);
        }
        app
    }

    /// The arguments that register an org, without a browser.
    pub fn registering(&self, name: &str, org: OrgKey, kind: AppKind) -> Vec<String> {
        let key = self.app(org, kind).client_id;
        self.registering_by(name, org, &["--client-id", &key, "--no-browser", "--json"])
    }

    /// The arguments that register an org with the password of its admin, and the lines with the secrets.
    pub fn logging_in(&self, name: &str, org: OrgKey) -> (Vec<String>, String) {
        let admin = self.simulator.org(org).admin().clone();
        self.secrets.keep("password", &admin.password);
        self.secrets.keep("security token", &admin.security_token);
        let way = ["--auth", "standard", "--username", &admin.username];
        let way = [&way[..], &["--password-stdin", "--json"]].concat();
        let lines = format!("{}\n{}\n", admin.password, admin.security_token);
        (self.registering_by(name, org, &way), lines)
    }

    /// The arguments that register an org in some way.
    pub fn registering_by(&self, name: &str, org: OrgKey, way: &[&str]) -> Vec<String> {
        let url = self.simulator.org(org).my_domain_url;
        let begin = ["register", "--name", name, "--type", "sandbox"];
        let whole = [&begin[..], &["--login-url", &url], way].concat();
        whole.into_iter().map(str::to_owned).collect()
    }

    /// Registers an org as its admin.
    pub async fn register(&self, name: &str, org: OrgKey) -> Ended {
        let arguments = self.registering(name, org, AppKind::Public);
        let mut running = self.begin(&strs(&arguments));
        let address = running.address().await;
        self.allow(&address, self.simulator.org(org).admin()).await;
        running.end(self).await
    }

    /// Registers an org by a Connected App, and puts an External Client App into it to move to.
    pub async fn movable(&self, name: &str, org: OrgKey) -> ClientApp {
        let mut arguments = self.registering(name, org, AppKind::Public);
        arguments.extend(["--auth", "connected-app"].map(str::to_owned));
        let mut running = self.begin(&strs(&arguments));
        let address = running.address().await;
        self.allow(&address, self.simulator.org(org).admin()).await;
        assert_eq!(running.end(self).await.code, 0);
        let mut app = ClientApp::public(org, "Orgkeep ECA");
        app.callbacks = vec!["http://localhost:33333".to_owned()];
        self.simulator.add_app(app.clone());
        app
    }

    /// Signs in as somebody and presses Allow; the browser goes where it is sent.
    pub async fn allow(&self, address: &str, person: &User) -> Visit {
        self.decide(address, person, Decision::Allow).await
    }

    /// Signs in as somebody and decides.
    pub async fn decide(&self, address: &str, person: &User, decision: Decision) -> Visit {
        let state = orgkeep_journeys::sign_in::parameter(address, "state");
        self.secrets.keep("state", &state.unwrap());
        let mut robot = RobotBrowser::new();
        let visit = robot.authorize(address, person, decision).await.unwrap();
        if let Some(next) = visit.location() {
            let next = Url::parse(&visit.url).unwrap().join(next).unwrap();
            let _closed_by_now = robot.open(next.as_str()).await;
        }
        visit
    }

    /// Signs in as somebody and presses Allow; gives the address that the browser would go to.
    pub async fn callback(&self, address: &str, person: &User) -> String {
        let state = orgkeep_journeys::sign_in::parameter(address, "state");
        self.secrets.keep("state", &state.unwrap());
        let mut robot = RobotBrowser::new();
        let outcome = robot.consent(address, person, Decision::Allow).await;
        let callback = outcome.unwrap().callback().unwrap();
        let code = orgkeep_journeys::sign_in::parameter(&callback, "code");
        self.secrets.keep("code", &code.unwrap());
        callback
    }

    /// Whether the callback port is free.
    pub fn port_is_free(&self) -> bool {
        std::net::TcpListener::bind("127.0.0.1:33333").is_ok()
    }

    /// Where the program puts what is temporary.
    fn temporary(&self) -> PathBuf {
        let folder = self.file("tmp");
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Secrets in what the program has said so far, besides the addresses that it was asked to print; and in its files.
    pub fn leaks(&self) -> Vec<String> {
        for entry in self.simulator.journal().entries() {
            self.secrets.keep_request(&entry);
        }
        let state = std::fs::read_to_string(self.file("practice-org.json")).unwrap_or_default();
        let _none_yet = self.secrets.keep_grants(&state);
        let search = Search::of(&self.secrets.markers(), &Encoding::ALL).unwrap();
        let mut found = search.in_bytes("output", &self.said.lock().unwrap());
        found.extend(search.in_folder(&self.data()).unwrap());
        found.extend(search.in_folder(&self.temporary()).unwrap());
        found
    }

    fn keep(&self, ended: &Ended) {
        let mut said = self.said.lock().unwrap();
        said.extend_from_slice(ended.out.as_bytes());
        let lines = ended.err.lines().filter(|line| !line.starts_with("http"));
        lines.for_each(|line| said.extend_from_slice(line.as_bytes()));
    }
}

/// Arguments as the program takes them.
pub fn strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// The program while it runs.
pub struct Running {
    child: Child,
    input: Option<ChildStdin>,
    lines: Lines<BufReader<ChildStderr>>,
    err: String,
}

impl Running {
    /// Starts a command that a test has added to.
    pub fn of(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        Self {
            input: child.stdin.take(),
            child,
            lines,
            err: String::new(),
        }
    }

    /// The same, with standard input open for [`Running::type_in`].
    pub fn talking(mut command: Command) -> Self {
        command.stdin(Stdio::piped());
        Self::of(command)
    }

    /// The same, with something on standard input.
    pub async fn with(command: Command, input: &str) -> Self {
        let mut running = Self::talking(command);
        running.type_in(input).await;
        running.input = None;
        running
    }

    /// Writes to standard input, which stays open.
    pub async fn type_in(&mut self, text: &str) {
        let input = self.input.as_mut().unwrap();
        // One that has ended already takes nothing.
        let _taken = input.write_all(text.as_bytes()).await;
    }

    /// Waits for a line on standard error.
    pub async fn line(&mut self, is_meant: impl Fn(&str) -> bool) -> String {
        let reading = async {
            while let Some(line) = self.lines.next_line().await.unwrap() {
                self.err.push_str(&line);
                self.err.push('\n');
                if is_meant(&line) {
                    return Some(line);
                }
            }
            None
        };
        let found = tokio::time::timeout(PATIENCE, reading).await.unwrap();
        found.unwrap_or_else(|| panic!("no such line: {}", self.err))
    }

    /// Waits for the address that a browser would be sent to.
    pub async fn address(&mut self) -> String {
        self.line(|line| line.starts_with("http")).await
    }

    /// The same, if it may have been read already.
    pub async fn last_address(&mut self) -> String {
        let said = self.err.lines().find(|line| line.starts_with("http"));
        match said.map(str::to_owned) {
            Some(address) => address,
            None => self.address().await,
        }
    }

    /// Its process id.
    pub fn process(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// The arguments and the environment of the process, as others can read them.
    pub fn visible(&self) -> Vec<u8> {
        let id = self.child.id().unwrap();
        let read = |name: &str| std::fs::read(format!("/proc/{id}/{name}"));
        read("cmdline").unwrap_or_default()
    }

    /// Presses Ctrl-C.
    pub fn interrupt(&self) {
        self.signal(rustix::process::Signal::INT);
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = self.child.id().unwrap().cast_signed();
        let process = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(process, signal).unwrap();
    }

    /// Waits for its end.
    pub async fn end(mut self, machine: &Machine) -> Ended {
        let ending = async {
            let mut out = String::new();
            let mut stdout = self.child.stdout.take().unwrap();
            let reading = stdout.read_to_string(&mut out);
            let rest = async {
                while let Some(line) = self.lines.next_line().await.unwrap() {
                    self.err.push_str(&line);
                    self.err.push('\n');
                }
            };
            let (read, ()) = tokio::join!(reading, rest);
            read.unwrap();
            let status = self.child.wait().await.unwrap();
            Ended {
                code: status.code().unwrap(),
                out,
                err: std::mem::take(&mut self.err),
            }
        };
        let ended = tokio::time::timeout(PATIENCE, ending).await.unwrap();
        machine.keep(&ended);
        ended
    }
}

/// A script that a test names as a browser: it hands the address to whoever reads from the pipe.
pub fn browser_script(machine: &Machine) -> (PathBuf, PathBuf) {
    let (script, pipe) = (machine.file("browser"), machine.file("addresses"));
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    write_executable(
        &script,
        &format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >{}\n", pipe.display()),
    );
    (script, pipe)
}

pub fn write_executable(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}
