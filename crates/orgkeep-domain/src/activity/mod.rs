//! What happened: one entry for everything that a person did with connections, and for what ended by itself.
//!
//! An entry says what was done, to which connection, with which result, by whom and when. It holds names and
//! closed lists of words only: nothing of it can be a secret or an address.

mod detail;

pub use detail::{Detail, Obstacle, TestTally};

use core::fmt;

use crate::catalogue::named;
use crate::connection::ConnectionName;
use crate::id::{ConnectionId, OrgId};
use crate::text::neutral;

named! {
    /// What was done. Names never change once they have been stored.
    ActivityKind {
        /// A connection was registered, or should have been.
        Register = "register",
        /// Org, user and app of a registration had a connection already, which was updated.
        Recognise = "recognise",
        /// A connection was authenticated again with what is in force, or should have been.
        Reauthenticate = "reauthenticate",
        /// Pending credentials were authorized and took effect, or should have.
        Authorize = "authorize",
        /// A connection was taken over from another tool.
        Import = "import",
        /// A connection was moved to an External Client App, or should have been.
        Migrate = "migrate",
        /// A connection went back to the sign-in that it had before, or should have.
        GoBack = "goBack",
        /// The sign-in that a connection had before it was moved was wiped.
        ForgetEarlier = "forgetEarlier",
        /// An External Client App was made through a connection, or should have been.
        CreateApp = "createApp",
        /// What was made of it was taken back, or should have been.
        UndoApp = "undoApp",
        /// The policies of a connection's app were brought back to what they should be, or should have been.
        ApplyPolicies = "applyPolicies",
        /// The app of a connection got a new key and secret.
        RotateSecret = "rotateSecret",
        /// Credentials were typed for a connection.
        KeepPending = "keepPending",
        /// They were thrown away.
        DiscardPending = "discardPending",
        /// A connection was tested.
        Test = "test",
        /// Several connections were tested in one run.
        TestRun = "testRun",
        /// A sign-in was found to have ended.
        SignInEnded = "signInEnded",
        /// An org was opened in the browser.
        OpenOrg = "openOrg",
        /// A connection got another name.
        Rename = "rename",
        /// A connection got another environment.
        Relabel = "relabel",
        /// A connection was removed.
        Remove = "remove",
        /// Salesforce was told that a token is not wanted any more.
        Revoke = "revoke",
        /// The vault got its key.
        MakeKey = "makeKey",
        /// The vault got another key in place of the one it had.
        ChangeKey = "changeKey",
        /// A recovery sheet was made.
        MakeRecovery = "makeRecovery",
        /// A backup was saved.
        SaveBackup = "saveBackup",
        /// A backup was restored.
        RestoreBackup = "restoreBackup",
        /// The vault was opened with its passphrase, or should have been.
        OpenVault = "openVault",
        /// A blueprint was made or taken from a file.
        AddBlueprint = "addBlueprint",
        /// A blueprint was removed.
        RemoveBlueprint = "removeBlueprint",
        /// A blueprint was saved as a file.
        ExportBlueprint = "exportBlueprint",
        /// A checklist was saved as a file.
        ExportChecklist = "exportChecklist",
        /// A source tree was written.
        WriteSource = "writeSource",
        /// A file of a source tree was mended.
        MendSource = "mendSource",
        /// The inventory was saved as a file.
        ExportInventory = "exportInventory",
        /// The report on moves was saved as a file.
        ExportMoves = "exportMoves",
        /// The activity was saved as a file.
        ExportActivity = "exportActivity",
    }
}

named! {
    /// How it ended.
    ActivityResult {
        /// As it should.
        Done = "done",
        /// It did not happen.
        Failed = "failed",
        /// The person ended it.
        Cancelled = "cancelled",
        /// Nobody knows yet: Salesforce has not confirmed it.
        Unconfirmed = "unconfirmed",
    }
}

