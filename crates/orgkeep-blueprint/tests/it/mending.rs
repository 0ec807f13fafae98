//! Remedies: each makes its finding go away and brings no other.

use std::collections::BTreeSet;

use orgkeep_blueprint::check::{Expectation, Finding, Report, Rule, check, remedy};
use orgkeep_blueprint::plan::Pattern;
use orgkeep_blueprint::source::write_tree;
use orgkeep_blueprint::tree::{RelativePath, Tree};
use proptest::prelude::*;
use proptest::sample::select;

use crate::generated;
use crate::samples::plan;

const GLOBAL: &str = "app/extlClntAppGlobalOauthSets/Nightly_Sync_glbloauth.ecaGlblOauth-meta.xml";

/// Ways to break a rule, each by a change of all files whose paths end so.
const SPOILERS: &[(Rule, &str, &str, &str)] = &[
    (
        Rule::ElementsOutOfOrder,
        "oauth.ecaOauth-meta.xml",
        "\n    <commaSeparatedOauthScopes>",
        "\n    <trustedIpRanges><endIpAddress>10.0.0.9</endIpAddress><startIpAddress>10.0.0.1</startIpAddress></trustedIpRanges>\n    <!-- a remark -->\n    <commaSeparatedOauthScopes>",
    ),
    (
        Rule::RuntimeScopeName,
        "oauth.ecaOauth-meta.xml",
        "<commaSeparatedOauthScopes>",
        "<commaSeparatedOauthScopes>api, web,",
    ),
    (
        Rule::WrongDistributionState,
        ".eca-meta.xml",
        "<distributionState>",
        "<distributionState>Not",
    ),
    (
        Rule::RunAsUserInDefault,
        "policies/default/extlClntAppOauthPolicies/",
        "<externalClientApplication>",
        "<clientCredentialsFlowUser>a@b.example</clientCredentialsFlowUser>\n    <externalClientApplication>",
    ),
    (
        Rule::GlobalSettingsInSourceControl,
        ".gitignore",
        "*.ecaGlblOauth-meta.xml",
        "other/",
    ),
    (
        Rule::LinkOfAnotherOrg,
        ".eca-meta.xml",
        "</ExternalClientApplication>",
        "    <orgScopedExternalApp>00D000000000009:Other</orgScopedExternalApp>\n</ExternalClientApplication>",
    ),
];

fn judged(tree: &Tree) -> Report {
    check(tree, Expectation::default())
}

fn path(text: &str) -> RelativePath {
    RelativePath::parse(text).unwrap()
}

/// Changes every file whose path contains a part. Says whether there was anything to change.
fn spoil(tree: &mut Tree, part: &str, from: &str, to: &str) -> bool {
    let mut spoiled = false;
    for (_, text) in tree
        .files
        .iter_mut()
        .filter(|(path, _)| path.as_str().contains(part))
    {
        spoiled |= text.contains(from);
        *text = text.replacen(from, to, 1);
    }
    spoiled
}

fn mended(tree: &Tree, report: &Report, finding: &Finding) -> Option<Tree> {
    let read = |path: &RelativePath| tree.files.get(path).cloned();
    let remedy = remedy(finding, report, &read)?;
    let mut mended = tree.clone();
    mended.files.insert(remedy.path, remedy.text);
    Some(mended)
}

/// What is found, without its place: a change may move what stands behind it.
fn names(report: &Report) -> Vec<(Rule, String, String)> {
    let named = report.findings.iter();
    named
        .map(|one| (one.rule, one.path.to_string(), one.what.clone()))
        .collect()
}

/// Applies remedies until there are none left, and checks each step.
fn mend_all(mut tree: Tree) -> Tree {
    loop {
        let report = judged(&tree);
        let step = report
            .findings
            .iter()
            .find_map(|finding| Some((finding, mended(&tree, &report, finding)?)));
        let Some((finding, next)) = step else {
            return tree;
        };
        let (before, after) = (names(&report), names(&judged(&next)));
        let gone = (finding.rule, finding.path.to_string(), finding.what.clone());
        assert!(after.len() < before.len(), "{gone:?} stays:\n{after:#?}");
        for one in &after {
            assert!(before.contains(one), "{one:?} is new, after {gone:?}");
        }
        tree = next;
    }
}

#[test]
fn what_each_spoiler_breaks_is_mended_and_nothing_else_changes() {
    for (rule, part, from, to) in SPOILERS {
        let mut mended = 0;
        for pattern in Pattern::ALL {
            let whole = write_tree(&plan(pattern));
            let mut tree = whole.clone();
            if !spoil(&mut tree, part, from, to) {
                continue;
            }
            let report = judged(&tree);
            if !report.findings.iter().any(|finding| finding.rule == *rule) {
                continue;
            }
            let packaged = matches!(pattern, Pattern::Packaged | Pattern::Dual);
            if *rule == Rule::LinkOfAnotherOrg && packaged {
                assert_eq!(
                    mend_all(tree.clone()),
                    tree,
                    "only a person knows the right org"
                );
                continue;
            }
            let result = mend_all(tree);
            assert_eq!(judged(&result).findings, [], "{rule:?} {pattern:?}");
            mended += 1;
        }
        assert!(mended > 0, "{rule:?}");
    }
}

