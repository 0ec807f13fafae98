//! Apps that Orgkeep makes, as the page sees them. Of a consumer key it sees the ends, of a secret nothing.

use orgkeep_api::app_check::{AppReportView, AppRiskId};
use orgkeep_api::creation::{
    AppDifferenceView, AppElementView, AppPartView, AppPlanView, AppProblemView, AppStandingView,
    AppTrialView, AppValueView, PlannedAppView,
};
use orgkeep_api::creation_state::{
    AppGoalView, AppOriginId, BegunAppView, CreationFailureView, CreationStepId, MadeAppView,
};
use orgkeep_blueprint::metadata::{Component, Difference, Kind, Risk};
use orgkeep_domain::catalogue::Cause;
use orgkeep_salesforce::metadata::Problem;
use orgkeep_vault::creation_record::{
    AppGoal, AppOrigin, CreationRecord, CreationRowError, CreationStep,
};
use orgkeep_vault::pending_record::PendingError;
use orgkeep_vault::rotation_record::RotationError;

use crate::attempt::rfc3339;
use crate::creation::{AppReport, Created, CreationError, Plan, Standing, Trial};
use crate::design::problem_view;
use crate::session::SessionError;
use crate::source::plan::Unfit;
use crate::testing::hindered_view;

/// What would happen.
pub(crate) fn plan_view(plan: Plan, api_name: &str) -> PlannedAppView {
    PlannedAppView {
        org_id: plan.org.to_string(),
        org_name: plan.org_name,
        production: plan.production,
        api_name: api_name.to_owned(),
        has_secret: plan.switches_setting,
        parts: plan.components.into_iter().map(part_view).collect(),
        standing: match plan.standing {
            Standing::Free => AppStandingView::Free,
            Standing::Same => AppStandingView::Same,
            Standing::Different(list) => AppStandingView::Different {
                differences: differences_view(list),
            },
            Standing::NotChangeable { differing, nested } => AppStandingView::NotChangeable {
                differences: differences_view(differing),
                elements: elements_view(nested),
            },
            Standing::ConnectedApp => AppStandingView::ConnectedApp,
        },
        trial: match plan.trial {
            Trial::Passed => AppTrialView::Passed,
            Trial::Refused(problems) => AppTrialView::Refused {
                problems: problems_view(problems),
            },
            Trial::NotPossible(_) => AppTrialView::NotPossible,
            Trial::NotNeeded => AppTrialView::NotNeeded,
        },
        changes_setting: plan.switches_setting,
    }
}

/// Why answers are not an app.
pub(crate) fn unfit_view(unfit: &Unfit) -> AppPlanView {
    match unfit {
        Unfit::Answers(problems) => AppPlanView::Unfit {
            problems: problems.iter().map(problem_view).collect(),
            said: None,
        },
        Unfit::Together(sentence) => AppPlanView::Unfit {
            problems: Vec::new(),
            said: Some(sentence.clone()),
        },
    }
}

fn part_view(own: Component) -> AppPartView {
    let value = |(element, value)| AppValueView { element, value };
    AppPartView {
        type_name: own.kind.type_name().to_owned(),
        name: own.name,
        values: own.elements.into_iter().map(value).collect(),
    }
}

fn differences_view(list: Vec<Difference>) -> Vec<AppDifferenceView> {
    let view = |own: Difference| AppDifferenceView {
        type_name: own.kind.type_name().to_owned(),
        element: own.element,
        wanted: own.wanted,
        found: own.found,
    };
    list.into_iter().map(view).collect()
}

fn elements_view(list: Vec<(Kind, String)>) -> Vec<AppElementView> {
    let view = |(kind, element): (Kind, String)| AppElementView {
        type_name: kind.type_name().to_owned(),
        element,
    };
    list.into_iter().map(view).collect()
}

pub(crate) fn problems_view(list: Vec<Problem>) -> Vec<AppProblemView> {
    let view = |own: Problem| AppProblemView {
        cause: cause_of(&own),
        type_name: own.type_name,
        code: own.code,
        message: own.message,
        fields: own.fields,
    };
    list.into_iter().map(view).collect()
}

/// The catalogue's words for an unknown cause are about a sign-in.
fn cause_of(problem: &Problem) -> Option<String> {
    let cause = problem.cause();
    (cause != Cause::unknown()).then(|| cause.id().to_owned())
}

/// An app that was begun; `connection_name` is what its connection is called.
pub(crate) fn begun_view(record: &CreationRecord, connection_name: String) -> BegunAppView {
    BegunAppView {
        id: record.id.as_str().to_owned(),
        connection: record.asked.connection.to_string(),
        connection_name,
        api_name: record.asked.api_name.clone(),
        goal: record.asked.goal.as_ref().map(goal_view),
        step: match record.step {
            CreationStep::Planned => CreationStepId::Planned,
            CreationStep::Sending => CreationStepId::Sending,
            CreationStep::Sent => CreationStepId::ReadingKey,
            CreationStep::Keyed => CreationStepId::Securing,
            CreationStep::Secured => CreationStepId::Policies,
            CreationStep::Done => CreationStepId::Done,
        },
        undoing: record.undoing,
        setting_changed: record.switch_before.is_some(),
        began_at: rfc3339(record.began_at),
    }
}

