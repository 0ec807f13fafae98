//! What the page is told without having asked: it is drawn before page and program can talk to each other.

use std::collections::BTreeMap;

use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::message::*;
use orgkeep_app::facade::Orgkeep;
use tokio::sync::watch;

macro_rules! told {
    (
        commands { $($(#[$doc:meta])* $command:ident($request:ident) -> $view:ident;)* }
        streams { $($(#[$stream_doc:meta])* $stream:ident -> $snapshot:ident;)* }
    ) => {
        /// What the page was told of each stream, until it asks for it: it has seen just that snapshot.
        #[derive(Default)]
        pub struct Told {
            $($stream: Option<watch::Receiver<$snapshot>>,)*
        }

        impl Told {
            /// What every stream shows now, and which of the two windows this is, and the same as a script's value.
            ///
            /// # Errors
            /// When an answer cannot be told as JSON.
            pub async fn of(orgkeep: &Orgkeep) -> anyhow::Result<(Self, Known)> {
                let app = orgkeep.app(NoRequest {}).await?;
                let mut known = BTreeMap::from([("app", serde_json::to_string(&app)?)]);
                let mut told = Self::default();
                $({
                    let mut snapshots = orgkeep.$stream();
                    let text = serde_json::to_string(&*snapshots.borrow_and_update())?;
                    known.insert(stringify!($stream), text);
                    told.$stream = Some(snapshots);
                })*
                Ok((told, Known(known)))
            }

            $(
                /// What the page was told of this stream, if nothing is newer. Once: whoever asks again knows nothing.
                pub fn $stream(&mut self) -> Option<watch::Receiver<$snapshot>> {
                    let snapshots = self.$stream.take()?;
                    let holds = snapshots.has_changed().is_ok_and(|newer| !newer);
                    holds.then_some(snapshots)
                }
            )*
        }
    };
}

orgkeep_api::for_each_command!(told);

/// Answers by the name of what is asked, each as JSON.
pub struct Known(BTreeMap<&'static str, String>);

/// A page that is there already listens; one that is still to come looks.
const TELL: &str = "(known) => {
    if (window.__ORGKEEP_TELL__) window.__ORGKEEP_TELL__(known);
    else window.__ORGKEEP_KNOWN__ = known;
}";

impl Known {
    /// A script for the page that is about to be loaded.
    #[must_use]
    pub fn before_the_page(&self) -> String {
        format!("window.__ORGKEEP_KNOWN__ = {};", self.value())
    }

    /// A script for the page that is loaded already, or will be at any moment.
    #[must_use]
    pub fn beside_the_page(&self) -> String {
        let known = self.value();
        format!("({TELL})({known});")
    }

    fn value(&self) -> String {
        let fields = self.0.iter();
        let fields = fields.map(|(name, text)| format!("{name}:{}", literal(text)));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    }
}

/// A text as a literal of JavaScript. In single quotes, because JSON has none: megabytes are read faster as they are.
fn literal(json: &str) -> String {
    let escaped = json.replace('\\', "\\\\").replace('\'', "\\'");
    // JSON has no line breaks of its own, which a literal could not have.
    format!("'{escaped}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_an_answer_says_stays_one_text() {
        let said = "it's \"quoted\" \\ '; alert(1); //\n\u{2028}</script>";
        let json = serde_json::to_string(said).expect("a text");
        let literal = literal(&json);
        let inner = &literal[1..literal.len() - 1];
        assert!(literal.starts_with('\'') && literal.ends_with('\''));
        // Every quote and every backslash inside is preceded by an odd number of backslashes, or precedes one.
        let mut characters = inner.chars();
        let mut read = String::new();
        while let Some(character) = characters.next() {
            assert!(!matches!(character, '\'' | '\n' | '\r'), "{inner}");
            let unescaped = if character == '\\' {
                characters.next()
            } else {
                None
            };
            read.push(unescaped.unwrap_or(character));
        }
        assert_eq!(read, json);
    }
}
