//! Orgs with policies of their own, as typed.

use orgkeep_blueprint::environment::{Alias, Environments};
use orgkeep_blueprint::name::Username;

use super::fault::quoted;
use super::{Place, Refusal};
use crate::source::wish::EnvironmentText;

/// Those that are listed, or the usual ones. Lines in which nothing was typed do not count.
pub(super) fn environments(
    listed: &[EnvironmentText],
    usual: &[&str],
    place: Place,
    refusal: &mut Refusal,
) -> Option<Environments> {
    let typed = listed
        .iter()
        .map(|one| (one.alias.trim(), one.run_as.trim()));
    let mut typed: Vec<(&str, &str)> = typed.filter(|one| *one != ("", "")).collect();
    if typed.is_empty() {
        typed = usual.iter().map(|alias| (*alias, "")).collect();
    }
    let before = refusal.faults.len();
    let mut environments = Environments::new();
    for (alias, run_as) in typed {
        match environment(alias, run_as) {
            Ok((alias, _)) if environments.contains_key(&alias) => {
                refusal.blame(place, format!("{alias} is named twice. Name it once."));
            }
            Ok((alias, run_as)) => {
                environments.insert(alias, run_as);
            }
            Err(text) => refusal.blame(place, text),
        }
    }
    (refusal.faults.len() == before).then_some(environments)
}

fn environment(alias: &str, run_as: &str) -> Result<(Alias, Option<Username>), String> {
    let parsed = Alias::parse(alias).map_err(|_| {
        format!(
            "{} is not an alias. Use 1 to 40 letters, digits, hyphens and underscores, and not “default”.",
            quoted(alias)
        )
    })?;
    let user = (!run_as.is_empty()).then(|| Username::parse(run_as));
    let user = user.transpose().map_err(|_| {
        format!(
            "{} is not a user name of Salesforce. It looks like name@host.example.",
            quoted(run_as)
        )
    })?;
    Ok((parsed, user))
}
