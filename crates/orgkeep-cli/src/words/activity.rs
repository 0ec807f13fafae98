//! What happened.

use orgkeep_domain::activity::{ActivityKind, Detail};
use orgkeep_vault::activity_record::{ChainFault, FaultKind};

use super::{obstacle_words, verdict_words};

/// What was done, or should have been.
pub fn activity_words(kind: ActivityKind) -> &'static str {
    match kind {
        ActivityKind::Register => "register",
        ActivityKind::Recognise => "register once more",
        ActivityKind::Reauthenticate => "sign in again",
        ActivityKind::Authorize => "sign in with new credentials",
        ActivityKind::Import => "import",
        ActivityKind::Migrate => "move to an External Client App",
        ActivityKind::GoBack => "go back to the earlier sign-in",
        ActivityKind::ForgetEarlier => "wipe the earlier sign-in",
        ActivityKind::CreateApp => "create an External Client App",
        ActivityKind::UndoApp => "take a new app back",
        ActivityKind::ApplyPolicies => "apply an app's policies",
        ActivityKind::RotateSecret => "new key and secret of an app",
        ActivityKind::KeepPending => "type new credentials",
        ActivityKind::DiscardPending => "discard new credentials",
        ActivityKind::Test => "test",
        ActivityKind::TestRun => "test several",
        ActivityKind::SignInEnded => "sign-in ended",
        ActivityKind::OpenOrg => "open",
        ActivityKind::Rename => "rename",
        ActivityKind::Relabel => "change the environment",
        ActivityKind::Remove => "remove",
        ActivityKind::Revoke => "revoke the token",
        ActivityKind::MakeKey => "make the vault's key",
        ActivityKind::ChangeKey => "change the vault's key",
        ActivityKind::MakeRecovery => "make a recovery sheet",
        ActivityKind::SaveBackup => "save a backup",
        ActivityKind::RestoreBackup => "restore a backup",
        ActivityKind::OpenVault => "open the vault",
        ActivityKind::AddBlueprint => "add a blueprint",
        ActivityKind::RemoveBlueprint => "remove a blueprint",
        ActivityKind::WriteSource => "write source",
        ActivityKind::MendSource => "mend source",
        ActivityKind::ExportBlueprint => "export a blueprint",
        ActivityKind::ExportChecklist => "save a checklist",
        ActivityKind::ExportInventory | ActivityKind::ExportMoves => export_words(kind),
        ActivityKind::ExportActivity => "export the activity",
    }
}

fn export_words(kind: ActivityKind) -> &'static str {
    if kind == ActivityKind::ExportMoves {
        "export the report on moves"
    } else {
        "export the inventory"
    }
}

/// What else there is to say.
pub fn detail_words(detail: &Detail) -> String {
    match detail {
        Detail::Verdict(verdict) => verdict_words(*verdict, None).title,
        Detail::Cause(cause) => cause.title().to_owned(),
        Detail::EarlierName(name) => format!("it was called {name}"),
        Detail::EarlierEnvironment(environment) => format!("it was {}", environment.key()),
        Detail::Tested(tally) => format!("{} of {} work", tally.working, tally.tested),
        Detail::Obstacle(obstacle) => obstacle_words(*obstacle).to_owned(),
        Detail::Subject(_) | Detail::Count(_) => detail.value(),
    }
}

/// Where the activity is not as it was written, and what that means.
pub fn fault_words(fault: &ChainFault) -> String {
    let number = fault.number;
    match fault.kind {
        FaultKind::Changed => format!(
            "Entry {number} is not as it was written: something other than Orgkeep changed, moved or added it. \
             Those before it are as they were."
        ),
        FaultKind::Missing => {
            format!("Entry {number} is missing. Those before it are as they were written.")
        }
        FaultKind::CutOff => format!(
            "The activity is cut off before entry {number}: the seal knows of later ones. Those that are here are \
             as they were written."
        ),
        FaultKind::Rewritten => format!(
            "Entries up to {number} were rewritten: they fit each other, and not the seal."
        ),
        FaultKind::SealDamaged => {
            "The seal of the activity does not open: it was changed. Nothing vouches for the entries.".to_owned()
        }
    }
}
