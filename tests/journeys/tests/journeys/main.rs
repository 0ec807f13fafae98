//! What a person goes through, from the first click to the list.

mod blueprint;
mod browser_choice;
mod catalogue;
mod checklist;
mod countdown;
mod ending;
mod file;
mod import;
mod interruption;
mod migration;
mod reauthentication;
mod refusal;
mod registration;
mod removal;
mod source;
mod test_run;
mod testing;
mod two_copies;
mod vault;
mod verdict;
mod verification;
mod vouching;
