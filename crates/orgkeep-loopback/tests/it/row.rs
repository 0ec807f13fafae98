//! The score of one row of the security bar.

/// Counts the variants of a row, and those that came out as they must with all standing checks.
pub struct Row {
    id: &'static str,
    of: usize,
    ran: usize,
    failed: Vec<String>,
}

impl Row {
    /// `of` is the row's own M.
    pub fn new(id: &'static str, of: usize) -> Self {
        Self {
            id,
            of,
            ran: 0,
            failed: Vec::new(),
        }
    }

    pub fn survived(&mut self, variant: impl Into<String>, survived: bool) {
        self.ran += 1;
        if !survived {
            self.failed.push(variant.into());
        }
    }

    /// Prints the score. Fails if a variant did, or if a campaign ran another number than M.
    pub fn finish(self) {
        let Self {
            id,
            of,
            ran,
            failed,
        } = self;
        let word = if is_campaign() { "survived" } else { "short" };
        println!("{id} {word} {} of {of}", ran - failed.len());
        assert!(failed.is_empty(), "{id}: {failed:?}");
        assert!(0 < ran && ran <= of, "{id}: {ran} variants ran");
        assert!(!is_campaign() || ran == of, "{id}: {ran} variants ran");
    }
}

/// Whether whole rows are wanted (`ORGKEEP_CAMPAIGN=full`).
pub fn is_campaign() -> bool {
    std::env::var("ORGKEEP_CAMPAIGN").is_ok_and(|kind| kind == "full")
}
