//! What a person goes through, from the first click to the list.

mod blueprint;
mod browser_choice;
mod catalogue;
mod checklist;
mod countdown;
mod ending;
mod file;
mod interruption;
mod reauthentication;
mod refusal;
mod registration;
mod removal;
mod vault;
mod verification;
mod vouching;
