//! What an API call is made with.

use orgkeep_domain::authority::Authority;
use orgkeep_secret::AccessToken;
use reqwest::RequestBuilder;

use crate::API_VERSION;
use crate::http::HttpClient;

/// An access token and the one server it may be sent to.
#[derive(Debug, Clone, Copy)]
pub struct ApiSession<'a> {
    /// Where the token is valid.
    pub instance: &'a Authority,
    /// The token.
    pub access: &'a AccessToken,
}

impl ApiSession<'_> {
    /// Starts a GET of a path at the instance.
    pub(crate) fn get(&self, client: &HttpClient, path: &str) -> RequestBuilder {
        let request = client.get(&self.instance.url(path));
        // EXPOSE: the token goes to the instance it was issued for, in the Authorization header only.
        request.bearer_auth(self.access.expose())
    }

    /// Starts a GET of a resource of the REST API, at the version that every call names.
    pub(crate) fn get_resource(&self, client: &HttpClient, resource: &str) -> RequestBuilder {
        self.get(client, &format!("/services/data/v{API_VERSION}/{resource}"))
    }
}