pub(crate) fn goal_view(goal: &AppGoal) -> AppGoalView {
    match goal {
        AppGoal::Draft(id) => AppGoalView::Draft { id: id.to_string() },
        AppGoal::Migration(id) => AppGoalView::Migration { id: id.to_string() },
    }
}

/// An app that is there.
pub(crate) fn made_view(created: Created, app: BegunAppView, handed_over: bool) -> MadeAppView {
    MadeAppView {
        app,
        origin: match created.origin {
            AppOrigin::Made => AppOriginId::Made,
            AppOrigin::Adopted => AppOriginId::Adopted,
            AppOrigin::Updated => AppOriginId::Updated,
        },
        consumer_key: created.consumer_key.shortened(),
        handed_over,
        warnings: created.warnings,
    }
}

/// What an app is in its org, and what the org did not take of its policies.
pub(crate) fn report_view(report: AppReport, warnings: Vec<String>) -> AppReportView {
    AppReportView {
        api_name: report.api_name,
        compared: report.compared,
        by_products: report.by_products,
        differences: differences_view(report.differences),
        risks: report.risks.into_iter().map(risk_id).collect(),
        warnings,
    }
}

fn risk_id(risk: Risk) -> AppRiskId {
    match risk {
        Risk::IpRelaxed => AppRiskId::IpRelaxed,
        Risk::EveryoneMayAuthorize => AppRiskId::EveryoneMayAuthorize,
        Risk::NoPkce => AppRiskId::NoPkce,
        Risk::FullAccess => AppRiskId::FullAccess,
        Risk::RefreshTokenForever => AppRiskId::RefreshTokenForever,
        Risk::NoRotation => AppRiskId::NoRotation,
        Risk::OldSecret => AppRiskId::OldSecret,
    }
}

/// Why something did not come about.
pub(crate) fn creation_failure(error: CreationError) -> CreationFailureView {
    match error {
        CreationError::Session(error) => session_failure(error),
        CreationError::Journal(error) => match *error {
            CreationRowError::Locked(_) => CreationFailureView::VaultLocked,
            _ => CreationFailureView::NotKept,
        },
        CreationError::Lock => CreationFailureView::NotKept,
        CreationError::Busy => CreationFailureView::Busy,
        CreationError::JwtToken => CreationFailureView::JwtToken,
        CreationError::NotConfirmed => CreationFailureView::NotConfirmed,
        CreationError::NameOfConnectedApp => CreationFailureView::NameOfConnectedApp,
        CreationError::Differs(list) => CreationFailureView::Differs {
            differences: differences_view(list),
        },
        CreationError::NotCarried(nested) => CreationFailureView::NotCarried {
            elements: elements_view(nested),
        },
        CreationError::Refused(problems) => CreationFailureView::Refused {
            problems: problems_view(problems),
        },
        CreationError::TooSlow => CreationFailureView::TooSlow,
        CreationError::Unexpected => CreationFailureView::Unexpected,
        CreationError::NothingKnown => CreationFailureView::NothingKnown,
        CreationError::NotOurs => CreationFailureView::NotOurs,
        CreationError::NoApp => CreationFailureView::NoApp,
        CreationError::NoSecret => CreationFailureView::NoSecret,
        CreationError::OrgTooOld => CreationFailureView::OrgTooOld,
        CreationError::SpareThere => CreationFailureView::SpareThere,
        CreationError::OthersPending => CreationFailureView::OthersPending,
        CreationError::Rotation(error) => match *error {
            RotationError::Pending(PendingError::Locked(_)) => CreationFailureView::VaultLocked,
            _ => CreationFailureView::NotKept,
        },
    }
}

fn session_failure(error: SessionError) -> CreationFailureView {
    match error {
        SessionError::Ended(obstacle) | SessionError::Hindered(obstacle) => {
            CreationFailureView::Hindered {
                found: hindered_view(&obstacle),
            }
        }
        SessionError::Locked(_) => CreationFailureView::VaultLocked,
        SessionError::NotFound => CreationFailureView::ConnectionGone,
        // Only runs of tests are held up by a host that asked to wait.
        SessionError::Abandoned | SessionError::Postponed { .. } => CreationFailureView::Stopped,
        SessionError::Unreadable(_)
        | SessionError::Store(_)
        | SessionError::Lock(_)
        | SessionError::Unsaved => CreationFailureView::NotKept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_part_carries_the_cause_that_the_catalogue_knows() {
        let refused = |code: Option<&str>, message: &str| Problem {
            code: code.map(str::to_owned),
            message: message.to_owned(),
            ..Problem::default()
        };
        let views = problems_view(vec![
            refused(Some("INSUFFICIENT_ACCESS_OR_READONLY"), ""),
            refused(None, "Invalid plugin settings"),
            refused(Some("SOMETHING_NEW"), "nobody has heard of it"),
        ]);
        let causes: Vec<_> = views.iter().map(|own| own.cause.as_deref()).collect();
        assert_eq!(
            causes,
            [Some("permissionMissing"), Some("policyNotAccepted"), None]
        );
    }
}
