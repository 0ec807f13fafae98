//! What a person goes through, from the first click to the list.

mod browser_choice;
mod catalogue;
mod countdown;
mod ending;
mod interruption;
mod refusal;
mod registration;
mod removal;
mod test_run;
mod vault;
mod verdict;
mod verification;
mod vouching;
