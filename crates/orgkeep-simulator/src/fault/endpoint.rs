//! The parts of Salesforce that can be asked.

use serde::{Deserialize, Serialize};

/// A part of Salesforce that can be asked, and so can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Endpoint {
    /// `/services/oauth2/authorize`.
    Authorize,
    /// The sign-in, consent and error pages.
    Page,
    /// `/services/oauth2/token`.
    Token,
    /// `/services/oauth2/revoke`.
    Revoke,
    /// `/services/oauth2/introspect`.
    Introspect,
    /// `/services/oauth2/userinfo`.
    Userinfo,
    /// `/services/oauth2/singleaccess`.
    SingleAccess,
    /// `/id/{org}/{user}`.
    Identity,
    /// `/.well-known/openid-configuration`.
    OpenidConfiguration,
    /// `/.well-known/auth-configuration`.
    AuthConfiguration,
    /// `/services/data/`, the list of versions.
    Versions,
    /// `/services/data/vXX.X/query`.
    Query,
    /// The rest of `/services/data/vXX.X/`.
    Rest,
    /// `/services/Soap/u/…`, the partner interface's login.
    Soap,
    /// `/services/Soap/m/…`, single components of metadata.
    Metadata,
    /// `/services/data/vXX.X/metadata/deployRequest`.
    Deploy,
    /// `/services/data/vXX.X/apps/oauth/…`, consumer keys and secrets.
    Credentials,
    /// `/__practice/…`, which never fails on purpose.
    Control,
}

impl Endpoint {
    /// The endpoint that a path belongs to.
    #[must_use]
    pub fn of(path: &str) -> Self {
        match path {
            "/services/oauth2/authorize" => Self::Authorize,
            "/services/oauth2/token" => Self::Token,
            "/services/oauth2/revoke" => Self::Revoke,
            "/services/oauth2/introspect" => Self::Introspect,
            "/services/oauth2/userinfo" => Self::Userinfo,
            "/services/oauth2/singleaccess" => Self::SingleAccess,
            "/.well-known/openid-configuration" => Self::OpenidConfiguration,
            "/.well-known/auth-configuration" => Self::AuthConfiguration,
            "/services/data" | "/services/data/" => Self::Versions,
            _ if path.starts_with("/__practice") => Self::Control,
            _ if path.starts_with("/services/Soap/u/") => Self::Soap,
            _ if path.starts_with("/services/Soap/m/") => Self::Metadata,
            _ if path.starts_with("/id/") => Self::Identity,
            _ if path.starts_with("/services/data/") => Self::of_data(path),
            _ => Self::Page,
        }
    }

    fn of_data(path: &str) -> Self {
        if path.contains("/metadata/deployRequest") {
            return Self::Deploy;
        }
        if path.contains("/apps/oauth/") {
            return Self::Credentials;
        }
        match path.trim_end_matches('/').rsplit('/').next() {
            Some("query" | "queryAll") => Self::Query,
            _ => Self::Rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_belong_to_endpoints() {
        let of = Endpoint::of;
        assert_eq!(of("/services/data/v65.0/query"), Endpoint::Query);
        assert_eq!(of("/services/data/v65.0/query/"), Endpoint::Query);
        assert_eq!(of("/services/data/v65.0/limits/"), Endpoint::Rest);
        assert_eq!(of("/services/data/"), Endpoint::Versions);
        assert_eq!(of("/services/Soap/u/64.0"), Endpoint::Soap);
        assert_eq!(of("/services/Soap/m/66.0"), Endpoint::Metadata);
        let deploy = "/services/data/v66.0/metadata/deployRequest";
        assert_eq!(of(deploy), Endpoint::Deploy);
        assert_eq!(of(&format!("{deploy}/0Af")), Endpoint::Deploy);
        let usage = "/services/data/v66.0/apps/oauth/usage";
        assert_eq!(of(usage), Endpoint::Credentials);
        assert_eq!(of("/"), Endpoint::Page);
    }
}
