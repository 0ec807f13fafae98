//! What lies on the disk: S-01.

use std::collections::BTreeSet;

use anyhow::ensure;
use orgkeep_journeys::leak::{Encoding, Search, arguments_and_environment};
use orgkeep_journeys::row::{Row, size};
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{ClientApp, OrgKey, with_checksum};

type Markers = Vec<(String, String)>;

#[tokio::test]
async fn s_01_no_secret_can_be_read_from_the_disk() -> anyhow::Result<()> {
    let orgs = size(20, 3);
    let mut row = Row::new("S-01", orgs * Encoding::ALL.len());
    let world = World::start().await?;
    let (mut known, mut all) = (BTreeSet::new(), Vec::new());
    for number in 0..orgs {
        all.push(register(&world, number, &mut known).await?);
    }
    // A secret that was typed and not used yet lies there too.
    world.fill_draft(&typed(&world, orgs)?).await?;
    ensure!(
        world.rows()?.count() == orgs,
        "not every org is its own connection"
    );
    // While it is open there is a log beside the store, and a file of shared memory.
    let (log, pages) = (world.log()?, world.transcript.text());
    for (number, markers) in all.iter().enumerate() {
        for encoding in Encoding::ALL {
            let outcome = is_absent(&world, markers, encoding, &log, pages.as_bytes());
            row.note(format!("org {number}, {encoding:?}"), outcome);
        }
    }
    row.finish(world.end().await)
}

fn is_absent(
    world: &World,
    markers: &Markers,
    encoding: Encoding,
    log: &[u8],
    pages: &[u8],
) -> anyhow::Result<()> {
    let search = Search::of(markers, &[encoding])?;
    let mut found = search.in_folder(&world.data_folder())?;
    found.extend(search.in_bytes("the log", log));
    found.extend(search.in_bytes("a view", pages));
    found.extend(search.in_bytes("arguments or environment", &arguments_and_environment()));
    ensure!(found.is_empty(), "{found:?}");
    Ok(())
}

fn typed(world: &World, number: usize) -> anyhow::Result<orgkeep_journeys::sign_in::Registration> {
    let org = OrgKey::ALL[number % OrgKey::ALL.len()];
    let mut app = ClientApp::confidential(org, &format!("S-01 {number}"));
    app.callbacks = vec![world.callback.as_str().to_owned()];
    app.secret = Some(random_text(64)?);
    world.simulator.add_app(app.clone());
    // As after a refresh of the sandbox: another org behind the same address.
    world.simulator.change_org(org, |org| {
        org.id = with_checksum(&format!("00D{number:012}"))
    });
    Ok(world.registration_of(&app))
}

/// Registers one more org and gives the markers that are new with it.
async fn register(
    world: &World,
    number: usize,
    known: &mut BTreeSet<String>,
) -> anyhow::Result<Markers> {
    world.register(&typed(world, number)?).await?;
    world.remember();
    let new = world.secrets.markers().into_iter();
    let new: Markers = new
        .filter(|(_, marker)| known.insert(marker.clone()))
        .collect();
    let kinds: BTreeSet<&str> = new.iter().map(|(name, _)| name.as_str()).collect();
    for kind in [
        "access token",
        "refresh token",
        "code",
        "consumer secret",
        "state",
        "verifier",
    ] {
        ensure!(kinds.contains(kind), "no {kind} is known");
    }
    Ok(new)
}
