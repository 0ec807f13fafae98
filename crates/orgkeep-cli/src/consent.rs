//! What is asked once more before something happens to a connection.

use orgkeep_domain::connection::{Environment, OrgType};
use orgkeep_domain::dev_hub::{Deed, DevHubRule, HubReason, Ruling};
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::vault::Vault;

use crate::exit::Trouble;
use crate::{input, print};

/// The org itself or its label says so; either is reason enough, as in the window.
pub fn is_production(record: &ConnectionRecord) -> bool {
    record.org_type == OrgType::Production || record.environment == Environment::Production
}

/// Somebody must be there to be asked. `deed` is what happens without a question: "removes".
///
/// # Errors
/// When nobody is.
pub fn somebody_must_be_there(deed: &str) -> Result<(), Trouble> {
    match input::somebody_is_there() {
        true => Ok(()),
        false => Err(Trouble::usage(format!(
            "Nobody is there to be asked; --yes {deed} without a question."
        ))),
    }
}

/// Something happens to production only where its name is typed. `deed` is what: "remove the connection".
///
/// # Errors
/// When the answer cannot be read.
pub fn named_again(record: &ConnectionRecord, deed: &str) -> Result<bool, Trouble> {
    let (name, user) = (&record.name, &record.username);
    let question = format!("{name} ({user}) is a production org. Its name, to {deed}:");
    Ok(input::answer(&question)?.as_deref() == Some(name.as_str()))
}

/// What was registered as a Dev Hub is refused, with the reason of the rule (product.md, 5).
///
/// # Errors
/// When a rule is against it.
pub fn dev_hub_allows(deed: Deed, record: &ConnectionRecord) -> Result<(), Trouble> {
    let rule = DevHubRule::against(deed, record.authentication);
    let rule = rule.filter(|_| record.is_dev_hub_registration);
    let Some(Ruling::Refused(reason)) = rule.map(|rule| rule.ruling) else {
        return Ok(());
    };
    let reason = match reason {
        HubReason::SignUpFails => {
            "Scratch orgs cannot be signed up through an External Client App: the sign-up ends with C-1016."
        }
        HubReason::NoApp => "The sign-up of a scratch org names an app, and a password has none.",
        HubReason::RegisterAnother => {
            "A Dev Hub stays as it was registered. To use another app or user, register a new Dev Hub in the window, under \
             Settings."
        }
    };
    Err(Trouble::refused(format!(
        "{} is registered as a Dev Hub. {reason}",
        record.name
    )))
}

/// Names what uses a connection, before it goes.
///
/// # Errors
/// When the store cannot be read.
pub async fn tell_dependents(vault: &Vault, record: &ConnectionRecord) -> Result<(), Trouble> {
    let dependents = vault.dependents(&record.id).await;
    for dependent in dependents.map_err(|error| Trouble::failed(&error))? {
        let fields = dependent.fields;
        let product = match fields.product() {
            "" => String::new(),
            product => format!(" ({product})"),
        };
        print::word(&format!(
            "{} is used by: {} {}{product}",
            record.name,
            fields.kind().key(),
            fields.name(),
        ));
    }
    Ok(())
}
