//! A request as the practice org reads it.

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, header, request::Parts},
};
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{fault::Endpoint, form::Form, host::HostKey};

/// A request with its body read.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub host: HostKey,
    pub method: Method,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Asked {
    /// The head of a request; the body comes later.
    pub(crate) fn from_head(host: HostKey, head: Parts) -> Self {
        Self {
            host,
            method: head.method,
            path: head.uri.path().to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            headers: head.headers,
            body: Bytes::new(),
        }
    }

    /// Which part of Salesforce is meant.
    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint::of(&self.path)
    }

    /// The query's parameters.
    pub(crate) fn parameters(&self) -> Form {
        Form::parse(self.query.as_bytes())
    }

    /// The body's parameters.
    pub(crate) fn form(&self) -> Form {
        Form::parse(&self.body)
    }

    /// The query's parameters, or for a POST the body's.
    pub(crate) fn parameters_or_form(&self) -> Form {
        if self.method == Method::POST {
            self.form()
        } else {
            self.parameters()
        }
    }

    /// A header as text.
    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The token of `Authorization: Bearer`; `OAuth` is the older word for it.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let value = self.header(header::AUTHORIZATION)?;
        let (scheme, token) = value.split_once(' ')?;
        let known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("oauth");
        known.then_some(token)
    }

    /// Client id and secret of `Authorization: Basic`.
    pub(crate) fn basic(&self) -> Option<(String, String)> {
        let value = self.header(header::AUTHORIZATION)?;
        let encoded = value.strip_prefix("Basic ")?;
        let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
        let (id, secret) = decoded.split_once(':')?;
        Some((id.to_owned(), secret.to_owned()))
    }

    /// A cookie's value.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let all = self.header(header::COOKIE)?;
        let mut pairs = all
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(own, _)| *own == name).map(|(_, value)| value)
    }
}
