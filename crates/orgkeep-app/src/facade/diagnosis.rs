//! Diagnostics: what this computer is like, each finding with its fix on the page.

use orgkeep_api::checkup::{CheckStateView, CheckView, DiagnosisView, SubjectView};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_salesforce::reach::reach;
use orgkeep_vault::health::DatabaseLibrary;

use super::Orgkeep;
use crate::attempt::rfc3339;
use crate::checkup;

/// Asked for its name, its certificate and its time. It belongs to nobody in particular.
const ANYBODYS_LOGIN: &str = "https://login.salesforce.com";

impl Orgkeep {
    pub(super) async fn diagnosis(&self) -> DiagnosisView {
        let around = &self.shared.around;
        let checkup = self.checkup().await;
        let (port, keyring, store, certificates, browser, server) = tokio::join!(
            checkup::port(around),
            checkup::keyring(&checkup),
            checkup::store(&checkup),
            checkup::certificates(around),
            checkup::browser(around),
            self.ask_a_server(),
        );
        let mut checks = vec![port, keyring, store];
        checks.push(checkup::database(DatabaseLibrary::of_this_program()));
        checks.extend(server);
        checks.extend([certificates, browser, checkup::versions(around)]);
        let taken_at = rfc3339(around.clock.now());
        DiagnosisView {
            report: checkup::report(&taken_at, &checks),
            taken_at,
            checks,
        }
    }

    /// Network, proxy and clock, by one look at a server that everybody may ask.
    async fn ask_a_server(&self) -> Vec<CheckView> {
        let (Some(authority), Ok(http)) = (self.anybodys_server(), self.http()) else {
            return vec![checkup::pending(
                SubjectView::Network,
                CheckStateView::Skipped,
            )];
        };
        let reached = reach(http, &authority).await;
        let proxy = checkup::proxy(http, &authority, &reached);
        // What the proxy keeps away is named once, where it can be repaired.
        let network = match proxy.state {
            CheckStateView::Broken => {
                checkup::pending(SubjectView::Network, CheckStateView::Skipped)
            }
            _ => checkup::network(&reached),
        };
        vec![
            network,
            proxy,
            checkup::reached_clock(&reached, self.shared.around.clock.now()),
        ]
    }

    fn anybodys_server(&self) -> Option<Authority> {
        let address = match self.shared.rule {
            AuthorityRule::Salesforce => ANYBODYS_LOGIN.to_owned(),
            AuthorityRule::Practice => {
                let practice = self.shared.around.practice.as_ref()?;
                practice.orgs().first()?.login_url.clone()
            }
        };
        Authority::parse(&address, self.shared.rule).ok()
    }
}
