//! What ties a package to the Dev Hub in which its app was made.

use std::borrow::Cow;

use orgkeep_domain::id::OrgId;

use crate::metadata::Kind;
use crate::name::ApiName;
use crate::xml;

/// The element of the OAuth settings that names the Dev Hub's consumer.
pub(crate) const OAUTH_LINK: &str = "oauthLink";
/// The element of the app that names it in the Dev Hub.
pub(crate) const ORG_SCOPED_APP: &str = "orgScopedExternalApp";

/// `oauthLink` and `orgScopedExternalApp` of one app in one Dev Hub. Only Salesforce makes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DevHubLink {
    org: String,
    consumer: String,
    app: ApiName,
}

/// Why there is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The oauthLink does not have the form `00D…:888…`.
    #[error("the oauthLink does not have the form 00D…:888…, with 15 characters before the colon")]
    OauthLink,
    /// The orgScopedExternalApp does not have the form `00D…:Name`.
    #[error(
        "the orgScopedExternalApp does not have the form 00D…:Name, with 15 characters before the colon"
    )]
    OrgScopedApp,
    /// The two name different orgs.
    #[error("the two values come from different orgs")]
    DifferentOrgs,
    /// A pasted file is not the one that was asked for.
    #[error("this is not the retrieved {0} file")]
    OtherFile(&'static str),
}

impl DevHubLink {
    /// Takes the two values as they stand in the retrieved files.
    ///
    /// # Errors
    /// [`LinkError`].
    pub fn parse(oauth_link: &str, org_scoped_app: &str) -> Result<Self, LinkError> {
        let (org, consumer) = split(oauth_link).ok_or(LinkError::OauthLink)?;
        let is_consumer = consumer.starts_with("888")
            && matches!(consumer.len(), 15 | 18)
            && consumer.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_consumer {
            return Err(LinkError::OauthLink);
        }
        let (app_org, app) = split(org_scoped_app).ok_or(LinkError::OrgScopedApp)?;
        let app = ApiName::parse(app).map_err(|_| LinkError::OrgScopedApp)?;
        if org != app_org {
            return Err(LinkError::DifferentOrgs);
        }
        Ok(Self {
            org: org.to_owned(),
            consumer: consumer.to_owned(),
            app,
        })
    }

    /// Takes the texts of the two files that were retrieved from the Dev Hub.
    ///
    /// # Errors
    /// [`LinkError`].
    pub fn from_retrieved(app_file: &str, oauth_file: &str) -> Result<Self, LinkError> {
        let org_scoped = retrieved(app_file, Kind::App, ORG_SCOPED_APP)?;
        let oauth_link = retrieved(oauth_file, Kind::OauthSettings, OAUTH_LINK)?;
        Self::parse(&oauth_link, &org_scoped)
    }

    /// Takes what a person pasted: for each of the two the value, or the retrieved file as it is.
    ///
    /// # Errors
    /// [`LinkError`].
    pub fn from_pasted(oauth_link: &str, org_scoped_app: &str) -> Result<Self, LinkError> {
        let oauth_link = pasted(oauth_link, Kind::OauthSettings, OAUTH_LINK)?;
        let org_scoped = pasted(org_scoped_app, Kind::App, ORG_SCOPED_APP)?;
        Self::parse(&oauth_link, &org_scoped)
    }

    /// What the packaged app is called. It must be called so everywhere.
    #[must_use]
    pub fn app(&self) -> &ApiName {
        &self.app
    }

    /// `00D…:888…`
    #[must_use]
    pub fn oauth_link(&self) -> String {
        format!("{}:{}", self.org, self.consumer)
    }

    /// `00D…:Name`
    #[must_use]
    pub fn org_scoped_app(&self) -> String {
        format!("{}:{}", self.org, self.app)
    }

    /// The Dev Hub's id, 15 characters as metadata has it.
    #[must_use]
    pub fn org(&self) -> &str {
        &self.org
    }
}

