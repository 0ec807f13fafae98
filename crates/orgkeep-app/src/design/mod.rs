//! What an External Client App shall be: from what was typed and chosen to what follows from it.

mod fields;
mod id;
mod view;

pub(crate) use fields::{answerable, answers, app_of, app_view, merged, recipe_of, take_app};
pub(crate) use id::{page_id, step_id, step_of};
pub(crate) use view::{design_view, preset_view, problem_view};