/// The connection that an entry is about, as it was then. It stays named when it is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concerned {
    /// Which one; none where it never came to be.
    pub id: Option<ConnectionId>,
    /// What it was called.
    pub name: String,
    /// Its org, where that was known.
    pub org: Option<OrgId>,
}

impl Concerned {
    /// One that never came to be.
    #[must_use]
    pub fn named(name: &ConnectionName) -> Self {
        Self {
            id: None,
            name: name.to_string(),
            org: None,
        }
    }
}

/// What was done, and how it ended. Who and when are added where it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// What.
    pub kind: ActivityKind,
    /// How it ended.
    pub result: ActivityResult,
    /// The connection, where it is about one.
    pub concerned: Option<Concerned>,
    /// What else there is to say.
    pub detail: Option<Detail>,
}

impl Deed {
    /// Something that was done.
    #[must_use]
    pub fn done(kind: ActivityKind) -> Self {
        Self::ended(kind, ActivityResult::Done)
    }

    /// Something that ended in this way.
    #[must_use]
    pub fn ended(kind: ActivityKind, result: ActivityResult) -> Self {
        Self {
            kind,
            result,
            concerned: None,
            detail: None,
        }
    }

    /// The same, about a connection.
    #[must_use]
    pub fn about(self, concerned: Concerned) -> Self {
        Self {
            concerned: Some(concerned),
            ..self
        }
    }

    /// The same, with something else to say.
    #[must_use]
    pub fn with(self, detail: Detail) -> Self {
        Self {
            detail: Some(detail),
            ..self
        }
    }
}

/// Who does something: a person's account on this computer, and the program that they use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name of the account, as the system tells it. Whoever can use the account can be meant by it.
    pub person: Option<String>,
    /// The program.
    pub program: Program,
}

impl Actor {
    /// The longest account name that is kept, in characters.
    pub const LONGEST: usize = 80;

    /// The account's name is what can be seen of it.
    #[must_use]
    pub fn new(person: Option<&str>, program: Program) -> Self {
        let person = person.map(|name| neutral(name, Self::LONGEST));
        Self {
            person: person.filter(|name| !name.is_empty()),
            program,
        }
    }
}

named! {
    /// The programs that do things.
    Program {
        /// The window.
        Window = "window",
        /// `orgkeep`.
        CommandLine = "commandLine",
    }
}

impl fmt::Display for Program {
    /// As people know it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Window => "Orgkeep window",
            Self::CommandLine => "orgkeep",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unlike_and_lead_back_to_what_they_stand_for() {
        for kind in ActivityKind::ALL {
            assert_eq!(ActivityKind::try_from(kind.name().to_owned()), Ok(*kind));
        }
        for result in ActivityResult::ALL {
            assert_eq!(
                ActivityResult::try_from(result.name().to_owned()),
                Ok(*result)
            );
        }
    }

    #[test]
    fn the_name_of_an_account_is_what_can_be_seen_of_it() {
        let named = |name| Actor::new(Some(name), Program::Window).person;
        assert_eq!(named("a\u{1b}[31mb\r\n\u{202e}c"), Some("a[31mb  c".into()));
        assert_eq!(named("\u{200b}"), None);
    }

    #[test]
    fn a_deed_keeps_all_that_is_said_of_it() {
        let concerned = Concerned::named(&ConnectionName::parse("ACME").unwrap());
        let detail = Detail::subject("Frozen in May");
        let deed = Deed::ended(ActivityKind::ALL[0], ActivityResult::ALL[0])
            .about(concerned.clone())
            .with(detail.clone());
        assert_eq!(deed.concerned, Some(concerned));
        assert_eq!(deed.detail, Some(detail));
    }

    #[test]
    fn programs_bear_the_names_that_people_know() {
        let names = Program::ALL.iter().map(ToString::to_string);
        assert_eq!(names.collect::<Vec<_>>(), ["Orgkeep window", "orgkeep"]);
    }
}
