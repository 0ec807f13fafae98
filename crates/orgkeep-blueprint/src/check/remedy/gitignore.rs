//! The line of `.gitignore` that keeps global OAuth settings out of source control.

use super::{Remedy, within};
use crate::check::ignored::Ignored;
use crate::metadata::Kind;
use crate::tree::RelativePath;

const NAME: &str = ".gitignore";

/// Adds the line to the project's own `.gitignore`, if that is enough: one further in may say otherwise.
pub(super) fn remedy(
    global: &RelativePath,
    project: &str,
    read: &dyn Fn(&RelativePath) -> Option<String>,
) -> Option<Remedy> {
    let path = within(project, NAME)?;
    let mut text = read(&path).unwrap_or_default();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let suffix = Kind::GlobalOauthSettings.suffix();
    text.push_str(&format!("*.{suffix}-meta.xml\n"));
    let mut ignored = Ignored::default();
    for folder in folders_above(global) {
        let own = within(folder, NAME)?;
        let content = if own == path {
            Some(text.clone())
        } else {
            read(&own)
        };
        ignored.add(folder, &content.unwrap_or_default());
    }
    ignored.leaves_out(global).then_some(Remedy { path, text })
}

/// The folders that hold a file, from the outermost one on.
fn folders_above(path: &RelativePath) -> impl Iterator<Item = &str> {
    let text = path.as_str();
    let inner = text.match_indices('/').filter_map(|(at, _)| text.get(..at));
    core::iter::once("").chain(inner)
}
