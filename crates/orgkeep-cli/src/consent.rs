//! What is asked once more before something happens to a connection.

use orgkeep_domain::connection::{Environment, OrgType};
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
