//! Files that are made from Rust are what Rust makes now.

#[test]
fn the_typescript_of_the_contract_is_fresh() {
    let kept = std::fs::read_to_string(orgkeep_tidy::generated_typescript()).unwrap_or_default();
    let made = orgkeep_api::typescript::generate().unwrap();
    assert!(
        kept == made,
        "ui/src/backend/generated.ts is stale; `cargo xtask generate` writes it"
    );
}

#[test]
fn the_page_has_the_words_of_the_error_catalogue() {
    let kept = std::fs::read_to_string(orgkeep_tidy::catalogue::path()).unwrap_or_default();
    assert!(
        kept == orgkeep_tidy::catalogue::generate(),
        "ui/src/text/catalogue.ts is stale; `cargo xtask generate` writes it"
    );
}
