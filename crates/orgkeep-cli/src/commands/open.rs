//! `orgkeep open`.

use std::sync::Arc;

use orgkeep_app::landing::Destination;
use orgkeep_app::session::SessionError;
use orgkeep_app::surroundings::{Browser, BrowserAddress};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_system::browser::SystemBrowser;

use crate::arguments::{OpenArguments, PlaceArguments};
use crate::exit::{Exit, Trouble};
use crate::running::Running;
use crate::words::verdict_words;
use crate::{compose, named, print, unlock};

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
    let mut running = Running::begin(vault, around);
    let orgkeep = running.orgkeep.clone();
    let opening = async {
        let link = orgkeep
            .sessions()?
            .link_into_org(&record.id, &landing)
            .await;
        match link {
            Ok(link) if arguments.browser.no_browser => {
                print::result(&format!("{}\n", BrowserAddress::from(&link).as_str()))
            }
            Ok(link) => shown(BrowserAddress::from(&link), arguments, record.browser).await,
            Err(error) => Err(refused(&error)),
        }
    };
    let ended = running.unless_interrupted(opening).await;
    running.close().await?;
    match ended {
        Some(ended) => ended.map(|()| Exit::Clean),
        None => Ok(Exit::Cancelled),
    }
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

fn refused(error: &SessionError) -> Trouble {
    match error {
        SessionError::Ended(obstacle) | SessionError::Hindered(obstacle) => {
            Trouble::refused(verdict_words(obstacle.verdict, obstacle.cause).lines())
        }
        other => Trouble::failed(other),
    }
}
