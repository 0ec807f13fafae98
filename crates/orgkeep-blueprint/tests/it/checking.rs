//! The checker: every tree that is written passes, and each rule is broken by a tree that breaks nothing else.

use std::collections::BTreeSet;

use orgkeep_blueprint::check::{Expectation, Finding, Inspection, Report, Rule, Severity, check};
use orgkeep_blueprint::plan::Pattern;
use orgkeep_blueprint::source::write_tree;
use orgkeep_blueprint::tree::{RelativePath, Tree};
use proptest::prelude::*;

use crate::generated;
use crate::samples::{DEV_HUB, plan};

fn tree(pattern: Pattern) -> Tree {
    write_tree(&plan(pattern))
}

fn path(text: &str) -> RelativePath {
    RelativePath::parse(text).unwrap()
}

/// Changes the one file whose path ends so.
fn edit(mut tree: Tree, ending: &str, from: &str, to: &str) -> Tree {
    let mut files = tree
        .files
        .iter_mut()
        .filter(|(path, _)| path.as_str().ends_with(ending));
    let (_, text) = files.next().expect(ending);
    assert!(files.next().is_none(), "{ending} is not one file");
    assert!(text.contains(from), "{from} is not in {ending}");
    *text = text.replace(from, to);
    tree
}

fn moved(mut tree: Tree, from: &str, to: &str) -> Tree {
    let text = tree.files.remove(&path(from)).expect(from);
    tree.files.insert(path(to), text);
    tree
}

fn without(mut tree: Tree, file: &str) -> Tree {
    assert!(tree.files.remove(&path(file)).is_some(), "{file}");
    tree
}

fn with(mut tree: Tree, file: &str, text: &str) -> Tree {
    tree.files.insert(path(file), text.to_owned());
    tree
}

fn judged(tree: &Tree) -> Report {
    check(tree, Expectation::default())
}

/// The one finding of a tree that breaks this rule and no other.
fn breaks(rule: Rule, tree: &Tree) -> Finding {
    let report = judged(tree);
    let broken: BTreeSet<Rule> = report.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(broken, [rule].into(), "{:#?}", report.findings);
    assert!(!report.kept().contains(&rule));
    report.findings.into_iter().next().unwrap()
}

fn line_of(finding: &Finding, tree: &Tree) -> String {
    let text = tree.text(finding.path.as_str()).unwrap();
    text.lines()
        .nth(finding.position.line - 1)
        .unwrap()
        .trim()
        .to_owned()
}

const OAUTH: &str = "Nightly_Sync_oauth.ecaOauth-meta.xml";
const APP: &str = "Nightly_Sync.eca-meta.xml";
const UAT: &str = "uat/extlClntAppOauthPolicies/Nightly_Sync_oauthPlcy.ecaOauthPlcy-meta.xml";
const DEFAULT: &str =
    "default/extlClntAppOauthPolicies/Nightly_Sync_oauthPlcy.ecaOauthPlcy-meta.xml";

#[test]
fn every_tree_that_is_written_passes_and_is_recognised() {
    for pattern in Pattern::ALL {
        let mut made = tree(pattern);
        let report = judged(&made);
        assert_eq!(report.findings, [], "{pattern:?}");
        assert_eq!(report.patterns, [(String::new(), Some(pattern))]);
        assert_eq!(report.kept().len(), Rule::ALL.len());
        // Also without the recipe, which names the pattern.
        made = without(made, "config/blueprint.toml");
        let guessed = judged(&made);
        assert_eq!(guessed.findings, [], "{pattern:?}");
        assert_eq!(guessed.patterns, [(String::new(), Some(pattern))]);
    }
}

proptest! {
    #[test]
    fn any_tree_that_is_written_passes(plan in generated::plan()) {
        prop_assert_eq!(judged(&write_tree(&plan)).findings, []);
    }
}

#[test]
fn oauth_settings_of_a_package_need_their_link() {
    let link = format!("    <oauthLink>{DEV_HUB}:888000000000001</oauthLink>\n");
    let broken = edit(tree(Pattern::Packaged), OAUTH, &link, "");
    let finding = breaks(Rule::MissingOauthLink, &broken);
    assert_eq!(line_of(&finding, &broken), "</ExtlClntAppOauthSettings>");
}

