//! Source trees, whole.

use std::collections::BTreeMap;
#[cfg(target_os = "linux")]
use std::process::Command;

use orgkeep_blueprint::blueprint::Blueprint;
use orgkeep_blueprint::plan::{Pattern, Plan, PlanError, PlanParts};
use orgkeep_blueprint::source::write_tree;

use crate::golden;
use crate::samples::{confidential, environments, packaged, plan, public, renamed};

#[test]
fn every_tree_is_as_it_was_reviewed() {
    for pattern in Pattern::ALL {
        let tree = write_tree(&plan(pattern));
        let files: BTreeMap<String, String> = tree
            .files
            .iter()
            .map(|(path, text)| (path.to_string(), text.clone()))
            .collect();
        golden::compare_folder(pattern.key(), &files);
    }
}

#[test]
fn no_place_of_a_template_stays_empty() {
    for pattern in Pattern::ALL {
        for (path, text) in write_tree(&plan(pattern)).files {
            assert!(
                !text.contains("{{") && !text.contains("}}"),
                "{pattern:?} {path}"
            );
            assert!(
                text.ends_with('\n') && !text.ends_with("\n\n"),
                "{pattern:?} {path}"
            );
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_bootstrap_script_passes_shellcheck() {
    let tree = write_tree(&plan(Pattern::Bootstrap));
    let file = std::env::temp_dir().join(format!("orgkeep-bootstrap-{}.sh", std::process::id()));
    std::fs::write(&file, tree.text("scripts/bootstrap.sh").unwrap()).unwrap();
    let syntax = Command::new("sh").arg("-n").arg(&file).status().unwrap();
    let checked = Command::new("shellcheck").arg(&file).output();
    std::fs::remove_file(&file).unwrap();
    assert!(syntax.success());
    let checked = checked.expect("shellcheck is missing; `cargo xtask setup` installs it");
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stdout)
    );
}

#[test]
fn a_packaged_app_is_called_as_in_its_dev_hub() {
    let mut app = packaged(public(), "888000000000001", environments(&[]));
    app.blueprint = Blueprint::new(renamed("Other", "Other")).unwrap();
    let refused = Plan::new(PlanParts::Packaged(app));
    assert!(matches!(refused, Err(PlanError::OtherName { .. })));
}

#[test]
fn each_org_names_its_own_user_to_run_as() {
    let bootstrap = |blueprint, environments| {
        Plan::new(PlanParts::Bootstrap {
            blueprint,
            environments,
        })
        .err()
    };
    let none = bootstrap(confidential(), environments(&[("uat", None)]));
    assert!(matches!(none, Some(PlanError::NoRunAs(_))));
    let useless = bootstrap(public(), environments(&[("uat", Some("a@b.c"))]));
    assert!(matches!(useless, Some(PlanError::UselessRunAs(_))));
    assert_eq!(bootstrap(public(), environments(&[("uat", None)])), None);
}

#[test]
fn production_and_the_rest_are_two_apps() {
    let side = |name: &str, consumer: &str, alias: &str| {
        let blueprint = Blueprint::new(renamed(name, name)).unwrap();
        packaged(blueprint, consumer, environments(&[(alias, None)]))
    };
    let dual = |production, non_production| {
        Plan::new(PlanParts::Dual {
            production,
            non_production,
        })
        .err()
    };
    let (one, two) = ("888000000000001", "888000000000002");
    assert_eq!(dual(side("A", one, "prod"), side("B", two, "uat")), None);
    let same = Some(PlanError::SameApp);
    assert_eq!(dual(side("A", one, "prod"), side("A", two, "uat")), same);
    assert_eq!(dual(side("A", one, "prod"), side("B", one, "uat")), same);
    let shared = dual(side("A", one, "uat"), side("B", two, "uat"));
    assert!(matches!(shared, Some(PlanError::SharedEnvironment(_))));
}

#[test]
fn orgs_do_not_share_a_folder_and_production_has_one() {
    let twins = Plan::new(PlanParts::Bootstrap {
        blueprint: public(),
        environments: environments(&[("uat", None), ("UAT", None)]),
    });
    assert!(matches!(twins, Err(PlanError::SameFolder(_))));
    let side = |name: &str, consumer: &str| {
        let blueprint = Blueprint::new(renamed(name, name)).unwrap();
        packaged(blueprint, consumer, environments(&[]))
    };
    let nowhere = Plan::new(PlanParts::Dual {
        production: side("A", "888000000000001"),
        non_production: side("B", "888000000000002"),
    });
    assert_eq!(nowhere.err(), Some(PlanError::NoProduction));
}
