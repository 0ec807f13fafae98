//! Row S-29: what the window's program has in its memory after secrets went through it, its client of Salesforce included.

use std::time::Duration;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use orgkeep_journeys::leak::{Encoding, Search};
use orgkeep_journeys::secret::{SecretBook, random_text};
use orgkeep_simulator::AppKind;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::machine::WINDOW;
use orgkeep_window_tests::process;
use orgkeep_window_tests::salesforce::{MY_DOMAIN, Salesforce};
use orgkeep_window_tests::session::Session;
use tokio::task::block_in_place;
use tokio::time::{Instant, sleep};

type Outcome = anyhow::Result<()>;

const NAME: &str = "Larkfield production";

/// What the bar gives a program to forget.
const TIME_TO_FORGET: Duration = Duration::from_secs(2);

const OPERATIONS: usize = 9;

const WORDS: &str = "four words for nobody";

/// One window, and how often it was looked into.
struct Run {
    session: Session,
    salesforce: Salesforce,
    looked: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn s_29_no_secret_stays_in_the_memory_of_the_window() -> Outcome {
    let folder = tempfile::tempdir()?;
    let salesforce = Salesforce::start(folder.path()).await?;
    let session = Session::with(&salesforce, KeyringState::Unlocked).await?;
    let mut run = Run {
        session,
        salesforce,
        looked: 0,
    };
    run.register().await?;
    run.test().await?;
    run.sign_in_again().await?;
    run.ask().await?;
    run.remove().await?;
    run.use_a_passphrase().await?;
    assert_eq!(run.looked, OPERATIONS);
    println!("S-29 survived {OPERATIONS} of {OPERATIONS}");
    run.session.window.close().await
}

impl Run {
    async fn register(&mut self) -> Outcome {
        let app = self.salesforce.app(AppKind::Confidential);
        self.session.fill_production(NAME, &app.client_id).await?;
        let window = &self.session.window;
        window.fill("Consumer Secret", &random_text(48)?).await?;
        self.sign_in("Connect").await?;
        self.sees("The consumer secret is wrong").await?;
        let window = &self.session.window;
        window.press("Back to Credentials").await?;
        window.press("Replace").await?;
        let secret = app.secret.context("an app without a secret")?;
        window.fill("Consumer Secret", &secret).await?;
        self.sign_in("Connect").await?;
        self.sees("is connected").await?;
        self.press("Show details").await
    }

    async fn test(&mut self) -> Outcome {
        self.press("Test connection").await?;
        self.sees("API answered in").await?;
        self.salesforce.end_access_tokens();
        self.press("Test connection").await?;
        self.sees("was renewed for the test").await
    }

    async fn sign_in_again(&mut self) -> Outcome {
        self.press("Reauthenticate").await?;
        self.session.window.sees("Authenticate").await?;
        self.sign_in("Authenticate").await?;
        self.sees("is authenticated again").await?;
        self.press("Back to details").await
    }

    async fn ask(&mut self) -> Outcome {
        self.press("Ask the org").await?;
        self.sees("API requests, daily").await
    }

    async fn remove(&mut self) -> Outcome {
        self.press(&format!("Actions for {NAME}")).await?;
        self.press("Remove…").await?;
        let window = &self.session.window;
        window
            .fill("To go on, type the connection’s name", NAME)
            .await?;
        window.press("Remove").await?;
        self.sees("removed and revoked").await
    }

    /// The vault's key is another one afterwards, and the old one of no use to anybody.
    async fn use_a_passphrase(&mut self) -> Outcome {
        let entry = String::from_utf8(self.session.machine.key().await?)?;
        let key = entry.trim().rsplit(':').next().context("no key")?;
        let bytes = STANDARD.decode(key)?;
        let planted = self.remembers(&Search::of_key(&bytes)?)?;
        anyhow::ensure!(!planted.is_empty(), "a key in use is not found");
        let window = &self.session.window;
        window.press("Settings").await?;
        window.press("Use a passphrase").await?;
        window.fill("New passphrase", WORDS).await?;
        window.fill("The same again", WORDS).await?;
        window.press("Use this passphrase").await?;
        window.sees("Made from your passphrase").await?;
        self.forgets("the old key", &Search::of_key(&bytes)?)
            .await?;
        let texts = SecretBook::default();
        texts.keep("old key", key);
        texts.keep("passphrase", WORDS);
        let texts = Search::of(&texts.markers(), &Encoding::ALL)?;
        self.forgets("the passphrase", &texts).await
    }

    async fn press(&self, name: &str) -> Outcome {
        self.session.window.press(name).await
    }

    async fn sign_in(&mut self, button: &str) -> Outcome {
        let admin = self.salesforce.admin();
        self.session.take_to_browser(button).await?;
        let browser = &self.session.browser;
        browser.sign_in(&admin.username, &admin.password).await?;
        browser.allow_if_asked().await
    }

    /// The end of an operation, and that nothing of it is left.
    async fn sees(&mut self, text: &str) -> Outcome {
        self.session.window.sees(text).await?;
        let secrets = self.salesforce.secrets()?;
        self.forgets(text, &Search::of(&secrets.markers(), &Encoding::ALL)?)
            .await
    }

    async fn forgets(&mut self, operation: &str, search: &Search) -> Outcome {
        let end = Instant::now() + TIME_TO_FORGET;
        loop {
            let looked = Instant::now();
            // The practice org and its proxy go on meanwhile.
            let found = block_in_place(|| self.remembers(search))?;
            if found.is_empty() {
                break;
            }
            anyhow::ensure!(looked < end, "{operation}: {found:#?}");
            sleep(Duration::from_millis(100)).await;
        }
        self.looked += 1;
        Ok(())
    }

    /// What of a search is in the program's memory, where the host of the connection must be found, or nothing would.
    fn remembers(&self, search: &Search) -> anyhow::Result<Vec<String>> {
        let mut processes = self.session.machine.processes().into_iter();
        let program = processes.find(|process| process.name == WINDOW);
        let program = program.context("Orgkeep does not run")?.id;
        let host = [("a host".to_owned(), MY_DOMAIN.to_owned())];
        let host = Search::of(&host, &[Encoding::Raw])?;
        anyhow::ensure!(
            !process::holds(program, &host)?.is_empty(),
            "the memory is not searched"
        );
        process::holds(program, search)
    }
}
