//! Another computer: a process with a network of its own, and with its own `/etc/hosts`.

use std::process::{Command, Stdio};

/// What the other process is to do.
pub const TASK: &str = "ORGKEEP_TEST_APART";

/// What stands before the lines of every such computer.
const BEGIN: &str = "V6=/proc/sys/net/ipv6/conf; ip link set lo up;
     plug() { ip link add lan type veth peer name far; ip link set lan up; ip link set far up; }
     hosts() { file=$(mktemp); cat > $file; mount --bind $file /etc/hosts; rm $file; }";

/// How this system gives a process a network of its own.
pub struct Apart(&'static [&'static str]);

impl Apart {
    /// To the administrator, or to whoever may be one among other users. `None` where it does not.
    pub fn find() -> Option<Self> {
        let ways: [&[&str]; 2] = [
            &["--net", "--mount"],
            &["--map-root-user", "--net", "--mount"],
        ];
        let works = |way: &&[&str]| {
            let tried = Command::new("unshare").args(*way).arg("true").output();
            tried.is_ok_and(|tried| tried.status.success())
        };
        ways.into_iter().find(works).map(Self)
    }

    /// One test of this program, on a computer that these lines have made.
    pub fn command(&self, test: &str, lines: &str, task: &str) -> Command {
        let mut command = Command::new("unshare");
        command
            .args(self.0)
            .args(["sh", "-ec", &format!("{BEGIN}\n{lines}\nexec \"$@\""), "sh"])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", test, "--ignored", "--nocapture"])
            .env(TASK, task)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        command
    }

    /// The same, to its end; gives what it says.
    pub fn run(&self, test: &str, lines: &str, task: &str) -> String {
        let mut command = self.command(test, lines, task);
        let ended = command.stderr(Stdio::piped()).output().unwrap();
        let said = [ended.stdout, ended.stderr].concat();
        String::from_utf8_lossy(&said).into_owned()
    }
}
