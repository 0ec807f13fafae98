//! A damaged store is put aside, as it is, and another one takes its place.

use orgkeep_api::command::NoRequest;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::vault::StoreAsideView;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_vault::damage::SetAsideError;
use orgkeep_vault::vault::Vault;

use super::contract::Reply;
use super::files::shown;
use super::{Orgkeep, blocking, store_error};
use crate::surroundings::Mode;

impl Orgkeep {
    /// Renames the damaged store and reopens, which makes a new one. Whoever put another file in its place meanwhile gets
    /// that one opened, and nothing is moved.
    pub(super) async fn set_store_aside(&self, _: NoRequest) -> Reply<StoreAsideView> {
        let sound = || ApiError::new(ErrorCode::Changed, "the store is not damaged");
        let folder = self.shared.damaged.clone().ok_or_else(sound)?;
        let now = self.shared.around.clock.now();
        let moved = blocking(move || Vault::set_damaged_aside(&folder, now)).await?;
        let aside = match moved {
            Ok(path) => Some(shown(&path)),
            Err(SetAsideError::Sound) => None,
            Err(error) => return Err(store_error(error)),
        };
        let reopened = self.reopen(self.mode()).await;
        reopened.map_err(|error| {
            let place = aside.as_deref().map_or(String::new(), |path| {
                format!("; the damaged store is now {path}")
            });
            ApiError::new(ErrorCode::Store, format!("{}{place}", error.message))
        })?;
        Ok(StoreAsideView { path: aside })
    }

    fn mode(&self) -> Mode {
        match self.shared.rule {
            AuthorityRule::Practice => Mode::Practice,
            AuthorityRule::Salesforce => Mode::Real,
        }
    }
}
