//! What an org says of its metadata, read without a connection.

use reqwest::StatusCode;
use serde::de::DeserializeOwned;

use super::apps::{Consumer, KeyPair, StagedPair};
use super::apps_wire::{ConsumersWire, PairWire, StagedListWire, UsageWire};
use super::component::{Component, Listed, Saved, component, listed, results, written};
use super::deploy::{Deployment, StatusWire};
use super::{element, envelope};
use crate::http::{Answer, CallError};

/// An operation's response, taken for each of the answers that it could be.
#[derive(Debug)]
pub struct Response {
    /// As the answer to `listMetadata`.
    pub listed: Vec<Listed>,
    /// As the answer to `readMetadata`.
    pub components: Vec<Component>,
    /// As the answer to an operation that writes.
    pub saved: Vec<Saved>,
}

/// Reads a response of the SOAP interface.
///
/// # Errors
/// [`CallError`], as for a call.
pub fn response(status: u16, body: &[u8], operation: &str) -> Result<Response, CallError> {
    let status = StatusCode::from_u16(status).unwrap_or_default();
    let response = envelope::response(&Answer::made(status, "text/xml", body), operation)?;
    let records = response.child("result").into_iter();
    Ok(Response {
        listed: response.all("result").map(listed).collect(),
        components: records
            .flat_map(|result| result.all("records"))
            .filter_map(|record| component(record, "T"))
            .collect(),
        saved: results(&response, "T").collect(),
    })
}

/// How many elements the org would see if the component were written back; none if that is not XML.
#[must_use]
pub fn elements_written(component: &Component) -> Option<usize> {
    let element = element::parse(written(component).as_bytes())?;
    Some(element.children.len())
}

/// Where a deployment stands.
#[must_use]
pub fn deployment(body: &[u8]) -> Option<Deployment> {
    json::<StatusWire>(body).map(Deployment::from)
}

/// The consumers of an app.
#[must_use]
pub fn consumers(body: &[u8]) -> Option<Vec<Consumer>> {
    let list = json::<ConsumersWire>(body)?.consumers;
    list.into_iter()
        .map(|own| Consumer::try_from(own).ok())
        .collect()
}

/// The key and the secret of a consumer.
#[must_use]
pub fn key_pair(body: &[u8]) -> Option<KeyPair> {
    json::<PairWire>(body)?.try_into().ok()
}

/// The pairs beside the one in force.
#[must_use]
pub fn staged(body: &[u8]) -> Option<Vec<StagedPair>> {
    let list = json::<StagedListWire>(body)?.staged_credentials;
    list.into_iter()
        .map(|own| StagedPair::try_from(own).ok())
        .collect()
}

/// How many apps a page of the usage names.
#[must_use]
pub fn apps(body: &[u8]) -> Option<usize> {
    Some(json::<UsageWire>(body)?.apps.len())
}

fn json<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    Answer::made(StatusCode::OK, "application/json", body)
        .json()
        .ok()
}
