//! Answers about consumer keys and secrets.

use orgkeep_domain::client::ConsumerKey;
use orgkeep_secret::ConsumerSecret;
use serde::{Deserialize, Deserializer};

use super::apps::{Consumer, ConsumerId, KeyPair, StagedId, StagedPair, StagedState};
use super::tolerant;
use crate::http::CallError;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UsageWire {
    #[serde(default, deserialize_with = "tolerant::list")]
    pub apps: Vec<AppWire>,
    pub next_page_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AppWire {
    pub developer_name: Option<String>,
    pub identifier: String,
}

#[derive(Deserialize)]
pub(super) struct ConsumersWire {
    #[serde(default, deserialize_with = "tolerant::list")]
    pub consumers: Vec<ConsumerWire>,
}

#[derive(Deserialize)]
pub(super) struct ConsumerWire {
    pub id: String,
    pub key: String,
}

#[derive(Deserialize)]
pub(super) struct PairWire {
    pub key: String,
    #[serde(default, deserialize_with = "secret")]
    pub secret: Option<ConsumerSecret>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StagedListWire {
    #[serde(default, deserialize_with = "tolerant::list")]
    pub staged_credentials: Vec<StagedWire>,
}

#[derive(Deserialize)]
pub(super) struct StagedWire {
    pub id: String,
    pub state: Option<String>,
    #[serde(flatten)]
    pub pair: PairWire,
}

fn secret<'de, D: Deserializer<'de>>(source: D) -> Result<Option<ConsumerSecret>, D::Error> {
    let text = Option::<String>::deserialize(source)?;
    Ok(text
        .filter(|text| !text.is_empty())
        .map(ConsumerSecret::new))
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

impl TryFrom<ConsumerWire> for Consumer {
    type Error = CallError;

    fn try_from(wire: ConsumerWire) -> Result<Self, CallError> {
        Ok(Self {
            id: ConsumerId::parse(&wire.id).ok_or(CallError::Unexpected)?,
            key: ConsumerKey::parse(&wire.key).map_err(|_| CallError::Unexpected)?,
        })
    }
}
