//! Filling in what the window asks for.

use anyhow::Context as _;
use fantoccini::elements::Element;

use crate::window::{Window, quoted};

impl Window {
    /// Types into a field by its label, replacing what is there.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, label: &str, text: &str) -> anyhow::Result<()> {
        let field = self.field(label).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Ticks a box, or unticks it, by the words of its label.
    ///
    /// # Errors
    /// When there is no such box.
    pub async fn tick(&self, label: &str) -> anyhow::Result<()> {
        let name = quoted(label);
        let path = format!(
            "//label[starts-with(normalize-space(.), {name})]//input[@type='checkbox' or @type='radio'] \
             | //input[@type='checkbox'][starts-with(@aria-label, {name})]"
        );
        let found = self.wait_for(&path).await;
        let found = found.with_context(|| format!("looking for the box {name}"))?;
        self.click(&found).await?;
        Ok(())
    }

    /// Turns a switch on or off, by the words beside it.
    ///
    /// # Errors
    /// When there is no such switch.
    pub async fn switch(&self, label: &str) -> anyhow::Result<()> {
        let name = quoted(label);
        let path =
            format!("//*[@role='switch'][@aria-labelledby=//*[normalize-space(.)={name}]/@id]");
        let found = self.wait_for(&path).await;
        let found = found.with_context(|| format!("looking for the switch {name}"))?;
        self.click(&found).await?;
        Ok(())
    }

    /// Picks one of several ways by the words that it begins with.
    ///
    /// # Errors
    /// When there is no such way.
    pub async fn pick(&self, way: &str) -> anyhow::Result<()> {
        let name = quoted(way);
        let path = format!("//*[@role='radio'][starts-with(normalize-space(.), {name})]");
        let found = self.wait_for(&path).await;
        let found = found.with_context(|| format!("looking for the way {name}"))?;
        self.click(&found).await?;
        Ok(())
    }

    /// Chooses from a list by the name of the list and the words of an item.
    ///
    /// # Errors
    /// When there is no such list, or no such item in it.
    pub async fn choose(&self, list: &str, item: &str) -> anyhow::Result<()> {
        let (list, item) = (quoted(&format!("{list}: ")), quoted(item));
        let button = format!("//button[starts-with(@aria-label, {list})]");
        let found = self.wait_for(&button).await;
        let found = found.with_context(|| format!("looking for the list {list}"))?;
        self.click(&found).await?;
        self.is_at_rest().await?;
        let option = format!("//*[@role='option'][contains(normalize-space(.), {item})]");
        let found = self.wait_for(&option).await;
        let found = found.with_context(|| format!("looking for the item {item}"))?;
        self.click(&found).await?;
        Ok(())
    }

    /// What stands in a field.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn value(&self, label: &str) -> anyhow::Result<String> {
        let field = self.field(label).await?;
        Ok(field.prop("value").await?.unwrap_or_default())
    }

    async fn field(&self, label: &str) -> anyhow::Result<Element> {
        let name = quoted(label);
        let path = format!(
            "//input[@aria-label={name} or @id=//label[starts-with(normalize-space(.), {name})]/@for] \
             | //label[starts-with(normalize-space(.), {name})]//input"
        );
        self.wait_for(&path)
            .await
            .with_context(|| format!("looking for the field {name}"))
    }
}
