//! `orgkeep blueprint write`.

use std::fs;

use crate::program::{blueprint, write, write_for};

#[test]
fn a_tree_is_written_and_its_files_are_listed() {
    let base = tempfile::tempdir().unwrap();
    let ended = write(base.path(), "plain", &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let first = ended.out.lines().next().unwrap();
    assert_eq!(first, "new      .forceignore");
    assert_eq!(ended.out.lines().count(), 13);
    assert!(ended.err.contains("13 files written"), "{}", ended.err);
    assert!(base.path().join("tree/README.md").is_file());
}

#[test]
fn another_text_is_shown_and_kept_until_it_may_be_replaced() {
    let base = tempfile::tempdir().unwrap();
    write(base.path(), "plain", &[]);
    let readme = base.path().join("tree/README.md");
    let text = fs::read_to_string(&readme).unwrap();
    let mine = format!("{text}A line of mine.\n");
    fs::write(&readme, &mine).unwrap();
    let kept = write(base.path(), "plain", &[]);
    assert_eq!(kept.code, 1);
    assert!(kept.out.contains("\n-A line of mine.\n"), "{}", kept.out);
    assert!(kept.err.contains("--replace"), "{}", kept.err);
    assert_eq!(fs::read_to_string(&readme).unwrap(), mine);
    let replaced = write(base.path(), "plain", &["--replace"]);
    assert_eq!(replaced.code, 0, "{}", replaced.err);
    assert!(replaced.out.contains("\n-A line of mine.\n"));
    assert!(replaced.out.contains("\nreplaced README.md\n"));
    assert_eq!(fs::read_to_string(&readme).unwrap(), text);
    let again = write(base.path(), "plain", &[]);
    assert_eq!(again.code, 0);
    assert!(again.out.lines().all(|line| line.starts_with("same ")));
}

#[test]
fn the_result_has_a_stable_form_as_json() {
    let base = tempfile::tempdir().unwrap();
    let written = write(base.path(), "plain", &["--json"]).json();
    assert_eq!(written["version"], 1);
    assert_eq!(written["outcome"], "written");
    assert_eq!(written["files"][2]["path"], "README.md");
    assert_eq!(written["files"][2]["change"], "new");
    assert!(written["commands"][0].as_str().unwrap().starts_with("sf "));
    fs::write(base.path().join("tree/.forceignore"), "x\n").unwrap();
    let kept = write(base.path(), "plain", &["--json"]).json();
    assert_eq!(kept["outcome"], "wouldReplace");
    let difference = &kept["files"][0]["difference"];
    assert_eq!(difference[0]["change"], "removed");
    assert_eq!(difference[0]["text"], "x");
    let refused = write_for(base.path(), "plain", "arm", &["--json"]);
    assert_eq!(refused.code, 1);
    let refused = refused.json();
    assert_eq!(refused["outcome"], "refused");
    assert_eq!(refused["faults"][0]["option"], "--callback");
    assert!(refused["folder"].is_null());
}

#[test]
fn a_package_without_its_link_is_refused_and_nothing_is_written() {
    let base = tempfile::tempdir().unwrap();
    let ended = write_for(base.path(), "packaged", "orgkeep", &[]);
    assert_eq!(ended.code, 1);
    assert!(
        ended.err.starts_with("--oauth-link, --org-scoped-app: "),
        "{}",
        ended.err
    );
    assert!(!base.path().join("tree").exists());
}

#[test]
fn links_may_be_the_retrieved_files() {
    let base = tempfile::tempdir().unwrap();
    assert_eq!(write(base.path(), "packaged", &[]).code, 0);
    let app = "tree/app/externalClientApps/My_App.eca-meta.xml";
    let oauth = "tree/app/extlClntAppOauthSettings/My_App_oauth.ecaOauth-meta.xml";
    let again = |oauth: &str| {
        let links = ["--oauth-link", oauth, "--org-scoped-app", app];
        write_for(base.path(), "packaged", "orgkeep", &links)
    };
    let same = again(oauth);
    assert_eq!(same.code, 0, "{}", same.err);
    assert!(same.out.lines().all(|line| line.starts_with("same ")));
    let missing = again("tree/no.xml");
    assert_eq!(missing.code, 3);
    assert!(missing.err.contains("tree/no.xml"), "{}", missing.err);
}

#[test]
fn the_app_below_production_has_callbacks_of_its_own() {
    let base = tempfile::tempdir().unwrap();
    let more = ["--nonprod-callback", "https://test.example/cb"];
    assert_eq!(write(base.path(), "dual", &more).code, 0);
    let recipe = fs::read_to_string(base.path().join("tree/config/blueprint.toml")).unwrap();
    assert_eq!(recipe.matches("https://test.example/cb").count(), 1);
}

#[test]
fn an_environment_has_policies_and_a_user_of_its_own() {
    let base = tempfile::tempdir().unwrap();
    let more = [
        "--environment",
        "live=robot@corp.example",
        "--environment",
        "staging=robot@corp.example.staging",
    ];
    let flow = [
        "--set",
        "client_credentials_flow=on",
        "--run-as",
        "robot@corp.example",
    ];
    let written = write_for(
        base.path(),
        "bootstrap",
        "general",
        &[&more[..], &flow].concat(),
    );
    assert_eq!(written.code, 0, "{}", written.err);
    for (name, there) in [
        ("live", true),
        ("staging", true),
        ("default", true),
        ("prod", false),
    ] {
        let folder = base.path().join("tree/policies").join(name);
        assert_eq!(folder.is_dir(), there, "{name}");
    }
    let off = write(base.path(), "dual", &more);
    assert!(
        off.err
            .starts_with("--environment: Client credentials are off"),
        "{}",
        off.err
    );
    let idle = write(base.path(), "plain", &["--set", "session_timeout=1 hour"]);
    assert_eq!(idle.code, 2, "{}", idle.err);
    let wrong = write(base.path(), "dual", &["--nonprod-environment", "default"]);
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.err.contains("--nonprod-environment: "),
        "{}",
        wrong.err
    );
}

#[test]
fn several_products_are_answered_each_for_itself() {
    let base = tempfile::tempdir().unwrap();
    let answers = [
        "--callback",
        "vault=https://vault-qa.autorabit.com",
        "--callback",
        "arm=https://arm.example/cb?x=1",
        "--profile",
        "System Administrator",
    ];
    let ended = write_for(base.path(), "plain", "vault,arm", &answers);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let recipe = fs::read_to_string(base.path().join("tree/config/blueprint.toml")).unwrap();
    for url in [
        "https://vault-qa.autorabit.com/dashboard/setup/addSfOrg",
        "https://arm.example/cb?x=1",
    ] {
        assert!(recipe.contains(url), "{recipe}");
    }
}

#[test]
fn wrong_usage_ends_with_two() {
    let base = tempfile::tempdir().unwrap();
    assert_eq!(blueprint(base.path(), &["write"]).code, 2);
    let nobody = ["--callback", "https://a.example"];
    let ended = write(base.path(), "plain", &nobody);
    assert_eq!(ended.code, 2, "{}", ended.err);
    assert!(ended.err.contains("asks"), "{}", ended.err);
    assert!(!base.path().join("tree").exists());
}

#[test]
fn a_file_in_the_place_of_the_folder_is_named() {
    let base = tempfile::tempdir().unwrap();
    fs::write(base.path().join("tree"), "a file").unwrap();
    let ended = write(base.path(), "plain", &[]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.err.starts_with("--out: "), "{}", ended.err);
}
