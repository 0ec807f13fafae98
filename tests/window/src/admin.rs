//! What an admin does: the steps that several tests share.

use crate::salesforce::MY_DOMAIN;
use crate::session::Session;

/// The admin of every practice org signs in with this password; the sign-in page shows it.
pub const PASSWORD: &str = "Practice-Admin-1";

/// A practice app to register with.
#[derive(Debug, Clone, Copy)]
pub struct PracticeChoice {
    /// The org's name in the list of practice values.
    pub org: &'static str,
    /// How the list shows the app.
    pub app: &'static str,
    /// Who signs in.
    pub username: &'static str,
}

/// The app without a secret, in the production org: what the practice values offer first.
pub const FIRST: PracticeChoice = PracticeChoice {
    org: "Larkfield Energy",
    app: "",
    username: "nora.whitfield@larkfield.example",
};

/// What an org that signs in with a password has besides.
#[derive(Debug, Clone)]
pub struct OtherWay {
    /// The key of an app in it.
    pub key: String,
    /// Where it takes control requests.
    pub host: String,
}

impl Session {
    /// From the empty list to the Credentials step, filled with practice values.
    ///
    /// # Errors
    /// When the wizard does not show what it should.
    pub async fn fill_credentials(&self, name: &str) -> anyhow::Result<()> {
        self.begin_registration().await?;
        self.window.press("I already have a key").await?;
        self.window.sees("Enter the credentials").await?;
        self.window.fill("Name", name).await?;
        self.window.press("Use these values").await?;
        self.window.sees("Use these values again").await
    }

    /// From the list of an ordinary vault to the Credentials step, filled for an app of its production org.
    ///
    /// # Errors
    /// When the wizard does not show what it should.
    pub async fn fill_production(&self, name: &str, client_id: &str) -> anyhow::Result<()> {
        let window = &self.window;
        window.sees("Vault open").await?;
        self.begin_registration().await?;
        window.press("I already have a key").await?;
        window.fill("Name", name).await?;
        window.press("Production").await?;
        let address = format!("https://{MY_DOMAIN}");
        window.fill("Login URL", &address).await?;
        window.fill("Consumer ID", client_id).await
    }

    /// Opens the wizard from the list, empty or not.
    ///
    /// # Errors
    /// When there is no button for it.
    pub async fn begin_registration(&self) -> anyhow::Result<()> {
        let names = [
            "Register your first org",
            "Register a practice org",
            "Register org",
        ];
        let shown = self.window.sees_any(&names).await?;
        self.window.press(shown).await
    }

    /// Registers the production org with a password, and goes back to the list.
    ///
    /// # Errors
    /// When the wizard does not show what it should.
    pub async fn register_a_password(&self, name: &str) -> anyhow::Result<OtherWay> {
        let window = &self.window;
        self.fill_credentials(name).await?;
        let other = OtherWay {
            key: window.value("Consumer ID").await?,
            host: self.practice_host().await?,
        };
        window.pick("Standard").await?;
        window.tick("Register with a password anyway").await?;
        window.press("Use this login again").await?;
        window.sees("Set, ").await?;
        window.press("Connect").await?;
        window.sees(&format!("{name} is connected")).await?;
        window.press("Go to list").await?;
        Ok(other)
    }

    /// Presses Connect and takes the address to the browser.
    ///
    /// # Errors
    /// When no browser is opened.
    pub async fn connect(&mut self) -> anyhow::Result<()> {
        self.take_to_browser("Connect").await
    }

    /// Presses a button that begins a sign-in, and takes the address to the browser.
    ///
    /// # Errors
    /// When no browser is opened.
    pub async fn take_to_browser(&mut self, button: &str) -> anyhow::Result<()> {
        self.window.press(button).await?;
        let address = self.next_address().await?;
        self.browser.open_address(&address).await
    }

    /// The host of the practice org in the Login URL.
    ///
    /// # Errors
    /// When the Credentials step is not shown.
    pub async fn practice_host(&self) -> anyhow::Result<String> {
        let address = self.window.value("Login URL").await?;
        Ok(address.trim_start_matches("http://").to_owned())
    }

    /// Signs in and presses Allow, if Salesforce still asks for it.
    ///
    /// # Errors
    /// When the pages are not there.
    pub async fn sign_in_and_allow(&self, username: &str) -> anyhow::Result<()> {
        self.browser.sign_in(username, PASSWORD).await?;
        self.browser.allow_if_asked().await
    }
}
