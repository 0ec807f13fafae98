//! The table of scenarios, in the order of an authorization.

mod callback;
mod component;
mod metadata;
mod network;
mod page;
mod reply;
mod rest;
mod soap;
mod soap_result;
mod token;

use super::scenario::Scenario;

/// Every scenario.
pub static SCENARIOS: &[Scenario] = &ALL;

const COUNT: usize = page::PAGE.len()
    + callback::CALLBACK.len()
    + token::TOKEN.len()
    + reply::REPLY.len()
    + rest::REST.len()
    + soap::SOAP.len()
    + soap_result::SOAP_RESULT.len()
    + metadata::METADATA.len()
    + component::COMPONENT.len()
    + network::NETWORK.len();

const ALL: [Scenario; COUNT] = joined();

/// One list of the ten, put together by the compiler.
const fn joined() -> [Scenario; COUNT] {
    let lists: [&[Scenario]; 10] = [
        &page::PAGE,
        &callback::CALLBACK,
        &token::TOKEN,
        &reply::REPLY,
        &rest::REST,
        &soap::SOAP,
        &soap_result::SOAP_RESULT,
        &metadata::METADATA,
        &component::COMPONENT,
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
