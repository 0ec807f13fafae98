//! Entries as the page sees them, and its wishes as the store understands them.

use std::collections::HashSet;

use jiff::Timestamp;
use orgkeep_api::activity::{
    ActivityConnectionView, ActivityDetailView, ActivityEntryView, ActivityFilterRequest,
    ActivityKindView, ActivityResultView, ProgramView,
};
use orgkeep_api::activity_chain::{
    ActivityChainView, ActivityFaultKind, ActivityFaultView, ActivitySealView,
};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_domain::activity::{ActivityKind, ActivityResult, Concerned, Detail, Program};
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::activity_record::{
    ActivityFilter, ActivityRecord, ChainReport, FaultKind, Seal,
};

use crate::attempt::rfc3339;
use crate::view::{environment_view, pairs};

pairs!(kind_view, kind: ActivityKind <-> ActivityKindView {
    Register = Register, Recognise = Recognise, Reauthenticate = Reauthenticate,
    Import = Import, Migrate = Migrate, GoBack = GoBack, ForgetEarlier = ForgetEarlier,
    CreateApp = CreateApp, UndoApp = UndoApp, ApplyPolicies = ApplyPolicies,
    RotateSecret = RotateSecret,
    ChangeKey = ChangeKey, MakeRecovery = MakeRecovery, SaveBackup = SaveBackup,
    RestoreBackup = RestoreBackup, ExportInventory = ExportInventory,
    Authorize = Authorize, KeepPending = KeepPending, DiscardPending = DiscardPending,
    Test = Test, TestRun = TestRun, SignInEnded = SignInEnded, OpenOrg = OpenOrg,
    Rename = Rename, Relabel = Relabel, Remove = Remove, Revoke = Revoke, MakeKey = MakeKey,
    OpenVault = OpenVault, AddBlueprint = AddBlueprint, RemoveBlueprint = RemoveBlueprint,
    ExportBlueprint = ExportBlueprint, ExportChecklist = ExportChecklist,
    WriteSource = WriteSource, MendSource = MendSource, ExportMoves = ExportMoves,
    ExportActivity = ExportActivity,
});
pairs!(result_view, result: ActivityResult <-> ActivityResultView {
    Done = Done, Failed = Failed, Cancelled = Cancelled, Unconfirmed = Unconfirmed,
});
pairs!(program_view, program: Program <-> ProgramView {
    Window = Window, CommandLine = CommandLine,
});

/// What the page wants, as the store understands it.
pub(crate) fn filter_of(request: ActivityFilterRequest) -> Result<ActivityFilter, ApiError> {
    let connection = request.connection.as_deref().map(ConnectionId::parse);
    Ok(ActivityFilter {
        connection: connection
            .transpose()
            .map_err(|_| invalid("the connection"))?,
        kinds: each_once(ActivityKind::ALL, request.kinds.into_iter().map(kind)),
        results: each_once(ActivityResult::ALL, request.results.into_iter().map(result)),
        program: request.program.map(program),
        from: moment(request.from.as_deref())?,
        until: moment(request.until.as_deref())?,
    })
}

/// A page that names a word a million times means it once.
fn each_once<T: Copy + PartialEq>(all: &[T], wanted: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for word in wanted {
        if found.len() < all.len() && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

fn moment(text: Option<&str>) -> Result<Option<Timestamp>, ApiError> {
    let moment = text.map(str::parse).transpose();
    moment.map_err(|_| invalid("the time"))
}

fn invalid(what: &str) -> ApiError {
    ApiError::new(ErrorCode::Invalid, what)
}

/// One entry, as the page sees it. `there` are the connections that are still registered.
pub(crate) fn entry_view(
    entry: ActivityRecord,
    there: &HashSet<ConnectionId>,
) -> ActivityEntryView {
    ActivityEntryView {
        number: short(entry.number),
        at: rfc3339(entry.at),
        kind: entry.kind.map(kind_view),
        result: entry.result.map(result_view),
        connection: entry.concerned.map(|one| connection_view(one, there)),
        person: entry.person,
        program: entry.program.map(program_view),
        detail: entry.detail.map(detail_view),
    }
}

/// A connection that entries are about.
pub(crate) fn connection_view(
    concerned: Concerned,
    there: &HashSet<ConnectionId>,
) -> ActivityConnectionView {
    ActivityConnectionView {
        is_there: concerned.id.as_ref().is_some_and(|id| there.contains(id)),
        id: concerned.id.map(|id| id.to_string()),
        name: concerned.name,
        org_id: concerned.org.map(|org| org.to_string()),
    }
}

fn detail_view(detail: Detail) -> ActivityDetailView {
    match detail {
        Detail::Verdict(verdict) => ActivityDetailView::Verdict {
            verdict: verdict.name().to_owned(),
        },
        Detail::Cause(cause) => ActivityDetailView::Cause {
            cause: cause.id().to_owned(),
        },
        Detail::Obstacle(obstacle) => ActivityDetailView::Obstacle {
            obstacle: obstacle.name().to_owned(),
        },
        Detail::EarlierName(name) => ActivityDetailView::EarlierName { name },
        Detail::EarlierEnvironment(environment) => ActivityDetailView::EarlierEnvironment {
            environment: environment_view(environment),
        },
        Detail::Subject(name) => ActivityDetailView::Subject { name },
        Detail::Tested(tally) => ActivityDetailView::Tested {
            tested: tally.tested,
            working: tally.working,
        },
        Detail::Count(count) => ActivityDetailView::Count {
            count: short(count),
        },
    }
}

/// What a look at the whole activity came to.
pub(crate) fn chain_view(report: &ChainReport) -> ActivityChainView {
    ActivityChainView {
        entries: short(report.entries),
        first_at: report.first_at.map(rfc3339),
        fault: report.fault.map(|fault| ActivityFaultView {
            number: short(fault.number),
            kind: match fault.kind {
                FaultKind::Changed => ActivityFaultKind::Changed,
                FaultKind::Missing => ActivityFaultKind::Missing,
                FaultKind::CutOff => ActivityFaultKind::CutOff,
                FaultKind::Rewritten => ActivityFaultKind::Rewritten,
                FaultKind::SealDamaged => ActivityFaultKind::SealDamaged,
            },
        }),
        seal: match report.seal {
            Seal::Locked => ActivitySealView::Locked,
            Seal::Absent => ActivitySealView::Absent,
            Seal::Covers { from, since, to } => ActivitySealView::Covers {
                from: short(from),
                since: rfc3339(since),
                to: short(to),
            },
        },
    }
}

/// JSON would round larger numbers; four billion entries are never written.
fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
