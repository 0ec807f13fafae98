//! Consumer keys and secrets of apps, and changing them (salesforce.md, 2.2).

use core::fmt;

use orgkeep_domain::client::ConsumerKey;
use orgkeep_secret::ConsumerSecret;
use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::tolerant;
use crate::http::{CallError, HttpClient};
use crate::session::ApiSession;

/// Apps on one page, and how many pages are turned at most.
const PAGE: usize = 100;
const MOST_PAGES: usize = 50;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Letters and digits, so that it can stand in an address.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
                (plain && (1..=40).contains(&text.len())).then(|| Self(text.to_owned()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// What these requests call an app (`0xI…`).
    AppId;
    /// What they call its consumer (`888…`).
    ConsumerId;
    /// What they call a pair that is staged or was rotated out.
    StagedId;
}

/// The consumer of an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consumer {
    /// Its name in requests.
    pub id: ConsumerId,
    /// Its key.
    pub key: ConsumerKey,
}

/// What a client signs in with.
#[derive(Debug)]
pub struct KeyPair {
    /// The key.
    pub key: ConsumerKey,
    /// The secret. Missing while the org's switch is not effective yet.
    pub secret: Option<ConsumerSecret>,
}

/// What a pair beside the one in force is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StagedState {
    /// It waits to be put in force.
    Staged,
    /// It was in force before, and works for 30 days more.
    Rotated,
}

