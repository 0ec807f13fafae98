//! The practice org, and the change between the two folders.

use orgkeep_api::command::Done;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::practice::{AppView, PracticeView, ScenarioRequest};

use super::Orgkeep;
use crate::surroundings::Mode;

impl Orgkeep {
    pub(super) fn app_view(&self) -> AppView {
        let practice = self.shared.around.practice.as_ref();
        AppView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            practice: practice.map(|practice| PracticeView {
                orgs: practice.orgs(),
                scenarios: practice.scenarios(),
            }),
        }
    }

    pub(super) fn switch_scenario(&self, request: &ScenarioRequest) -> Result<AppView, ApiError> {
        let missing = || ApiError::new(ErrorCode::Practice, "there is no such scenario here");
        let practice = self.shared.around.practice.as_ref().ok_or_else(missing)?;
        if practice.set_scenario(&request.id, request.on) {
            Ok(self.app_view())
        } else {
            Err(missing())
        }
    }

    pub(super) async fn reopen(&self, mode: Mode) -> Result<Done, ApiError> {
        let failed = |error: &dyn std::fmt::Display| ApiError::new(ErrorCode::Practice, error);
        let Some(reopen) = &self.shared.around.reopen else {
            return Err(failed(&"there is no other folder"));
        };
        let reopened = reopen.reopen(mode).await;
        reopened.map(|()| Done {}).map_err(|error| failed(&error))
    }
}
