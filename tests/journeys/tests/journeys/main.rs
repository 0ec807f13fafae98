//! What a person goes through, from the first click to the list.

mod catalogue;
mod countdown;
mod ending;
mod interruption;
mod refusal;
mod registration;
mod removal;
mod vault;
mod verification;
