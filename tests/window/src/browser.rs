//! The admin's browser: a real Chromium or Firefox, with its own profile.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::time::{Instant, sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(60);

/// One browser.
pub struct Browser {
    client: Client,
}

impl Browser {
    /// Starts Chromium with an empty profile.
    ///
    /// # Errors
    /// When it does not start within a minute.
    pub async fn chromium(driver: &str) -> anyhow::Result<Self> {
        Self::chromium_with(driver, &[]).await
    }

    /// The same, behind a proxy whose certificates it takes.
    ///
    /// # Errors
    /// As [`Browser::chromium`].
    pub async fn chromium_behind(driver: &str, proxy: &str) -> anyhow::Result<Self> {
        let proxy = format!("--proxy-server={proxy}");
        Self::chromium_with(driver, &[&proxy, "--ignore-certificate-errors"]).await
    }

    /// The same, started with more arguments.
    ///
    /// # Errors
    /// As [`Browser::chromium`].
    pub async fn chromium_with(driver: &str, more: &[&str]) -> anyhow::Result<Self> {
        let mut arguments = vec![
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1000,760",
        ];
        arguments.extend(more);
        let wanted = json!({
            "goog:chromeOptions": { "binary": "/usr/bin/chromium", "args": arguments }
        });
        Self::open(driver, wanted).await
    }

    /// Starts Firefox with this folder as its profile, which it leaves behind.
    ///
    /// # Errors
    /// When it does not start within a minute.
    pub async fn firefox(driver: &str, profile: &Path) -> anyhow::Result<Self> {
        let profile = profile.to_string_lossy();
        let wanted = json!({
            "moz:firefoxOptions": {
                "binary": "/usr/bin/firefox-esr",
                "args": ["-headless", "-profile", profile]
            }
        });
        Self::open(driver, wanted).await
    }

    async fn open(driver: &str, wanted: serde_json::Value) -> anyhow::Result<Self> {
        let serde_json::Value::Object(wanted) = wanted else {
            anyhow::bail!("the wanted capabilities are an object");
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        let client = timeout(PATIENCE, builder.connect(driver))
            .await
            .context("starting it took too long")??;
        Ok(Self { client })
    }

    /// Opens an address.
    ///
    /// # Errors
    /// When the page does not load.
    pub async fn open_address(&self, address: &str) -> anyhow::Result<()> {
        timeout(PATIENCE, self.client.goto(address))
            .await
            .context("the address does not load")??;
        Ok(())
    }

    /// Signs in on the page that is shown. The user name may be filled in already.
    ///
    /// # Errors
    /// When it is no sign-in page.
    pub async fn sign_in(&self, username: &str, password: &str) -> anyhow::Result<()> {
        let field = self.find("#username").await?;
        field.clear().await?;
        field.send_keys(username).await?;
        self.find("#password").await?.send_keys(password).await?;
        self.find("#Login").await?.click().await?;
        Ok(())
    }

    /// Presses Allow.
    ///
    /// # Errors
    /// When it is no consent page.
    pub async fn allow(&self) -> anyhow::Result<()> {
        self.find("#oaapprove").await?.click().await?;
        Ok(())
    }

    /// Presses Allow where Salesforce asks. It does not for an app that was allowed before.
    ///
    /// # Errors
    /// When neither the consent page nor the callback is reached.
    pub async fn allow_if_asked(&self) -> anyhow::Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if self.client.find(Locator::Css("#oaapprove")).await.is_ok() {
                return self.allow().await;
            }
            if self.address().await?.starts_with("http://localhost:33333/") {
                return Ok(());
            }
            anyhow::ensure!(
                Instant::now() < deadline,
                "the browser shows: {}",
                self.text().await?
            );
            sleep(Duration::from_millis(30)).await;
        }
    }

    /// Presses Deny.
    ///
    /// # Errors
    /// When it is no consent page.
    pub async fn deny(&self) -> anyhow::Result<()> {
        self.find("#oadeny").await?.click().await?;
        Ok(())
    }

    /// The address bar.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn address(&self) -> anyhow::Result<String> {
        Ok(self.client.current_url().await?.to_string())
    }

    /// What can be read.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn text(&self) -> anyhow::Result<String> {
        Ok(self.find("body").await?.text().await?)
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn script(&self, script: &str) -> anyhow::Result<serde_json::Value> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    /// Goes back by one page, as the button does.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn back(&self) -> anyhow::Result<()> {
        timeout(PATIENCE, self.client.back())
            .await
            .context("the page before does not load")??;
        Ok(())
    }

    /// Closes it as a person would; what it writes down at its end is on the disk then.
    ///
    /// # Errors
    /// When it does not close.
    pub async fn quit(self) -> anyhow::Result<()> {
        timeout(PATIENCE, self.client.close())
            .await
            .context("the browser does not close")??;
        Ok(())
    }

    /// A picture of the page, as PNG.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn picture(&self) -> anyhow::Result<Vec<u8>> {
        Ok(timeout(PATIENCE, self.client.screenshot())
            .await
            .context("there is no picture")??)
    }

    async fn find(&self, css: &str) -> anyhow::Result<fantoccini::elements::Element> {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(css))
            .await;
        found.with_context(|| format!("looking for {css} in the browser"))
    }
}