#[test]
fn a_remedy_leaves_the_rest_of_the_file_as_it_was() {
    let whole = write_tree(&plan(Pattern::Plain));
    let mut tree = whole.clone();
    assert!(spoil(
        &mut tree,
        ".eca-meta.xml",
        "    <distributionState>Local</distributionState>\n",
        ""
    ));
    assert_eq!(mend_all(tree), whole);
    let mut tree = whole.clone();
    assert!(spoil(
        &mut tree,
        "oauth.ecaOauth-meta.xml",
        "Api, Web",
        "api, Web, web"
    ));
    assert_eq!(mend_all(tree), whole);
}

#[test]
fn a_gitignore_is_made_where_there_is_none_and_added_to_where_there_is_one() {
    let mut tree = write_tree(&plan(Pattern::Plain));
    let line = "*.ecaGlblOauth-meta.xml\n";
    tree.files.remove(&path(".gitignore"));
    assert_eq!(mend_all(tree.clone()).text(".gitignore"), Some(line));
    tree.files.insert(path(".gitignore"), "target".to_owned());
    let added = mend_all(tree.clone());
    assert_eq!(
        added.text(".gitignore"),
        Some(format!("target\n{line}").as_str())
    );
    // One further in takes the file back in, and only a person knows why.
    tree.files
        .insert(path("app/.gitignore"), format!("!{line}"));
    assert_eq!(mend_all(tree.clone()), tree);
}

#[test]
fn an_app_that_would_be_aimed_at_scratch_orgs_is_not_set_to_packaged() {
    let mut tree = write_tree(&plan(Pattern::Packaged));
    assert!(spoil(&mut tree, ".eca-meta.xml", ">Packaged<", ">Local<"));
    let unlocked = "\"package\": \"nightly-sync-app\",";
    let source = format!("{unlocked} \"type\": \"source\",");
    assert!(spoil(&mut tree, "sfdx-project.json", unlocked, &source));
    let rules: BTreeSet<Rule> = judged(&tree).findings.iter().map(|one| one.rule).collect();
    assert!(rules.contains(&Rule::WrongDistributionState));
    assert_eq!(mend_all(tree.clone()), tree);
}

#[test]
fn without_its_user_the_flow_is_off_in_default() {
    let whole = write_tree(&plan(Pattern::Packaged));
    let mut tree = whole.clone();
    let part = "policies/default/extlClntAppOauthPolicies/";
    let user = "    <clientCredentialsFlowUser>a@b.example</clientCredentialsFlowUser>\n";
    let first = "    <commaSeparatedPermissionSet>";
    assert!(spoil(&mut tree, part, first, &format!("{user}{first}")));
    let (off, on) = (">false</isClientCred", ">true</isClientCred");
    assert!(spoil(&mut tree, part, off, on));
    assert_eq!(judged(&tree).findings.len(), 1);
    assert_eq!(mend_all(tree), whole);
}

#[test]
fn what_only_a_person_knows_has_no_remedy() {
    let mut tree = write_tree(&plan(Pattern::Plain));
    assert!(spoil(&mut tree, GLOBAL, "</label>", "</lable>"));
    let secret = format!("client_secret={}", "0F".repeat(32));
    tree.files.insert(path(".env"), secret);
    assert_eq!(judged(&tree).findings.len(), 2);
    assert_eq!(mend_all(tree.clone()), tree);
}

proptest! {
    #[test]
    fn any_tree_that_is_spoiled_is_mended(
        plan in generated::plan(),
        spoilers in prop::collection::vec(select(SPOILERS), 1..4),
    ) {
        let mut tree = write_tree(&plan);
        for (_, part, from, to) in spoilers {
            spoil(&mut tree, part, from, to);
        }
        mend_all(tree);
    }

    #[test]
    fn no_text_makes_a_remedy_panic(text in "[<>/a-z !\n-]{0,80}", rule in select(Rule::ALL.to_vec())) {
        let mut tree = write_tree(&plan(Pattern::Plain));
        let file = path("app/externalClientApps/Nightly_Sync.eca-meta.xml");
        tree.files.insert(file.clone(), format!("<ExternalClientApplication>{text}</ExternalClientApplication>"));
        let report = judged(&tree);
        let finding = report.findings.first().cloned();
        if let Some(finding) = finding {
            mended(&tree, &report, &Finding { rule, path: file, ..finding });
        }
    }
}
