//! Tests of connections as the page follows them: their views, the board on which results appear, the schedule.

mod board;
mod schedule;
mod view;

pub(crate) use board::Board;
pub(crate) use schedule::{LONGEST_HOURS, Schedule};
pub(crate) use view::{hindered_view, last_test_view, test_view};
