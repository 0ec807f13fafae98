//! Set-up, run, test, package: what the README's commands call.
fn main() {}
