//! What a person goes through, from the first click to the list.

mod browser_choice;
mod catalogue;
mod countdown;
mod ending;
mod interruption;
mod refusal;
mod registration;
mod removal;
mod two_copies;
mod vault;
mod verification;
mod vouching;
