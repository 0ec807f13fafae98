//! Where does a login host of the person's own lead? Into a private network only with their word, and nothing is sent
//! there before.

use std::net::IpAddr;

use orgkeep_api::address::AddressQuestionView;
use orgkeep_api::attempt::StageView;
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_salesforce::http::HttpClient;
use orgkeep_vault::error::StoreError;
use orgkeep_vault::vault::Vault;

use super::driver::Attempt;
use super::intent::unless_cancelled;
use super::progress::rfc3339;
use super::route::Route;

/// A line for each: host and address. They say where a connection may be made to, not to whom: that is the certificate's.
const SETTING: &str = "private_addresses";

impl Attempt {
    /// Asks about addresses of a private network that nobody has confirmed yet.
    pub(super) async fn known_address(&mut self, route: &Route) -> Result<(), Failure> {
        let authority = route.authority();
        let looked_up = self.http.unconfirmed_addresses(authority);
        let addresses = unless_cancelled(&mut self.intents, looked_up).await?;
        if addresses.is_empty() {
            return Ok(());
        }
        let first = self.progress.stage();
        let (since, deadline) = self.time_to_answer();
        let question = Box::new(AddressQuestionView {
            since: rfc3339(since),
            deadline: rfc3339(deadline),
            host: authority.host().to_owned(),
            addresses: addresses.iter().map(IpAddr::to_string).collect(),
        });
        self.progress
            .enter(StageView::ConfirmingAddress { question });
        if !self.yes_or_no().await? {
            return Err(FailureReason::PrivateAddress.into());
        }
        for address in &addresses {
            self.http.confirm_address(authority.host(), *address);
        }
        // If it cannot be written down, it is asked again after the next start.
        let _kept = keep(&self.vault, authority.host(), &addresses).await;
        self.progress.enter(first);
        Ok(())
    }
}

async fn keep(vault: &Vault, host: &str, addresses: &[IpAddr]) -> Result<(), StoreError> {
    let mut lines = vault.setting(SETTING).await?.unwrap_or_default();
    for address in addresses {
        lines.push_str(&format!("{host} {address}\n"));
    }
    vault.set_setting(SETTING, lines).await
}

/// Brings back what was confirmed in earlier runs.
pub(crate) async fn recall(vault: &Vault, http: &HttpClient) {
    let lines = vault.setting(SETTING).await.ok().flatten();
    for line in lines.unwrap_or_default().lines() {
        if let Some((host, address)) = line.split_once(' ')
            && let Ok(address) = address.parse()
        {
            http.confirm_address(host, address);
        }
    }
}
