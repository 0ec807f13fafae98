//! Rows T-04 and T-13: no secret reaches the page, in whatever it is told and at whatever moment, and none remains in what
//! the web view keeps.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use orgkeep_journeys::leak::{Encoding, Search};
use orgkeep_journeys::probe::is_closed;
use orgkeep_journeys::secret::random_text;
use orgkeep_simulator::AppKind;
use orgkeep_window_tests::bus::{BROWSER, KeyringState};
use orgkeep_window_tests::recording::Recording;
use orgkeep_window_tests::salesforce::{MY_DOMAIN, Salesforce};
use orgkeep_window_tests::session::Session;

const SECRET: &str = "Consumer Secret";

type Outcome = anyhow::Result<()>;

/// One full run in an ordinary vault, and what its page was told.
struct Run {
    session: Session,
    salesforce: Salesforce,
    /// The connection's name: the one random text that must be found.
    name: String,
    /// A random text that the page has its web view keep.
    kept: String,
    /// The vault's key.
    key: String,
    recording: Recording,
}

/// What else lies in a home: the program's own store, the keyring that has its key, the addresses that a browser was given,
/// and that browser's profile. All the rest is the web view's, whatever it is called, its temporary files included.
const NOT_THE_WEB_VIEWS: [&str; 4] = ["data/orgkeep", "data/keyrings", "opened", BROWSER];

#[tokio::test]
async fn t_04_and_t_13_the_page_is_never_told_a_secret_and_its_view_keeps_none() -> Outcome {
    let folder = tempfile::tempdir()?;
    let salesforce = Salesforce::start(folder.path()).await?;
    let session = Session::with(&salesforce, KeyringState::Unlocked).await?;
    let mut run = Run {
        session,
        salesforce,
        name: random_text(32)?,
        kept: random_text(32)?,
        key: String::new(),
        recording: Recording::default(),
    };
    run.watch().await?;
    run.fill().await?;
    run.deny().await?;
    run.give_a_wrong_secret().await?;
    run.give_the_right_secret().await?;
    let mut run = run.start_again().await?;
    run.look_around().await?;
    run.remove().await?;
    let all = run.judge().await?;
    println!("T-04 survived {all} of {all}");
    println!("T-13 survived 1 of 1");
    Ok(())
}

impl Run {
    async fn watch(&self) -> Outcome {
        Recording::begin(&self.session.window).await
    }

    /// The end of a step: takes what was told until now.
    async fn note(&mut self) -> Outcome {
        self.recording.take(&self.session.window).await
    }

    async fn sees(&mut self, text: &str) -> Outcome {
        self.session.window.sees(text).await?;
        self.note().await
    }

    async fn press(&mut self, name: &str) -> Outcome {
        self.session.window.press(name).await?;
        self.note().await
    }

    async fn type_into(&mut self, label: &str, text: &str) -> Outcome {
        self.session.window.fill(label, text).await?;
        self.note().await
    }

    async fn connect(&mut self) -> Outcome {
        self.session.connect().await?;
        let admin = self.salesforce.admin();
        self.note().await?;
        self.session
            .browser
            .sign_in(&admin.username, &admin.password)
            .await
    }

    async fn fill(&mut self) -> Outcome {
        self.sees("Vault open").await?;
        self.session.begin_registration().await?;
        self.sees("Create the app in Salesforce").await?;
        self.press("I already have a key").await?;
        let name = self.name.clone();
        self.type_into("Name", &name).await?;
        self.press("Production").await?;
        self.type_into("Login URL", &format!("https://{MY_DOMAIN}"))
            .await?;
        let app = self.salesforce.app(AppKind::Confidential);
        self.type_into("Consumer ID", &app.client_id).await
    }

    async fn deny(&mut self) -> Outcome {
        self.type_into(SECRET, &random_text(48)?).await?;
        self.connect().await?;
        self.session.browser.deny().await?;
        self.sees("Access was denied").await?;
        self.press("Back to Credentials").await
    }

    async fn give_a_wrong_secret(&mut self) -> Outcome {
        self.connect().await?;
        self.session.browser.allow_if_asked().await?;
        self.sees("The consumer secret is wrong").await?;
        self.press("Back to Credentials").await
    }

    async fn give_the_right_secret(&mut self) -> Outcome {
        let app = self.salesforce.app(AppKind::Confidential);
        self.press("Replace").await?;
        self.type_into(SECRET, &app.secret.context("an app without a secret")?)
            .await?;
        self.connect().await?;
        self.session.browser.allow_if_asked().await?;
        self.sees("is connected").await?;
        self.press("Go to list").await?;
        self.sees("1\nConnected").await
    }

    async fn start_again(mut self) -> anyhow::Result<Self> {
        self.note().await?;
        let session = self.session.reopen().await?;
        let run = Self { session, ..self };
        run.watch().await?;
        Ok(run)
    }

