//! Every request and view, for the places that go through all commands.

pub use crate::address::*;
pub use crate::attempt::*;
pub use crate::blueprint::*;
pub use crate::browser::*;
pub use crate::checkup::*;
pub use crate::connection::*;
pub use crate::decode::*;
pub use crate::dependent::*;
pub use crate::design::*;
pub use crate::identity::*;
pub use crate::import::*;
pub use crate::key::*;
pub use crate::migration::*;
pub use crate::opening::*;
pub use crate::pending::*;
pub use crate::practice::*;
pub use crate::register::*;
pub use crate::source::*;
pub use crate::source_check::*;
pub use crate::testing::*;
pub use crate::typed::*;
pub use crate::vault::*;