#[test]
fn a_link_leads_to_the_dev_hub_and_a_local_app_has_none() {
    let other = "00D000000000002:888";
    let broken = edit(tree(Pattern::Packaged), OAUTH, "00D000000000001:888", other);
    let finding = breaks(Rule::LinkOfAnotherOrg, &broken);
    assert!(line_of(&finding, &broken).starts_with("<oauthLink>"));
    let long = edit(
        tree(Pattern::Packaged),
        OAUTH,
        "00D000000000001:",
        "00D000000000001EAA:",
    );
    breaks(Rule::LinkOfAnotherOrg, &long);
    let line = "<label>Nightly_Sync_oauth</label>";
    let linked = format!("{line}\n    <oauthLink>00D000000000001:888000000000001</oauthLink>");
    breaks(
        Rule::LinkOfAnotherOrg,
        &edit(tree(Pattern::Plain), OAUTH, line, &linked),
    );
}

#[test]
fn the_dev_hub_that_is_named_counts_more_than_what_the_files_agree_on() {
    let expecting = |org: &str| Expectation {
        dev_hub: Some(org.to_owned()),
        ..Expectation::default()
    };
    let packaged = tree(Pattern::Packaged);
    assert_eq!(
        check(&packaged, expecting("00D000000000001EAA")).findings,
        []
    );
    let found = check(&packaged, expecting("00D000000000009")).findings;
    let rules: Vec<Rule> = found.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [Rule::LinkOfAnotherOrg, Rule::LinkOfAnotherOrg]);
}

#[test]
fn global_oauth_settings_stay_out_of_source_control() {
    let plain = tree(Pattern::Plain);
    breaks(
        Rule::GlobalSettingsInSourceControl,
        &without(plain.clone(), ".gitignore"),
    );
    let global = "app/extlClntAppGlobalOauthSets/Nightly_Sync_glbloauth.ecaGlblOauth-meta.xml";
    let taken_in = with(
        plain.clone(),
        "app/.gitignore",
        "!*.ecaGlblOauth-meta.xml\n",
    );
    assert_eq!(
        breaks(Rule::GlobalSettingsInSourceControl, &taken_in).path,
        path(global)
    );
    let packaged = with(tree(Pattern::Packaged), global, plain.text(global).unwrap());
    assert_eq!(judged(&packaged).findings, []);
    breaks(
        Rule::GlobalSettingsInSourceControl,
        &without(packaged, ".gitignore"),
    );
}

#[test]
fn the_distribution_state_fits_the_pattern() {
    let local = "<distributionState>Local<";
    let packaged = "<distributionState>Packaged<";
    let broken = edit(tree(Pattern::Packaged), APP, packaged, local);
    let finding = breaks(Rule::WrongDistributionState, &broken);
    assert!(line_of(&finding, &broken).starts_with(local));
    // A bootstrapped app in the wrong state is also aimed at scratch orgs.
    let bootstrap = edit(tree(Pattern::Bootstrap), APP, local, packaged);
    let bootstrap = without(bootstrap, "config/project-scratch-def.json");
    breaks(Rule::WrongDistributionState, &bootstrap);
}

#[test]
fn policies_come_after_oauth() {
    let beside = "app/extlClntAppOauthPolicies/Nightly_Sync_oauthPlcy.ecaOauthPlcy-meta.xml";
    for pattern in [Pattern::Packaged, Pattern::Bootstrap] {
        let broken = moved(tree(pattern), &format!("policies/{UAT}"), beside);
        assert_eq!(
            breaks(Rule::PoliciesBeforeOauth, &broken).path,
            path(beside)
        );
    }
    let nothing = without(
        tree(Pattern::Plain),
        &format!("app/extlClntAppOauthSettings/{OAUTH}"),
    );
    breaks(Rule::PoliciesBeforeOauth, &nothing);
}

