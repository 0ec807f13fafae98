//! Scenarios of the practice org that strike a migration, one after the other: O-15.

use orgkeep_journeys::row::{Row, Table, size};
use orgkeep_simulator::{SCENARIOS, Scenario};

use crate::migration::{Before, Typed};

/// One scenario at one place of a migration.
#[derive(Clone, Copy)]
pub struct Case<Place> {
    pub place: Place,
    pub step: &'static str,
    pub scenario: &'static Scenario,
}

impl<Place: Copy> Case<Place> {
    /// Every scenario at every place that it can meet, in the order of the places.
    pub fn all(
        places: &[(Place, &'static str)],
        meets: impl Fn(&Scenario, Place) -> bool,
    ) -> Vec<Self> {
        let mut all = Vec::new();
        for &(place, step) in places {
            for scenario in SCENARIOS.iter().filter(|own| meets(own, place)) {
                all.push(Self {
                    place,
                    step,
                    scenario,
                });
            }
        }
        all
    }

    fn name(&self) -> String {
        format!("{}: {}", self.step, self.scenario.id)
    }
}

/// Lets each case strike, or in a short run every eighth, and prints what became of the migration. `strike` says whether
/// the connection was moved all the same.
pub async fn each<Place: Copy>(
    before: Before,
    all: Vec<Case<Place>>,
    strike: impl AsyncFn(Case<Place>, &Typed) -> anyhow::Result<bool>,
) -> anyhow::Result<()> {
    let step = size(1, all.len().div_ceil(8));
    let cases: Vec<Case<Place>> = all.into_iter().step_by(step).collect();
    let (mut row, mut table) = (Row::new("O-15", cases.len()), Table::default());
    let mut typed = Typed::start(before).await?;
    for case in cases {
        let outcome = strike(case, &typed).await;
        table.note(case.step, outcome.is_ok());
        // A world whose connection is moved, or of which nothing is known, is not used again.
        if !matches!(outcome, Ok(false)) {
            let used = std::mem::replace(&mut typed, Typed::start(before).await?);
            let ended = used.world.end().await;
            row.note(case.name(), outcome.map(drop).and(ended));
        } else {
            row.note(case.name(), Ok(()));
        }
    }
    table.print();
    let tried_again = typed.can_be_tried_again().await;
    row.finish(tried_again.and(typed.world.end().await))
}
