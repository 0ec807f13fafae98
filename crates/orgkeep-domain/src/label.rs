//! What the admin writes on a connection. Salesforce knows nothing of it, and nothing of it is secret.

use crate::connection::{Colour, Environment};
use crate::text::{is_hidden, neutral};

/// The most tags that one connection has.
pub const MOST_TAGS: usize = 20;

/// The longest name of an owner, in characters.
pub const LONGEST_OWNER: usize = 80;

/// The longest notes, in characters.
pub const LONGEST_NOTES: usize = 4000;

/// A word that several connections share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag(String);

/// Why a label is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// Nothing visible was given.
    #[error("the tag is empty")]
    EmptyTag,
    /// More than [`Tag::LONGEST`] characters, or a comma: commas part tags from each other.
    #[error("the tag is too long or has a comma")]
    NotOneTag,
    /// More than [`MOST_TAGS`].
    #[error("there would be too many tags")]
    TooManyTags,
    /// More than [`LONGEST_OWNER`] characters.
    #[error("the owner's name is too long")]
    LongOwner,
    /// More than [`LONGEST_NOTES`] characters.
    #[error("the notes are too long")]
    LongNotes,
}

impl Tag {
    /// The longest tag, in characters.
    pub const LONGEST: usize = 30;

    /// Trims the tag and drops characters that cannot be seen.
    ///
    /// # Errors
    /// [`LabelError`] when nothing is left, or it is not one tag.
    pub fn parse(text: &str) -> Result<Self, LabelError> {
        if text.contains(',') || text.chars().count() > Self::LONGEST {
            return Err(LabelError::NotOneTag);
        }
        let tag = neutral(text, Self::LONGEST);
        if tag.is_empty() {
            return Err(LabelError::EmptyTag);
        }
        Ok(Self(tag))
    }

    /// The tag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether people would take both for one.
    fn is_same(&self, other: &Self) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

/// Reads the name of whoever looks after a connection; nothing for nobody.
///
/// # Errors
/// [`LabelError::LongOwner`].
pub fn parse_owner(text: &str) -> Result<String, LabelError> {
    if text.chars().count() > LONGEST_OWNER {
        return Err(LabelError::LongOwner);
    }
    Ok(neutral(text, LONGEST_OWNER))
}

/// Reads notes. Their lines stay; what cannot be seen goes.
///
/// # Errors
/// [`LabelError::LongNotes`].
pub fn parse_notes(text: &str) -> Result<String, LabelError> {
    if text.chars().count() > LONGEST_NOTES {
        return Err(LabelError::LongNotes);
    }
    let shown = |&character: &char| character == '\n' || !is_hidden(character);
    let notes: String = text.chars().filter(shown).collect();
    Ok(notes.trim().to_owned())
}

/// Everything that is written on a connection besides its name and environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// Each once, in the order in which they were given.
    pub tags: Vec<Tag>,
    /// Whether it stands among the first.
    pub favourite: bool,
    /// Its mark.
    pub colour: Colour,
    /// Who looks after it; empty for nobody.
    pub owner: String,
    /// Whatever is worth remembering.
    pub notes: String,
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            tags: Vec::new(),
            favourite: false,
            colour: Colour::Plain,
            owner: String::new(),
            notes: String::new(),
        }
    }
}

/// What changes on one connection or on many. What is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relabelling {
    /// Tags to give.
    pub add: Vec<Tag>,
    /// Tags to take away.
    pub remove: Vec<Tag>,
    /// Whether it stands among the first.
    pub favourite: Option<bool>,
    /// Its mark.
    pub colour: Option<Colour>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// The admin's own label.
    pub environment: Option<Environment>,
}

impl Relabelling {
    /// The labels after the change.
    ///
    /// # Errors
    /// [`LabelError::TooManyTags`].
    pub fn apply(&self, mut labels: Labels) -> Result<Labels, LabelError> {
        let goes = |tag: &Tag| self.remove.iter().any(|gone| gone.is_same(tag));
        labels.tags.retain(|tag| !goes(tag));
        for tag in &self.add {
            if !labels.tags.iter().any(|known| known.is_same(tag)) {
                labels.tags.push(tag.clone());
            }
        }
        if labels.tags.len() > MOST_TAGS {
            return Err(LabelError::TooManyTags);
        }
        labels.favourite = self.favourite.unwrap_or(labels.favourite);
        labels.colour = self.colour.unwrap_or(labels.colour);
        if let Some(owner) = &self.owner {
            labels.owner.clone_from(owner);
        }
        Ok(labels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Tag {
        Tag::parse(text).unwrap()
    }

    #[test]
    fn a_tag_is_one_short_visible_word_or_several() {
        assert_eq!(tag("  pay\u{202e}roll ").as_str(), "payroll");
        assert_eq!(Tag::parse("\u{200b}"), Err(LabelError::EmptyTag));
        assert_eq!(Tag::parse("a,b"), Err(LabelError::NotOneTag));
        assert_eq!(Tag::parse(&"x".repeat(31)), Err(LabelError::NotOneTag));
        assert_eq!(tag(&"x".repeat(30)).as_str().len(), 30);
    }

    #[test]
    fn the_same_word_is_one_tag_however_it_is_written() {
        let change = Relabelling {
            add: vec![tag("Payroll"), tag("EU")],
            remove: vec![tag("OLD")],
            ..Relabelling::default()
        };
        let labels = Labels {
            tags: vec![tag("payroll"), tag("old")],
            ..Labels::default()
        };
        assert_eq!(
            change.apply(labels).unwrap().tags,
            [tag("payroll"), tag("EU")]
        );
    }

    #[test]
    fn what_is_not_named_stays() {
        let labels = Labels {
            tags: vec![tag("a")],
            favourite: true,
            colour: Colour::Blue,
            owner: "Release team".to_owned(),
            notes: "Frozen in May".to_owned(),
        };
        let same = Relabelling::default().apply(labels.clone());
        assert_eq!(same, Ok(labels));
    }

    #[test]
    fn tags_have_an_end() {
        let given = |count: usize| {
            let add = (0..count).map(|one| tag(&one.to_string())).collect();
            let change = Relabelling {
                add,
                ..Relabelling::default()
            };
            change.apply(Labels::default())
        };
        assert_eq!(given(MOST_TAGS).unwrap().tags.len(), MOST_TAGS);
        assert_eq!(given(MOST_TAGS + 1), Err(LabelError::TooManyTags));
    }

    #[test]
    fn an_owner_is_what_can_be_seen_of_the_name() {
        assert_eq!(
            parse_owner(" Release\u{202e} team ").as_deref(),
            Ok("Release team")
        );
        assert_eq!(parse_owner("").as_deref(), Ok(""));
        let named = |length: usize| parse_owner(&"x".repeat(length));
        assert_eq!(named(LONGEST_OWNER).unwrap().len(), LONGEST_OWNER);
        assert_eq!(named(LONGEST_OWNER + 1), Err(LabelError::LongOwner));
    }

    #[test]
    fn notes_keep_their_lines_and_lose_what_cannot_be_seen() {
        assert_eq!(
            parse_notes("one\r\ntwo\u{202e}\u{1b}[2J\n").as_deref(),
            Ok("one\ntwo[2J")
        );
        let written = |length: usize| parse_notes(&"x".repeat(length));
        assert_eq!(written(LONGEST_NOTES).unwrap().len(), LONGEST_NOTES);
        assert_eq!(written(LONGEST_NOTES + 1), Err(LabelError::LongNotes));
    }
}
