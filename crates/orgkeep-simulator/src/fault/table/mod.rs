//! The table of scenarios, in the order of an authorization.

mod callback;
mod network;
mod page;
mod reply;
mod rest;
mod token;

use super::scenario::Scenario;

/// Every scenario.
pub static SCENARIOS: &[Scenario] = &ALL;

const COUNT: usize = page::PAGE.len()
    + callback::CALLBACK.len()
    + token::TOKEN.len()
    + reply::REPLY.len()
    + rest::REST.len()
    + network::NETWORK.len();

const ALL: [Scenario; COUNT] = joined();

/// One list of the six, put together by the compiler.
const fn joined() -> [Scenario; COUNT] {
    let lists: [&[Scenario]; 6] = [
        &page::PAGE,
        &callback::CALLBACK,
        &token::TOKEN,
        &reply::REPLY,
        &rest::REST,
        &network::NETWORK,
    ];
    let mut all = [page::PAGE[0]; COUNT];
    let (mut list, mut count) = (0, 0);
    while list < lists.len() {
        let mut row = 0;
        while row < lists[list].len() {
            all[count] = lists[list][row];
            (row, count) = (row + 1, count + 1);
        }
        list += 1;
    }
    all
}
