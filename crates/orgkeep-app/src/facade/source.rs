//! Source trees for the page: planned, written, checked, mended. The store only hears of what was
//! written.

use orgkeep_api::command::{Done, NoRequest};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::source::{SourcePlanView, SourceRequest, WriteSourceRequest, WrittenSourceView};
use orgkeep_api::source_check::{ApplyRemedyRequest, CheckSourceRequest, SourceReportView};
use orgkeep_blueprint::check::Expectation;
use orgkeep_blueprint::plan::Plan;
use orgkeep_blueprint::source::write_tree;
use orgkeep_domain::activity::{ActivityKind, Deed, Detail};

use super::{Orgkeep, blocking};
use crate::pattern::pattern_of;
use crate::source::check::{CheckError, check};
use crate::source::folder::{Folder, FolderError, StandingError};
use crate::source::mend::{MendError, mend};
use crate::source::plan::{Place, Refusal, plan};
use crate::source::stop::Stop;
use crate::source::survey::{SurveyError, survey};
use crate::source::token::Token;
use crate::source::wish::SourceWish;
use crate::source::write::{WriteError, write};
use crate::source_view::{plan_view, refusal_view, report_view, wish_of, written_view};

impl Orgkeep {
    pub(super) async fn written_source(
        &self,
        request: WriteSourceRequest,
    ) -> Result<WrittenSourceView, ApiError> {
        let view = written(request).await?;
        let count = Detail::Count(u64::from(view.written));
        self.tell(Deed::done(ActivityKind::WriteSource).with(count))
            .await;
        Ok(view)
    }

    pub(super) async fn mended_source(
        &self,
        request: ApplyRemedyRequest,
    ) -> Result<SourceReportView, ApiError> {
        let view = mended(request).await?;
        self.tell(Deed::done(ActivityKind::MendSource)).await;
        Ok(view)
    }
}

pub(super) async fn planned(request: SourceRequest) -> Result<SourcePlanView, ApiError> {
    blocking(move || {
        let (wish, folder) = wish_of(request);
        let (plan, folder) = match prepared(&wish, &folder) {
            Ok(prepared) => prepared,
            Err(refusal) => return Ok(refusal_view(&refusal)),
        };
        match survey(&folder, &write_tree(&plan)) {
            Ok(survey) => Ok(plan_view(&survey)),
            Err(error) => standing_in_the_way(error).map(|refusal| refusal_view(&refusal)),
        }
    })
    .await?
}

async fn written(request: WriteSourceRequest) -> Result<WrittenSourceView, ApiError> {
    blocking(move || {
        let (wish, folder) = wish_of(request.source);
        let invalid = |_| ApiError::new(ErrorCode::Invalid, "there is no such tree");
        let (plan, folder) = prepared(&wish, &folder).map_err(invalid)?;
        let token = Token::from_text(&request.token);
        let written = write(&folder, &write_tree(&plan), &token);
        written.map(written_view).map_err(|error| match error {
            WriteError::Changed => ApiError::new(ErrorCode::Changed, error),
            other => file_error(&other),
        })
    })
    .await?
}

impl Orgkeep {
    /// One check at a time: who begins another one does not wait for the first any more.
    pub(super) async fn check_source(
        &self,
        request: CheckSourceRequest,
    ) -> Result<SourceReportView, ApiError> {
        let stop = Stop::default();
        self.shared.checking.send_replace(stop.clone()).stop();
        blocking(move || {
            let folder = existing(&request.folder)?;
            let checked = check(&folder, expectation(&request), &stop);
            let checked = checked.map_err(|error| match error {
                CheckError::Stopped => ApiError::new(ErrorCode::Stopped, error),
                other => file_error(&other),
            })?;
            Ok(report_view(&checked))
        })
        .await?
    }

    pub(super) async fn stop_check(&self, _: NoRequest) -> Result<Done, ApiError> {
        self.shared.checking.borrow().stop();
        Ok(Done {})
    }
}

async fn mended(request: ApplyRemedyRequest) -> Result<SourceReportView, ApiError> {
    blocking(move || {
        let folder = existing(&request.check.folder)?;
        let token = Token::from_text(&request.token);
        let checked = mend(&folder, &expectation(&request.check), &token);
        let checked = checked.map_err(|error| match error {
            MendError::Changed => ApiError::new(ErrorCode::Changed, error),
            other => file_error(&other),
        })?;
        Ok(report_view(&checked))
    })
    .await?
}

fn expectation(request: &CheckSourceRequest) -> Expectation {
    Expectation {
        pattern: request.pattern.map(pattern_of),
        ..Expectation::default()
    }
}

/// The plan and the folder, or everything that is wrong with either.
fn prepared(wish: &SourceWish, folder: &str) -> Result<(Plan, Folder), Refusal> {
    match (plan(wish), parsed(folder)) {
        (Ok(plan), Ok(folder)) => Ok((plan, folder)),
        (planned, folder) => {
            let mut refusal = planned.err().unwrap_or_default();
            if let Err(error) = folder {
                refusal.blame(Place::Folder, error.to_string());
            }
            Err(refusal)
        }
    }
}

fn parsed(folder: &str) -> Result<Folder, FolderError> {
    Folder::parse(folder, std::env::home_dir().as_deref())
}

fn existing(folder: &str) -> Result<Folder, ApiError> {
    parsed(folder).map_err(|error| match error {
        FolderError::Unreachable(_) => file_error(&error),
        other => ApiError::new(ErrorCode::Invalid, other),
    })
}

/// What stands in the way can be cleared by the person; what cannot be read is an error.
fn standing_in_the_way(error: SurveyError) -> Result<Refusal, ApiError> {
    match error {
        SurveyError::Standing(standing) if !matches!(standing, StandingError::Read { .. }) => {
            let mut refusal = Refusal::default();
            refusal.blame(Place::Folder, format!("{standing}."));
            Ok(refusal)
        }
        other => Err(file_error(&other)),
    }
}

/// With what the system says about it, which names no path.
fn file_error(error: &(dyn std::error::Error + 'static)) -> ApiError {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(system) = inner.downcast_ref::<std::io::Error>() {
            message.push_str(&format!(": {}", system.kind()));
        }
        cause = inner.source();
    }
    ApiError::new(ErrorCode::File, message)
}
