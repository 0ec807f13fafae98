//! Orgkeep's window, driven as a person would: by what is written on it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::time::{Instant, sleep, timeout};

/// How long something on the page may take to appear.
const PATIENCE: Duration = Duration::from_secs(60);

/// One open window.
pub struct Window {
    client: Client,
    clicks: AtomicUsize,
}

impl Window {
    /// Opens the program that `ORGKEEP_APP` names.
    ///
    /// # Errors
    /// When it does not open within a minute.
    pub async fn open(driver: &str, arguments: &[&str]) -> anyhow::Result<Self> {
        let program = std::env::var("ORGKEEP_APP").context("ORGKEEP_APP names no program")?;
        Self::of(&program, driver, arguments).await
    }

    /// Opens any other program with a web view.
    ///
    /// # Errors
    /// As [`Window::open`].
    pub async fn of(program: &str, driver: &str, arguments: &[&str]) -> anyhow::Result<Self> {
        let wanted = json!({
            "webkitgtk:browserOptions": { "binary": program, "args": arguments }
        });
        let serde_json::Value::Object(wanted) = wanted else {
            anyhow::bail!("the wanted capabilities are an object");
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        let client = timeout(PATIENCE, builder.connect(driver))
            .await
            .context("starting it took too long")??;
        Ok(Self {
            client,
            clicks: AtomicUsize::new(0),
        })
    }

    /// Closes the window as a person would.
    ///
    /// # Errors
    /// When it does not close.
    pub async fn close(self) -> anyhow::Result<()> {
        timeout(PATIENCE, self.client.close())
            .await
            .context("the window does not close")??;
        Ok(())
    }

    /// Waits until some text can be read.
    ///
    /// # Errors
    /// When it does not appear; says what can be read instead.
    pub async fn sees(&self, text: &str) -> anyhow::Result<()> {
        self.sees_any(&[text]).await.map(drop)
    }

    /// Waits until one of several texts can be read, and says which: the first that can.
    ///
    /// # Errors
    /// When none appears; says what can be read instead.
    pub async fn sees_any<'a>(&self, texts: &[&'a str]) -> anyhow::Result<&'a str> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let seen = self.text().await.unwrap_or_default();
            if let Some(text) = texts.iter().find(|text| seen.contains(**text)) {
                return Ok(text);
            }
            anyhow::ensure!(
                Instant::now() < deadline,
                "{texts:?} does not appear; the window shows:\n{seen}"
            );
            sleep(Duration::from_millis(30)).await;
        }
    }

    /// Presses a button or link by its name. A menu's items may show a key behind it.
    ///
    /// # Errors
    /// When there is none, or it cannot be pressed.
    pub async fn press(&self, name: &str) -> anyhow::Result<()> {
        let name = quoted(name);
        let path = format!(
            "//*[self::button or self::a or @role='button' or @role='menuitem' or @role='radio' or @role='tab']\
             [normalize-space(.)={name} or @aria-label={name} \
               or (@role='menuitem' and starts-with(normalize-space(.), {name}))][not(@disabled)]"
        );
        let look = || async {
            let found = self.wait_for(&path).await;
            found.with_context(|| format!("looking for the button {name}"))
        };
        look().await?;
        // Between the driver's questions nothing is painted: a dialog still comes in, and a menu still goes.
        self.is_at_rest().await?;
        let pressed = self.click(&look().await?).await;
        // The driver's name for an error is in its debug text alone.
        pressed.map_err(|error| anyhow::anyhow!("pressing {name}: {error:?}"))
    }

    /// Opens a row of the list by what it says.
    ///
    /// # Errors
    /// When there is no such row.
    pub async fn open_row(&self, text: &str) -> anyhow::Result<()> {
        let path = format!(
            "//*[@role='row'][contains(normalize-space(.), {})]",
            quoted(text)
        );
        let look = || async {
            let found = self.wait_for(&path).await;
            found.with_context(|| format!("looking for the row {text}"))
        };
        look().await?;
        self.is_at_rest().await?;
        self.click(&look().await?).await?;
        Ok(())
    }

    /// How often something in it was clicked so far.
    #[must_use]
    pub fn clicks(&self) -> usize {
        self.clicks.load(Ordering::Relaxed)
    }

    pub(crate) async fn click(&self, element: &Element) -> Result<(), CmdError> {
        self.clicks.fetch_add(1, Ordering::Relaxed);
        element.click().await
    }

    /// Everything that can be read.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn text(&self) -> anyhow::Result<String> {
        // Not the driver's own idea of visible text, which leaves out whatever is cut with an ellipsis.
        let text = self.script("return document.body.innerText;").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// The whole document as it is now, for leak searches.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn source(&self) -> anyhow::Result<String> {
        Ok(self.client.source().await?)
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// When it throws.
    pub async fn script(&self, script: &str) -> anyhow::Result<serde_json::Value> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    /// How many windows the program has.
    ///
    /// # Errors
    /// When it is gone.
    pub async fn count(&self) -> anyhow::Result<usize> {
        Ok(self.client.windows().await?.len())
    }

    /// Runs a script that answers later, through its last argument.
    ///
    /// # Errors
    /// When it does not answer in time.
    pub async fn later(&self, script: &str) -> anyhow::Result<serde_json::Value> {
        Ok(
            timeout(PATIENCE, self.client.execute_async(script, Vec::new()))
                .await
                .context("a script of the page does not answer")??,
        )
    }

    /// Waits until what was changed moves no more, and then until it has been painted, but for neither longer than a
    /// second: what runs for ever is part of the page, and a page that nothing changes may be painted no more.
    pub(crate) async fn is_at_rest(&self) -> anyhow::Result<()> {
        self.later(
            "const done = arguments[arguments.length - 1]; \
             const soon = (wait) => Promise.race([wait, new Promise((r) => setTimeout(r, 1000))]); \
             const ends = document.getAnimations() \
               .filter((a) => a.playState === 'running' && a.effect.getComputedTiming().endTime < 1000) \
               .map((a) => a.finished.catch(() => null)); \
             const paint = () => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))); \
             soon(Promise.all([document.fonts.ready, ...ends])).then(() => soon(paint())).then(() => done(null));",
        )
        .await
        .map(drop)
    }

    /// A picture of the page, as PNG, after what was changed has been painted.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn picture(&self) -> anyhow::Result<Vec<u8>> {
        self.is_at_rest().await?;
        Ok(timeout(PATIENCE, self.client.screenshot())
            .await
            .context("there is no picture")??)
    }

    /// Shows the page as it is in a light or dark desktop.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn theme(&self, theme: &str) -> anyhow::Result<()> {
        let script = format!("document.documentElement.dataset.theme = {theme:?};");
        self.script(&script).await?;
        Ok(())
    }

    /// Gives the window another size, in logical pixels.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn resize(&self, width: u32, height: u32) -> anyhow::Result<()> {
        self.client.set_window_size(width, height).await?;
        Ok(())
    }

    pub(crate) async fn wait_for(&self, path: &str) -> anyhow::Result<Element> {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::XPath(path))
            .await;
        match found {
            Ok(element) => Ok(element),
            Err(error) => {
                let seen = self.text().await.unwrap_or_default();
                Err(anyhow::anyhow!("{error}; the window shows:\n{seen}"))
            }
        }
    }
}

/// An XPath string literal.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains('\'') {
        format!("\"{text}\"")
    } else {
        format!("'{text}'")
    }
}
