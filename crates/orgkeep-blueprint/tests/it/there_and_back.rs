//! What is written is read as it was.

use orgkeep_blueprint::blueprint::Distribution;
use orgkeep_blueprint::metadata::{Kind, ReadError, read_blueprint};
use orgkeep_blueprint::plan::{Pattern, Plan, PlanParts};
use orgkeep_blueprint::recipe::{parse_blueprint, parse_plan, write_blueprint, write_plan};
use orgkeep_blueprint::source::{RECIPE, write_tree};
use proptest::prelude::*;

use crate::generated;
use crate::samples;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_plain_tree_gives_its_blueprint_back_and_the_same_tree_again(blueprint in generated::blueprint()) {
        let tree = |blueprint| write_tree(&Plan::new(PlanParts::Plain(blueprint)).unwrap());
        let first = tree(blueprint.clone());
        let read = read_blueprint(&first).unwrap();
        prop_assert!(read.left_out.is_empty(), "{:?}", read.left_out);
        prop_assert_eq!(&read.blueprint, &blueprint);
        prop_assert_eq!(tree(read.blueprint), first);
    }

    #[test]
    fn every_tree_gives_its_plan_back_and_the_same_tree_again(plan in generated::plan()) {
        let tree = write_tree(&plan);
        let read = parse_plan(tree.text(RECIPE).unwrap()).unwrap();
        prop_assert_eq!(&read, &plan);
        prop_assert_eq!(write_tree(&read), tree);
    }
}

proptest! {
    #[test]
    fn a_blueprint_file_gives_its_blueprint_back(blueprint in generated::blueprint()) {
        prop_assert_eq!(parse_blueprint(&write_blueprint(&blueprint)).unwrap(), blueprint);
    }

    #[test]
    fn no_text_makes_reading_panic(text in any::<String>(), cut in any::<prop::sample::Index>()) {
        let file = write_plan(&samples::plan(Pattern::Dual));
        let at = cut.index(file.len());
        let mixed = format!("{}{text}{}", &file[..at], &file[at..]);
        let _read = parse_plan(&mixed);
        let _other = parse_blueprint(&text);
    }
}

#[test]
fn a_blueprint_file_with_something_else_in_it_is_refused() {
    let file = write_blueprint(&samples::public());
    for (from, to) in [
        ("label =", "secret = \"x\"\nlabel ="),
        ("\"Local\"", "\"Everywhere\""),
        ("http://localhost:33333", "http://acme.example"),
        ("\"api\"", "\"Api\""),
    ] {
        assert!(file.contains(from), "{from}");
        assert!(
            parse_blueprint(&file.replacen(from, to, 1)).is_err(),
            "{to}"
        );
    }
}

#[test]
fn metadata_that_lacks_a_part_or_has_it_twice_is_no_blueprint() {
    let read = |pattern| read_blueprint(&write_tree(&samples::plan(pattern)));
    assert_eq!(
        read(Pattern::Packaged),
        Err(ReadError::Missing(Kind::GlobalOauthSettings))
    );
    assert_eq!(read(Pattern::Dual), Err(ReadError::Several(Kind::App)));
    let read = read(Pattern::Plain).unwrap();
    assert_eq!(read.blueprint.parts().distribution, Distribution::Local);
}

#[test]
fn what_a_blueprint_has_no_place_for_is_told() {
    let mut tree = write_tree(&samples::plan(Pattern::Plain));
    let path =
        |path: &orgkeep_blueprint::tree::RelativePath| path.as_str().contains("ecaGlblOauth");
    let global = tree.files.iter_mut().find(|(at, _)| path(at)).unwrap().1;
    *global = global.replace(
        "    <isPkce",
        "    <certificate>x</certificate>\n    <isPkce",
    );
    let left_out = read_blueprint(&tree).unwrap().left_out;
    let names: Vec<&str> = left_out.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["certificate"]);
}
