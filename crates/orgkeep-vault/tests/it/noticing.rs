//! Whether a change of the store is noticed, whoever has made it.

use crate::sample;

#[tokio::test]
async fn after_a_change_by_whatever_program_the_count_is_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let other = sample::unlocked(folder.path()).await;
    let mut before = vault.change_count().await.unwrap();
    for (writer, theme) in [(&other, "dark"), (&vault, "light"), (&other, "dark")] {
        assert_eq!(vault.change_count().await.unwrap(), before);
        writer.set_setting("theme", theme.into()).await.unwrap();
        let after = vault.change_count().await.unwrap();
        assert_ne!(after, before);
        before = after;
    }
}
