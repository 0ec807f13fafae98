//! How a plan stands in a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::RecipeError;
use super::record::AppRecord;
use crate::blueprint::Blueprint;
use crate::environment::{Alias, Environments};
use crate::link::DevHubLink;
use crate::name::Username;
use crate::plan::{PackagedApp, Pattern, Plan, PlanParts};

/// A plan: the app, and for two apps the other one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanRecord {
    pattern: Pattern,
    app: SideRecord,
    #[serde(skip_serializing_if = "Option::is_none")]
    non_production: Option<SideRecord>,
}

/// An app with what surrounds it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SideRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    oauth_link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    org_scoped_external_app: Option<String>,
    blueprint: AppRecord,
    /// Alias to the user to run as, `""` for none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    environments: BTreeMap<String, String>,
}

impl PlanRecord {
    pub(super) fn of(plan: &Plan) -> Self {
        let (app, non_production) = match plan.parts() {
            PlanParts::Plain(blueprint) => {
                (SideRecord::local(blueprint, &Environments::new()), None)
            }
            PlanParts::Bootstrap {
                blueprint,
                environments,
            } => (SideRecord::local(blueprint, environments), None),
            PlanParts::Packaged(app) => (SideRecord::packaged(app), None),
            PlanParts::Dual {
                production,
                non_production,
            } => (
                SideRecord::packaged(production),
                Some(SideRecord::packaged(non_production)),
            ),
        };
        Self {
            pattern: plan.pattern(),
            app,
            non_production,
        }
    }

    pub(super) fn plan(self) -> Result<Plan, RecipeError> {
        let parts = match (self.pattern, self.non_production) {
            (Pattern::Plain, None) => PlanParts::Plain(self.app.parsed()?.0),
            (Pattern::Bootstrap, None) => {
                let (blueprint, environments) = self.app.parsed()?;
                PlanParts::Bootstrap {
                    blueprint,
                    environments,
                }
            }
            (Pattern::Packaged, None) => PlanParts::Packaged(self.app.packaged_app()?),
            (Pattern::Dual, Some(other)) => PlanParts::Dual {
                production: self.app.packaged_app()?,
                non_production: other.packaged_app()?,
            },
            _ => return Err(RecipeError::Value("non_production")),
        };
        Ok(Plan::new(parts)?)
    }
}

impl SideRecord {
    fn local(blueprint: &Blueprint, environments: &Environments) -> Self {
        let user = |run_as: &Option<Username>| {
            run_as
                .as_ref()
                .map_or_else(String::new, ToString::to_string)
        };
        Self {
            oauth_link: None,
            org_scoped_external_app: None,
            blueprint: AppRecord::of(blueprint),
            environments: environments
                .iter()
                .map(|(alias, run_as)| (alias.to_string(), user(run_as)))
                .collect(),
        }
    }

    fn packaged(app: &PackagedApp) -> Self {
        Self {
            oauth_link: Some(app.link.oauth_link()),
            org_scoped_external_app: Some(app.link.org_scoped_app()),
            ..Self::local(&app.blueprint, &app.environments)
        }
    }

    fn parsed(self) -> Result<(Blueprint, Environments), RecipeError> {
        let wrong = || RecipeError::Value("environments");
        let environment = |(alias, user): (String, String)| {
            let alias = Alias::parse(&alias).map_err(|_| wrong())?;
            let user = (!user.is_empty()).then(|| Username::parse(&user));
            Ok((alias, user.transpose().map_err(|_| wrong())?))
        };
        let environments: Result<Environments, RecipeError> =
            self.environments.into_iter().map(environment).collect();
        Ok((self.blueprint.blueprint()?, environments?))
    }

    fn packaged_app(self) -> Result<PackagedApp, RecipeError> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let (oauth, app) = (text(&self.oauth_link), text(&self.org_scoped_external_app));
        let link = DevHubLink::parse(&oauth, &app).map_err(|_| RecipeError::Value("oauth_link"))?;
        let (blueprint, environments) = self.parsed()?;
        Ok(PackagedApp {
            blueprint,
            link,
            environments,
        })
    }
}