#[test]
fn directories_are_installed_in_order() {
    let project = "sfdx-project.json";
    let made = tree(Pattern::Packaged);
    let text = made.text(project).unwrap();
    let (app, policies) = ("\"path\": \"app\"", "\"path\": \"policies\"");
    let swapped = text
        .replace(app, "\"path\": \"x\"")
        .replace(policies, app)
        .replace("\"path\": \"x\"", policies);
    let broken = with(tree(Pattern::Bootstrap), project, &swapped);
    let finding = breaks(Rule::WrongInstallOrder, &broken);
    assert!(line_of(&finding, &broken).starts_with(policies));
    let dual = tree(Pattern::Dual);
    let depending = edit(
        dual,
        project,
        "\"path\": \"production/app\",",
        "\"path\": \"production/app\", \"dependencies\": [{\"package\": \"orgkeep-connection-policies\"}],",
    );
    breaks(Rule::WrongInstallOrder, &depending);
}

#[test]
fn client_credentials_need_a_user() {
    let user =
        "    <clientCredentialsFlowUser>integration@acme.example.uat</clientCredentialsFlowUser>\n";
    let broken = edit(tree(Pattern::Packaged), UAT, user, "");
    let finding = breaks(Rule::ClientCredentialsWithoutUser, &broken);
    assert!(line_of(&finding, &broken).starts_with("<isClientCredentialsFlowEnabled>true"));
}

#[test]
fn default_names_no_user() {
    let first = "    <commaSeparatedPermissionSet>";
    let user =
        format!("    <clientCredentialsFlowUser>a@b.example</clientCredentialsFlowUser>\n{first}");
    let broken = edit(tree(Pattern::Packaged), DEFAULT, first, &user);
    let finding = breaks(Rule::RunAsUserInDefault, &broken);
    assert!(line_of(&finding, &broken).starts_with("<clientCredentialsFlowUser>"));
    // `main/default` is where every project has its metadata.
    let usual = "policies/main/default/extlClntAppOauthPolicies/Nightly_Sync_oauthPlcy.ecaOauthPlcy-meta.xml";
    let plain = "policies/extlClntAppOauthPolicies/Nightly_Sync_oauthPlcy.ecaOauthPlcy-meta.xml";
    assert_eq!(
        judged(&moved(tree(Pattern::Plain), plain, usual)).findings,
        []
    );
}

#[test]
fn satellites_name_their_app_letter_for_letter() {
    let right = "<externalClientApplication>Nightly_Sync<";
    let wrong = "<externalClientApplication>nightly_sync<";
    let broken = edit(tree(Pattern::Packaged), UAT, right, wrong);
    let finding = breaks(Rule::AppNameDiffers, &broken);
    assert!(line_of(&finding, &broken).starts_with(wrong));
    breaks(
        Rule::AppNameDiffers,
        &edit(tree(Pattern::Packaged), APP, ":Nightly_Sync<", ":Nightly<"),
    );
}

#[test]
fn files_are_where_their_type_belongs() {
    let at = format!("app/extlClntAppOauthSettings/{OAUTH}");
    for elsewhere in [
        "app/externalClientApps/Nightly_Sync_oauth.ecaOauth-meta.xml",
        "app/extlClntAppOauthSettings/Nightly_Sync_oauth.ecaOAuth-meta.xml",
        "app/extlClntAppOauthSettings/Nightly_Sync_oauth.xml",
        "app/extlClntAppOauthSettings/Nightly_Sync_oauth.ecaOauth",
        "app/Nightly_Sync_oauth.ecaOauthPlcy-meta.xml",
    ] {
        let broken = moved(tree(Pattern::Packaged), &at, elsewhere);
        assert_eq!(
            breaks(Rule::WrongFolderOrSuffix, &broken).path,
            path(elsewhere)
        );
    }
    let foreign = with(
        tree(Pattern::Plain),
        "app/extlClntAppPolicies/x.xml",
        "<Other/>",
    );
    breaks(Rule::WrongFolderOrSuffix, &foreign);
    // What is laid out for the Metadata API is no part of the project.
    let laid_out = with(
        tree(Pattern::Plain),
        "zip/extlClntAppPolicies/Nightly_Sync_plcy.ecaPlcy",
        tree(Pattern::Plain)
            .text("policies/extlClntAppPolicies/Nightly_Sync_plcy.ecaPlcy-meta.xml")
            .unwrap(),
    );
    assert_eq!(judged(&laid_out).findings, []);
}

