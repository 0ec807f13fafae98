//! What an API call is made with.

use orgkeep_domain::authority::Authority;
use orgkeep_secret::AccessToken;
use reqwest::{Method, RequestBuilder};

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
    /// Whether the token is opaque: SOAP takes no other (salesforce.md, 3.6).
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        // EXPOSE: looked at for the sign that stands behind the org's id.
        self.access.expose().contains('!')
    }

    /// Starts a GET of a path at the instance.
    pub(crate) fn get(&self, client: &HttpClient, path: &str) -> RequestBuilder {
        self.request(client, Method::GET, path)
    }

    /// Starts a GET of a resource of the REST API, at the version that every call names.
    pub(crate) fn get_resource(&self, client: &HttpClient, resource: &str) -> RequestBuilder {
        self.get(client, &path(resource))
    }

    /// Starts a POST to a resource.
    pub(crate) fn post_resource(&self, client: &HttpClient, resource: &str) -> RequestBuilder {
        self.request(client, Method::POST, &path(resource))
    }

    /// Starts a PATCH of a resource.
    pub(crate) fn patch_resource(&self, client: &HttpClient, resource: &str) -> RequestBuilder {
        self.request(client, Method::PATCH, &path(resource))
    }

    /// Starts a DELETE of a resource.
    pub(crate) fn delete_resource(&self, client: &HttpClient, resource: &str) -> RequestBuilder {
        self.request(client, Method::DELETE, &path(resource))
    }

    fn request(&self, client: &HttpClient, method: Method, path: &str) -> RequestBuilder {
        let request = client.request(method, &self.instance.url(path));
        // EXPOSE: the token goes to the instance it was issued for, in the Authorization header only.
        request.bearer_auth(self.access.expose())
    }
}

fn path(resource: &str) -> String {
    format!("/services/data/v{API_VERSION}/{resource}")
}
