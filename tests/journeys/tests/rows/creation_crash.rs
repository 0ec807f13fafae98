//! A process that dies while it makes an app: C-03.

use std::time::Duration;

use anyhow::Context as _;
use orgkeep_journeys::creating::Making;
use orgkeep_journeys::creator::{Creator, Death, Errand};
use orgkeep_journeys::row::{Row, size};

use crate::role::TEST;

/// Steps that a run has, at most.
const STEPS: usize = 22;
/// Milliseconds that a run takes, about.
const RUN: usize = 500;
/// Apps that one org is given: every call reads all that it has.
const APPS: usize = 25;

/// What was drawn for one kill.
struct Kill {
    errand: Errand,
    death: Death,
    /// Who takes over dies as well.
    again: Option<Death>,
    undo: bool,
    switched: bool,
}

#[tokio::test(flavor = "multi_thread")]
async fn c_03_a_kill_at_any_moment_leaves_a_whole_app_or_none() -> anyhow::Result<()> {
    let kills = size(200, 8);
    let mut row = Row::new("C-03", kills);
    let mut standing = Ok(());
    for group in (0..kills).collect::<Vec<_>>().chunks(APPS) {
        let mut making = Making::start().await?;
        for number in group {
            let kill = Kill::drawn()?;
            let variant = format!("{number}: {kill}");
            row.note(variant, kill.strikes(&mut making, *number).await);
        }
        standing = standing.and(making.used.world.end().await);
    }
    row.finish(standing)
}

impl Kill {
    fn drawn() -> anyhow::Result<Self> {
        let mut random = [0_u8; 8];
        getrandom::fill(&mut random)?;
        let [
            errand,
            kind,
            at,
            again,
            kind_again,
            at_again,
            undo,
            switched,
        ] = random.map(usize::from);
        let death = |kind: usize, at: usize| match kind % 2 {
            0 => Death::Step(at % STEPS + 1),
            _ => Death::Moment(Duration::from_millis((at * RUN / 256) as u64)),
        };
        Ok(Self {
            errand: [Errand::Public, Errand::Confidential][errand % 2],
            death: death(kind, at),
            again: (again % 3 == 0).then(|| death(kind_again, at_again)),
            undo: undo % 2 == 0,
            switched: switched % 4 == 0,
        })
    }

    /// Each process dies; the next start takes over, and the last one goes on or takes back.
    async fn strikes(&self, making: &mut Making, number: usize) -> anyhow::Result<()> {
        let name = format!("Kill {number}");
        let api_name = name.replace(' ', "_");
        making.switch(self.switched);
        let mut said = Creator::dies(TEST, making, &name, (self.errand, self.death)).await?;
        if let Some(death) = self.again
            && making.is_under_way().await?
        {
            let errand = if self.undo {
                Errand::TakeBack
            } else {
                Errand::GoOn
            };
            let again = Creator::dies(TEST, making, &name, (errand, death)).await?;
            said = format!("{said}, then {again}");
        }
        making.start_again().await?;
        let continued = making.continued(&api_name, self.undo).await;
        let whole = continued.with_context(|| said.clone())?;
        making.settled(&api_name, whole).await.context(said)?;
        if whole {
            making.taken_back(&api_name).await?;
        }
        Ok(())
    }
}

impl std::fmt::Display for Kill {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:?}, {:?}, again {:?}, undo {}, setting on before {}",
            self.errand, self.death, self.again, self.undo, self.switched
        )
    }
}