/// The value, or what stands for it in a retrieved file.
fn pasted<'a>(text: &'a str, kind: Kind, element: &str) -> Result<Cow<'a, str>, LinkError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('<') {
        retrieved(text, kind, element).map(Cow::Owned)
    } else {
        Ok(Cow::Borrowed(text))
    }
}

/// What stands in an element of a retrieved file. An element that is missing is an empty value.
fn retrieved(text: &str, kind: Kind, element: &str) -> Result<String, LinkError> {
    let root = xml::parse(text).ok();
    let root = root.filter(|root| root.name == kind.type_name());
    let root = root.ok_or(LinkError::OtherFile(kind.type_name()))?;
    Ok(root.text_of(element).unwrap_or_default().to_owned())
}

/// The 15-character org id before the colon, and what follows it.
pub(crate) fn split(text: &str) -> Option<(&str, &str)> {
    let (org, rest) = text.trim().split_once(':')?;
    let is_org = org.len() == 15 && OrgId::parse(org).is_ok();
    is_org.then_some((org, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::files;
    use crate::sample;

    const OAUTH: &str = "00D000000000001:888000000000001";
    const APP: &str = "00D000000000001:Orgkeep_Connection";

    #[test]
    fn a_link_is_kept_as_salesforce_made_it() {
        let link = DevHubLink::parse(&format!(" {OAUTH}\n"), APP).unwrap();
        assert_eq!(
            (link.oauth_link().as_str(), link.org_scoped_app().as_str()),
            (OAUTH, APP)
        );
    }

    #[test]
    fn half_a_link_is_none() {
        use LinkError as E;
        for (oauth, app, error) in [
            ("", APP, E::OauthLink),
            ("00D000000000001", APP, E::OauthLink),
            ("00D000000000001EAA:888000000000001", APP, E::OauthLink),
            ("00D000000000001:3MVG9", APP, E::OauthLink),
            (OAUTH, "Orgkeep_Connection", E::OrgScopedApp),
            (OAUTH, "00D000000000001:1x", E::OrgScopedApp),
            (
                OAUTH,
                "00D000000000002:Orgkeep_Connection",
                E::DifferentOrgs,
            ),
        ] {
            assert_eq!(DevHubLink::parse(oauth, app), Err(error), "{oauth} {app}");
        }
    }

    #[test]
    fn a_link_is_read_from_the_retrieved_files() {
        let blueprint = sample::blueprint();
        let app = files::app(&blueprint, Some(APP)).file(Kind::App.type_name());
        let oauth = files::oauth(&blueprint, Some(OAUTH)).file(Kind::OauthSettings.type_name());
        assert_eq!(
            DevHubLink::from_retrieved(&app, &oauth),
            DevHubLink::parse(OAUTH, APP)
        );
        let other = LinkError::OtherFile("ExternalClientApplication");
        assert_eq!(DevHubLink::from_retrieved(&oauth, &app), Err(other));
        let local = files::oauth(&blueprint, None).file(Kind::OauthSettings.type_name());
        assert_eq!(
            DevHubLink::from_retrieved(&app, &local),
            Err(LinkError::OauthLink)
        );
    }

    #[test]
    fn either_value_may_be_pasted_as_its_file() {
        let blueprint = sample::blueprint();
        let app = files::app(&blueprint, Some(APP)).file(Kind::App.type_name());
        let oauth = files::oauth(&blueprint, Some(OAUTH)).file(Kind::OauthSettings.type_name());
        let right = DevHubLink::parse(OAUTH, APP);
        for (one, other) in [
            (OAUTH, APP),
            (OAUTH, app.as_str()),
            (oauth.as_str(), APP),
            (&format!("\u{feff}\n {oauth}"), &app),
        ] {
            assert_eq!(DevHubLink::from_pasted(one, other), right, "{one} {other}");
        }
        let swapped = DevHubLink::from_pasted(&app, &oauth);
        let error = LinkError::OtherFile("ExtlClntAppOauthSettings");
        assert_eq!(swapped, Err(error));
    }
}