/// A pair beside the one in force.
#[derive(Debug)]
pub struct StagedPair {
    /// Its name in requests.
    pub id: StagedId,
    /// What it is there for.
    pub state: StagedState,
    /// The pair.
    pub pair: KeyPair,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UsageWire {
    #[serde(default, deserialize_with = "tolerant::list")]
    apps: Vec<AppWire>,
    next_page_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AppWire {
    developer_name: Option<String>,
    identifier: String,
}

#[derive(Deserialize)]
struct ConsumersWire {
    #[serde(default, deserialize_with = "tolerant::list")]
    consumers: Vec<ConsumerWire>,
}

#[derive(Deserialize)]
struct ConsumerWire {
    id: String,
    key: String,
}

#[derive(Deserialize)]
struct PairWire {
    key: String,
    #[serde(default, deserialize_with = "secret")]
    secret: Option<ConsumerSecret>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StagedListWire {
    #[serde(default, deserialize_with = "tolerant::list")]
    staged_credentials: Vec<StagedWire>,
}

#[derive(Deserialize)]
struct StagedWire {
    id: String,
    state: Option<String>,
    #[serde(flatten)]
    pair: PairWire,
}

fn secret<'de, D: Deserializer<'de>>(source: D) -> Result<Option<ConsumerSecret>, D::Error> {
    let text = Option::<String>::deserialize(source)?;
    Ok(text
        .filter(|text| !text.is_empty())
        .map(ConsumerSecret::new))
}

/// The app of a name. `None` where the org does not list it (yet).
///
/// # Errors
/// [`CallError`].
pub async fn app_id(
    client: &HttpClient,
    session: ApiSession<'_>,
    developer_name: &str,
) -> Result<Option<AppId>, CallError> {
    for page in 0..MOST_PAGES {
        let resource = format!("apps/oauth/usage?page={page}&pageSize={PAGE}");
        let usage: UsageWire = ask(client, session.get_resource(client, &resource)).await?;
        let found = usage.apps.iter().find(|app| {
            let own = app.developer_name.as_deref();
            own.is_some_and(|own| own.eq_ignore_ascii_case(developer_name))
        });
        if let Some(app) = found {
            return AppId::parse(&app.identifier)
                .map(Some)
                .ok_or(CallError::Unexpected);
        }
        if usage.apps.is_empty() || usage.next_page_url.is_none() {
            break;
        }
    }
    Ok(None)
}

/// The consumers of an app; one in practice.
///
/// # Errors
/// [`CallError`]; its cause is `secretReadingOff` while the org's switch is off.
pub async fn consumers(
    client: &HttpClient,
    session: ApiSession<'_>,
    app: &AppId,
) -> Result<Vec<Consumer>, CallError> {
    let resource = format!("apps/oauth/credentials/{app}");
    let list: ConsumersWire = ask(client, session.get_resource(client, &resource)).await?;
    let consumer = |wire: ConsumerWire| {
        let key = ConsumerKey::parse(&wire.key).ok()?;
        ConsumerId::parse(&wire.id).map(|id| Consumer { id, key })
    };
    let list: Option<Vec<Consumer>> = list.consumers.into_iter().map(consumer).collect();
    list.ok_or(CallError::Unexpected)
}

/// The key and the secret of a consumer.
///
/// # Errors
/// As for [`consumers`].
pub async fn key_pair(
    client: &HttpClient,
    session: ApiSession<'_>,
    app: &AppId,
    consumer: &ConsumerId,
) -> Result<KeyPair, CallError> {
    let resource = format!("apps/oauth/credentials/{app}/{consumer}?part=keyandsecret");
    let pair: PairWire = ask(client, session.get_resource(client, &resource)).await?;
    pair.try_into()
}

/// The pair beside the one in force, if there is one.
///
/// # Errors
/// As for [`consumers`].
pub async fn staged(
    client: &HttpClient,
    session: ApiSession<'_>,
    app: &AppId,
    consumer: &ConsumerId,
) -> Result<Option<StagedPair>, CallError> {
    let resource = format!("apps/oauth/credentials/{app}/{consumer}/staged");
    let list: StagedListWire = ask(client, session.get_resource(client, &resource)).await?;
    let first = list.staged_credentials.into_iter().next();
    first.map(StagedPair::try_from).transpose()
}

/// Makes a new pair beside the one in force. There is one at a time.
///
/// # Errors
/// As for [`consumers`].
pub async fn stage(
    client: &HttpClient,
    session: ApiSession<'_>,
    app: &AppId,
    consumer: &ConsumerId,
) -> Result<StagedPair, CallError> {
    let resource = format!("apps/oauth/credentials/{app}/{consumer}/staged");
    // Without a body the call has been seen to hang (salesforce.md, 2.2).
    let request = session.post_resource(client, &resource).json(&json!({}));
    ask::<StagedWire>(client, request).await?.try_into()
}

/// Puts a staged pair in force. The one that was goes on working for 30 days.
///
/// # Errors
/// As for [`consumers`].
pub async fn rotate(
    client: &HttpClient,
    session: ApiSession<'_>,
    (app, consumer): (&AppId, &ConsumerId),
    staged: &StagedId,
) -> Result<(), CallError> {
    let resource = format!("apps/oauth/credentials/{app}/{consumer}/staged/{staged}");
    let request = session.patch_resource(client, &resource);
    let answer = client
        .send(request.json(&json!({"command": "rotate"})))
        .await?;
    answer.done()
}

/// Takes away the pair beside the one in force. One that was rotated out stops working.
///
/// # Errors
/// As for [`consumers`].
pub async fn discard_staged(
    client: &HttpClient,
    session: ApiSession<'_>,
    (app, consumer): (&AppId, &ConsumerId),
    staged: &StagedId,
) -> Result<(), CallError> {
    let resource = format!("apps/oauth/credentials/{app}/{consumer}/staged/{staged}");
    client
        .send(session.delete_resource(client, &resource))
        .await?
        .done()
}

async fn ask<T: DeserializeOwned>(
    client: &HttpClient,
    request: RequestBuilder,
) -> Result<T, CallError> {
    client.send(request).await?.json()
}

impl TryFrom<PairWire> for KeyPair {
    type Error = CallError;

    fn try_from(wire: PairWire) -> Result<Self, CallError> {
        let key = ConsumerKey::parse(&wire.key).map_err(|_| CallError::Unexpected)?;
        Ok(Self {
            key,
            secret: wire.secret,
        })
    }
}

impl TryFrom<StagedWire> for StagedPair {
    type Error = CallError;

    fn try_from(wire: StagedWire) -> Result<Self, CallError> {
        let rotated = wire
            .state
            .is_some_and(|state| state.eq_ignore_ascii_case("rotated"));
        Ok(Self {
            id: StagedId::parse(&wire.id).ok_or(CallError::Unexpected)?,
            state: if rotated {
                StagedState::Rotated
            } else {
                StagedState::Staged
            },
            pair: wire.pair.try_into()?,
        })
    }
}