#[test]
fn elements_stand_in_order() {
    let label = "    <label>Nightly_Sync_oauthPlcy</label>\n";
    let moved_up = edit(tree(Pattern::Packaged), UAT, label, "");
    let end = "</ExtlClntAppOauthConfigurablePolicies>";
    let broken = edit(moved_up, UAT, end, &format!("{label}{end}"));
    let finding = breaks(Rule::ElementsOutOfOrder, &broken);
    assert_eq!(line_of(&finding, &broken), label.trim());
}

#[test]
fn scopes_have_their_metadata_names() {
    let broken = edit(tree(Pattern::Packaged), OAUTH, "Api, Web", "Api, web");
    let finding = breaks(Rule::RuntimeScopeName, &broken);
    assert!(finding.what.contains("Web"), "{}", finding.what);
    assert_eq!((finding.position.line, finding.position.column), (3, 37));
    let unknown = edit(tree(Pattern::Packaged), OAUTH, "Api, Web", "Api, SfapApi");
    breaks(Rule::UnknownScope, &unknown);
    assert_eq!(judged(&unknown).count(Severity::Error), 0);
    assert_eq!(judged(&unknown).count(Severity::Warning), 1);
}

#[test]
fn a_packaged_app_is_not_deployed_to_scratch_orgs_as_source() {
    let project = "sfdx-project.json";
    let package = "\"package\": \"nightly-sync-app\",";
    let source = format!("{package} \"type\": \"source\",");
    let broken = edit(tree(Pattern::Packaged), project, package, &source);
    let finding = breaks(Rule::PackagedAppInScratchOrg, &broken);
    assert!(line_of(&finding, &broken).starts_with("<distributionState>"));
    let no_scratch = without(broken, "config/project-scratch-def.json");
    assert_eq!(judged(&no_scratch).findings, []);
}

#[test]
fn the_dev_hub_comes_first() {
    let pipeline = |first: &str, second: &str| {
        format!(
            "run: |\n  sfp build --devhubalias Hub --branch main\n  sfp install --targetorg {first}\n  sfp install --targetorg {second}\n"
        )
    };
    let at = ".github/workflows/release.yml";
    let fine = with(tree(Pattern::Packaged), at, &pipeline("Hub", "uat"));
    assert_eq!(judged(&fine).findings, []);
    let broken = with(tree(Pattern::Packaged), at, &pipeline("uat", "Hub"));
    assert_eq!(breaks(Rule::NotFirstOnDevHub, &broken).position.line, 3);
    let other = with(
        tree(Pattern::Packaged),
        at,
        &pipeline("uat --artifacts other", "Hub"),
    );
    assert_eq!(judged(&other).findings, []);
}

#[test]
fn no_file_holds_a_secret() {
    let secret = "0F".repeat(32);
    let broken = with(
        tree(Pattern::Plain),
        ".env",
        &format!("# ci\nCLIENT_SECRET={secret}\n"),
    );
    let finding = breaks(Rule::SecretInFile, &broken);
    assert_eq!((finding.position.line, finding.position.column), (2, 1));
    assert!(!finding.what.contains(&secret));
    let global = "ecaGlblOauth-meta.xml";
    let key = edit(
        tree(Pattern::Plain),
        global,
        "    <externalClientApplication>",
        "    <consumerKey>3MVG9abc</consumerKey>\n    <externalClientApplication>",
    );
    breaks(Rule::SecretInFile, &key);
}

