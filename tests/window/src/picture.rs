//! Pictures of the window, light and dark, for people to look at.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;

use crate::session::root;
use crate::window::Window;

/// A folder of pictures.
pub struct Album {
    folder: PathBuf,
    count: u32,
}

impl Album {
    /// The pictures that the documents show.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn of_documents() -> anyhow::Result<Self> {
        Self::at(root().join("docs/screenshots"))
    }

    /// Any other folder.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn at(folder: PathBuf) -> anyhow::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, count: 0 })
    }

    /// Takes `name-light.png` and `name-dark.png`.
    ///
    /// # Errors
    /// When the window is gone or the folder is full.
    pub async fn both(&self, window: &Window, name: &str) -> anyhow::Result<()> {
        for theme in ["light", "dark"] {
            window.theme(theme).await?;
            let path = self.folder.join(format!("{name}-{theme}.png"));
            let picture = window.picture().await;
            fs::write(&path, picture.with_context(|| path.display().to_string())?)?;
        }
        window.theme("light").await
    }

    /// Takes the next numbered picture, `01-name.png`.
    ///
    /// # Errors
    /// When the folder is full.
    pub fn numbered(&mut self, name: &str, picture: &[u8]) -> anyhow::Result<PathBuf> {
        self.count += 1;
        let path = self.folder.join(format!("{:02}-{name}.png", self.count));
        fs::write(&path, picture)?;
        Ok(path)
    }
}
