//! The shape of Rust: sizes, names, and what a module may pass on.

use std::collections::BTreeSet;

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use crate::tree::{self, Source, none};

/// Lines of a file, without the tests at its foot.
const FILE: usize = 300;
/// Lines of a function, from its `fn` to its closing brace.
const FUNCTION: usize = 40;
/// Names that say nothing about what a type is.
const EMPTY_NAMES: &[&str] = &[
    "Manager",
    "Service",
    "Helper",
    "Util",
    "Utils",
    "Processor",
    "Handler",
    "Info",
    "Data",
    "Impl",
];

#[test]
fn every_module_opens_by_saying_what_it_is() {
    let silent = tree::rust()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.at(1, "does not open with //!"));
    none("Every module opens with //!", &silent.collect::<Vec<_>>());
}

#[test]
fn a_file_is_read_in_one_sitting() {
    let long = tree::rust()
        .into_iter()
        .filter(|source| !source.is_test())
        .map(|source| (source.without_tests().lines().count(), source))
        .filter(|(lines, _)| *lines > FILE)
        .map(|(lines, source)| source.at(FILE + 1, format!("{lines} lines")));
    none(
        "A file has at most 300 lines without its tests",
        &long.collect::<Vec<_>>(),
    );
}

#[test]
fn a_function_fits_on_one_screen() {
    let mut offenders = Vec::new();
    for source in tree::rust().iter().filter(|source| !source.is_test()) {
        let mut functions = Functions {
            source,
            long: Vec::new(),
        };
        functions.visit_file(&parse(source));
        offenders.extend(functions.long);
    }
    none("A function has at most 40 lines", &offenders);
}

#[test]
fn the_name_of_a_type_says_what_it_is() {
    let mut offenders = Vec::new();
    for source in tree::rust() {
        let mut names = Types::default();
        names.visit_file(&parse(&source));
        for (name, line) in names.found {
            if EMPTY_NAMES.iter().any(|suffix| name.ends_with(suffix)) {
                offenders.push(source.at(line, name));
            }
        }
    }
    none("A type's name does not end in an empty word", &offenders);
}

#[test]
fn nothing_of_another_crate_is_passed_on() {
    let crates = crate_names();
    let mut offenders = Vec::new();
    for source in tree::rust() {
        let parsed = parse(&source);
        let modules = local_modules(&parsed);
        for item in &parsed.items {
            let syn::Item::Use(import) = item else {
                continue;
            };
            let public = matches!(import.vis, syn::Visibility::Public(_));
            for root in roots(&import.tree) {
                if public && crates.contains(&root) && !modules.contains(&root) {
                    offenders
                        .push(source.at(import.span().start().line, format!("pub use {root}")));
                }
            }
        }
    }
    none("No pub use from another crate", &offenders);
}

fn parse(source: &Source) -> syn::File {
    syn::parse_file(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path))
}

struct Functions<'a> {
    source: &'a Source,
    long: Vec<String>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let first = signature.fn_token.span().start().line;
        let lines = body.brace_token.span.close().end().line - first + 1;
        if lines > FUNCTION {
            let what = format!("fn {} has {lines} lines", signature.ident);
            self.long.push(self.source.at(first, what));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if module.ident != "tests" {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }
}

#[derive(Default)]
struct Types {
    found: Vec<(String, usize)>,
}

impl Types {
    fn note(&mut self, name: &syn::Ident) {
        self.found
            .push((name.to_string(), name.span().start().line));
    }
}

impl<'ast> Visit<'ast> for Types {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.note(&item.ident);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.note(&item.ident);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.note(&item.ident);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.note(&item.ident);
    }
}

/// The names under which other crates can be imported.
fn crate_names() -> BTreeSet<String> {
    let lock = tree::file("Cargo.lock").unwrap();
    let names = lock
        .lines()
        .filter_map(|(_, line)| line.strip_prefix("name = \""));
    let names = names.map(|name| name.trim_end_matches('"').replace('-', "_"));
    names
        .chain(["std", "core", "alloc"].map(str::to_owned))
        .collect()
}

fn local_modules(file: &syn::File) -> BTreeSet<String> {
    let modules = file.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) => Some(module.ident.to_string()),
        _ => None,
    });
    modules.collect()
}

fn roots(tree: &syn::UseTree) -> Vec<String> {
    match tree {
        syn::UseTree::Path(path) => vec![path.ident.to_string()],
        syn::UseTree::Name(name) => vec![name.ident.to_string()],
        syn::UseTree::Rename(rename) => vec![rename.ident.to_string()],
        syn::UseTree::Group(group) => group.items.iter().flat_map(roots).collect(),
        syn::UseTree::Glob(_) => Vec::new(),
    }
}