    async fn look_around(&mut self) -> Outcome {
        let name = self.name.clone();
        let keep = format!("localStorage.setItem('kept', '{}')", self.kept);
        self.session.window.script(&keep).await?;
        self.key = String::from_utf8(self.session.machine.key().await?)?;
        self.sees(&name).await?;
        self.session.window.open_row(&name).await?;
        self.sees("Enterprise Edition").await?;
        self.press("Connection").await?;
        self.sees(MY_DOMAIN).await
    }

    async fn remove(&mut self) -> Outcome {
        let name = self.name.clone();
        self.press(&format!("Actions for {name}")).await?;
        self.press("Remove…").await?;
        self.sees("This is a production org").await?;
        self.type_into("To go on, type the connection’s name", &name)
            .await?;
        self.press("Remove").await?;
        self.sees("removed and revoked").await?;
        self.sees("Register your first org").await
    }

    /// Every message and every state of the page is a variant of the row. Says how many there were.
    async fn judge(mut self) -> anyhow::Result<usize> {
        self.note().await?;
        let book = self.salesforce.secrets()?;
        let secrets = book.markers();
        self.control(&secrets)?;
        let search = Search::of(&secrets, &Encoding::ALL)?;
        let all = [&self.recording.messages, &self.recording.pages];
        let all: Vec<&String> = all.into_iter().flatten().collect();
        let found: Vec<String> = all
            .iter()
            .flat_map(|text| search.in_bytes("what the page was told", text.as_bytes()))
            .collect();
        assert_eq!(found, [""; 0]);
        assert!(is_closed(33333).await, "the port is still open");
        self.session.window.close().await?;
        let home = self.session.machine.end()?;
        assert_eq!(search.in_folder(&home.path().join("data"))?, [""; 0]);
        book.keep("vault key", self.key.trim());
        let hosts =
            [MY_DOMAIN, "salesforce.com"].map(|host| ("a host".to_owned(), host.to_owned()));
        let all_that = [book.markers(), hosts.to_vec()].concat();
        nothing_remains(
            home.path(),
            &self.kept,
            &Search::of(&all_that, &Encoding::ALL)?,
        )?;
        Ok(all.len())
    }

    /// The recorder saw replies, snapshots and fields; every kind of secret is known; and what is there is found.
    fn control(&self, secrets: &[(String, String)]) -> Outcome {
        let Recording { messages, pages } = &self.recording;
        let holds = |texts: &[String], part: &str| texts.iter().any(|text| text.contains(part));
        let planted = [("planted name".to_owned(), self.name.clone())];
        let search = Search::of(&planted, &[Encoding::Raw])?;
        for texts in [messages, pages] {
            assert!(
                holds(texts, "Larkfield Energy"),
                "the org's name is missing"
            );
            let text = texts.join("\n");
            assert!(!search.in_bytes("here", text.as_bytes()).is_empty());
        }
        let reply = format!("\"name\":\"{}\"", self.name);
        assert!(holds(messages, &reply), "no reply was seen");
        assert!(
            holds(messages, "\"kind\":\"connected\""),
            "no snapshot was seen"
        );
        let field = format!(": https://{MY_DOMAIN}\n");
        assert!(holds(pages, &field), "no field was seen");
        for kind in [
            "state",
            "code",
            "verifier",
            "consumer secret",
            "access token",
            "revoked token",
        ] {
            assert!(
                secrets.iter().any(|(name, _)| name == kind),
                "no {kind} is known"
            );
        }
        Ok(())
    }
}

/// T-13. A window that is driven keeps more than an ordinary one, whose storage is ephemeral: this is the harder case.
fn nothing_remains(home: &Path, kept: &str, search: &Search) -> Outcome {
    let planted = [("what the page keeps".to_owned(), kept.to_owned())];
    let planted = Search::of(&planted, &Encoding::ALL)?;
    let (mut found, mut controls) = (Vec::new(), Vec::new());
    for file in files_of_the_web_view(home, home)? {
        let bytes = std::fs::read(&file)?;
        let name = file.display().to_string();
        found.extend(search.in_bytes(&name, &bytes));
        found.extend(search.in_bytes("a file's name", name.as_bytes()));
        controls.extend(planted.in_bytes(&name, &bytes));
    }
    assert_eq!(found, [""; 0]);
    assert!(
        !controls.is_empty(),
        "what the web view keeps lies elsewhere"
    );
    Ok(())
}

fn files_of_the_web_view(home: &Path, folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_other = NOT_THE_WEB_VIEWS
            .iter()
            .any(|other| path == home.join(other));
        let kind = std::fs::symlink_metadata(&path)?.file_type();
        if kind.is_dir() && !is_other {
            found.extend(files_of_the_web_view(home, &path)?);
        } else if kind.is_file() && !is_other {
            found.push(path);
        }
    }
    Ok(found)
}