#[test]
fn what_is_not_readable_is_told() {
    let finding = breaks(
        Rule::NotReadable,
        &edit(
            tree(Pattern::Plain),
            "plcy.ecaPlcy-meta.xml",
            "</label>",
            "</lable>",
        ),
    );
    assert!(finding.position.line > 1);
    let entities = "<!DOCTYPE a [<!ENTITY x \"y\">]>\n<ExternalClientApplication/>";
    breaks(
        Rule::NotReadable,
        &with(tree(Pattern::Plain), "app/X.eca-meta.xml", entities),
    );
    let project = with(tree(Pattern::Plain), "other/sfdx-project.json", "{");
    breaks(Rule::NotReadable, &project);
    let mut inspection = Inspection::new(Expectation::default());
    inspection.read(&path("a/externalClientApps/X.eca-meta.xml"), b"\xff\xfe");
    let rules: Vec<Rule> = inspection
        .finish()
        .findings
        .iter()
        .map(|one| one.rule)
        .collect();
    assert_eq!(rules, [Rule::NotReadable]);
}

#[test]
fn projects_side_by_side_are_judged_each_by_itself() {
    let mut both = Tree::default();
    for pattern in [Pattern::Packaged, Pattern::Plain] {
        for (at, text) in tree(pattern).files {
            both.files
                .insert(path(&format!("{}/{at}", pattern.key())), text);
        }
    }
    let report = judged(&both);
    assert_eq!(report.findings, []);
    let patterns: Vec<_> = report
        .patterns
        .iter()
        .filter_map(|(_, pattern)| *pattern)
        .collect();
    assert_eq!(patterns, [Pattern::Packaged, Pattern::Plain]);
}

#[test]
fn the_order_in_which_files_come_does_not_matter() {
    let broken = edit(
        tree(Pattern::Dual),
        "sfdx-project.json",
        "\"production/app\"",
        "\"p\"",
    );
    let mut backwards = Inspection::new(Expectation::default());
    for (path, text) in broken.files.iter().rev() {
        backwards.read(path, text.as_bytes());
    }
    assert_eq!(backwards.finish(), judged(&broken));
}

#[test]
fn every_rule_is_broken_by_a_test_of_its_own() {
    let tests = include_str!("checking.rs");
    for rule in Rule::ALL {
        let breaking = format!("breaks(Rule::{rule:?}");
        let spread = format!("breaks(\n        Rule::{rule:?}");
        assert!(
            tests.contains(&breaking) || tests.contains(&spread),
            "{rule:?}"
        );
    }
}

/// Paths at which each part of the checker listens, and others.
fn any_path() -> impl Strategy<Value = RelativePath> {
    let known: Vec<RelativePath> = Pattern::ALL
        .into_iter()
        .flat_map(|pattern| tree(pattern).files.into_keys())
        .chain([path("a/b.yml"), path("LICENSE"), path("x/.gitignore")])
        .collect();
    prop_oneof![
        4 => prop::sample::select(known),
        1 => "[a-zA-Z./]{1,20}".prop_filter_map("a path", |text| RelativePath::parse(&text).ok()),
    ]
}

/// Any bytes, and real files with any bytes in the middle.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let real: Vec<String> = Pattern::ALL
        .into_iter()
        .flat_map(|pattern| tree(pattern).files.into_values())
        .collect();
    let spoiled = (
        prop::sample::select(real),
        any::<prop::sample::Index>(),
        any::<Vec<u8>>(),
    );
    prop_oneof![
        any::<Vec<u8>>(),
        spoiled.prop_map(|(text, at, bytes)| {
            let at = at.index(text.len());
            [&text.as_bytes()[..at], &bytes, &text.as_bytes()[at..]].concat()
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn nothing_that_stands_in_a_file_makes_it_panic(
        files in prop::collection::vec((any_path(), any_bytes()), 1..6),
        pattern in prop::option::of(prop::sample::select(Pattern::ALL.to_vec())),
    ) {
        let mut inspection = Inspection::new(Expectation { pattern, dev_hub: Some("00Dä".into()) });
        for (path, bytes) in &files {
            inspection.read(path, bytes);
        }
        for finding in inspection.finish().findings {
            prop_assert!(finding.position.line >= 1 && finding.position.column >= 1);
            prop_assert!(!finding.rule.text().why.is_empty());
        }
    }
}
