//! Which browser a person signs in with.

/// A browser as the person chose it for one connection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrowserChoice {
    /// The browser's id, as the system names it; none means the system's default.
    pub id: Option<String>,
    /// In a private window, where no session of another org answers.
    pub private: bool,
}
