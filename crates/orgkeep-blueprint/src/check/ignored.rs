//! What Git leaves out.

use std::collections::BTreeMap;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::tree::RelativePath;

/// The `.gitignore` files of a tree, by folder.
#[derive(Debug, Default)]
pub(super) struct Ignored(BTreeMap<String, Gitignore>);

impl Ignored {
    /// Takes one file. Lines that are no patterns count for nothing, as for Git.
    pub(super) fn add(&mut self, folder: &str, text: &str) {
        let mut builder = GitignoreBuilder::new("");
        for line in text.lines() {
            let _unusable: Result<_, ignore::Error> = builder.add_line(None, line).map(|_| ());
        }
        if let Ok(built) = builder.build() {
            self.0.insert(folder.to_owned(), built);
        }
    }

    /// Whether Git leaves a file out. The nearest file that says something decides.
    pub(super) fn leaves_out(&self, path: &RelativePath) -> bool {
        let mut above: Vec<_> = self
            .0
            .iter()
            .filter(|(folder, _)| path.is_in(folder))
            .collect();
        above.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        for (folder, patterns) in above {
            let inner = path
                .as_str()
                .strip_prefix(folder.as_str())
                .unwrap_or(path.as_str());
            let inner = inner.trim_start_matches('/');
            match patterns.matched_path_or_any_parents(inner, false) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_decides() {
        let mut ignored = Ignored::default();
        ignored.add("", "*.ecaGlblOauth-meta.xml\n/build/\n[");
        ignored.add("kept", "!*.ecaGlblOauth-meta.xml");
        let out = |path: &str| ignored.leaves_out(&RelativePath::parse(path).unwrap());
        assert!(out(
            "app/extlClntAppGlobalOauthSets/X.ecaGlblOauth-meta.xml"
        ));
        assert!(out("build/x"));
        assert!(!out("kept/X.ecaGlblOauth-meta.xml"));
        assert!(!out("app/build/x"));
    }
}
