//! `orgkeep open`.

use std::sync::Arc;

use orgkeep_app::inventory::VERSION;
use orgkeep_app::landing::Destination;
use orgkeep_app::session::SessionError;
use orgkeep_app::surroundings::{Browser, BrowserAddress};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_system::browser::SystemBrowser;
use orgkeep_vault::connection_record::ConnectionRecord;
use serde::Serialize;

use crate::arguments::{OpenArguments, PlaceArguments};
use crate::exit::{Exit, Trouble};
use crate::running::Running;
use crate::words::{verdict_words, without_app_words};
use crate::{compose, named, print, unlock};

/// What became of it, for programs.
#[derive(Serialize)]
struct OpenResult<'a> {
    version: u32,
    outcome: &'static str,
    id: &'a str,
    name: &'a str,
    /// For one use. Whoever has it is signed in.
    link: Option<&'a str>,
    refusal: Option<Refusal<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Refusal<'a> {
    verdict: &'static str,
    cause: Option<&'static str>,
    title: &'a str,
    why: &'a str,
    steps: &'a [String],
    server_code: Option<&'a str>,
    server_words: Option<&'a str>,
}

impl<'a> OpenResult<'a> {
    fn of(record: &'a ConnectionRecord, outcome: &'static str) -> Self {
        Self {
            version: VERSION,
            outcome,
            id: record.id.as_str(),
            name: record.name.as_str(),
            link: None,
            refusal: None,
        }
    }
}

/// Opens the org, signed in. The link is for one use and leads to that org only.
pub async fn open(place: &PlaceArguments, arguments: &OpenArguments) -> Result<Exit, Trouble> {
    let destination = match &arguments.path {
        Some(path) => Destination::Path(path),
        None if arguments.setup => Destination::AppManager,
        None => Destination::Home,
    };
    let landing = destination.landing();
    let landing = landing.map_err(|error| Trouble::usage(format!("--path: {error}.")))?;
    let vault = unlock::vault(place).await?;
    let record = named::one(&vault, &arguments.name).await?;
    let around = compose::plain_surroundings();
    let mut running = Running::begin(vault, around).await;
    let orgkeep = running.orgkeep.clone();
    let opening = async {
        let link = orgkeep
            .sessions()?
            .link_into_org(&record.id, &landing)
            .await;
        match link {
            Ok(link) => handed_over(BrowserAddress::from(&link), arguments, &record).await,
            Err(error) => refused(&error, arguments, &record),
        }
    };
    let ended = running.unless_interrupted(opening).await;
    running.close().await?;
    match ended {
        Some(ended) => ended.map(|()| Exit::Clean),
        None => Ok(Exit::Cancelled),
    }
}

/// To the browser, or to whoever reads the result.
async fn handed_over(
    address: BrowserAddress,
    arguments: &OpenArguments,
    record: &ConnectionRecord,
) -> Result<(), Trouble> {
    let json = arguments.output.json;
    if !arguments.browser.no_browser {
        shown(address, arguments, record.browser.clone()).await?;
        return match json {
            true => print::json(&OpenResult::of(record, "opened")),
            false => Ok(()),
        };
    }
    if json {
        return print::json(&OpenResult {
            link: Some(address.as_str()),
            ..OpenResult::of(record, "link")
        });
    }
    print::result(&format!("{}\n", address.as_str()))
}

async fn shown(
    address: BrowserAddress,
    arguments: &OpenArguments,
    known: BrowserChoice,
) -> Result<(), Trouble> {
    let choice = BrowserChoice {
        private: arguments.private || known.private,
        ..known
    };
    let browser: Arc<dyn Browser> = if arguments.private {
        // A command of the variable opens whatever window it opens.
        Arc::new(SystemBrowser)
    } else {
        compose::browser(&arguments.browser)
    };
    let opening = tokio::task::spawn_blocking(move || browser.open(&address, &choice));
    let opened = opening.await.map_err(|error| Trouble::failed(&error))?;
    opened.map_err(|error| Trouble::refused(format!("{error}.")))
}

/// Says why there is no link.
fn refused(
    error: &SessionError,
    arguments: &OpenArguments,
    record: &ConnectionRecord,
) -> Result<(), Trouble> {
    let (SessionError::Ended(obstacle) | SessionError::Hindered(obstacle)) = error else {
        return Err(Trouble::failed(error));
    };
    let words = match record.app {
        Some(_) => verdict_words(obstacle.verdict, obstacle.cause),
        None => without_app_words(),
    };
    if arguments.output.json {
        print::json(&OpenResult {
            refusal: Some(Refusal {
                verdict: obstacle.verdict.name(),
                cause: obstacle.cause.map(|cause| cause.id()),
                title: &words.title,
                why: &words.why,
                steps: &words.steps,
                server_code: obstacle.words.code.as_deref(),
                server_words: obstacle.words.description.as_deref(),
            }),
            ..OpenResult::of(record, "refused")
        })?;
    }
    Err(Trouble::refused(words.lines()))
}
