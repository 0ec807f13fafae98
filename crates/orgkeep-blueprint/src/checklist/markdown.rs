//! The checklist as a document, to hand to the person who may create apps.

use std::collections::{BTreeMap, BTreeSet};

use super::{Checklist, ChecklistStep, Note, SetupPage, Step};
use crate::markdown::{code, escape};
use crate::merge::Merged;

/// What a document says beside the checklist itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkdownContext {
    /// The org's host, if it is known.
    pub host: Option<String>,
    /// Addresses of pages of its Setup, if they are known.
    pub pages: BTreeMap<SetupPage, String>,
    /// The steps that are done.
    pub done: BTreeSet<Step>,
}

impl Checklist {
    /// The document. It holds no secret, because a checklist holds none.
    #[must_use]
    pub fn markdown(&self, merged: &Merged, context: &MarkdownContext) -> String {
        let mut lines = heading(merged, context);
        lines.push("## Before you start\n".to_owned());
        lines.extend(self.before.iter().map(|note| format!("- {}", note.text)));
        for (index, step) in self.steps.iter().enumerate() {
            lines.extend(section(index + 1, step, context));
        }
        lines.extend(sources(merged));
        lines.join("\n") + "\n"
    }
}

fn heading(merged: &Merged, context: &MarkdownContext) -> Vec<String> {
    let titles: Vec<String> = merged
        .products
        .iter()
        .map(|one| escape(&one.title))
        .collect();
    let mut lines = vec![
        format!(
            "# External Client App {}\n",
            escape(merged.naming.label.as_str())
        ),
        format!("For {}.", titles.join(", ")),
    ];
    if let Some(host) = &context.host {
        lines.push(format!("In the org {}.", code(host)));
    }
    lines.push(String::new());
    lines
}

fn section(number: usize, step: &ChecklistStep, context: &MarkdownContext) -> Vec<String> {
    let tick = if context.done.contains(&step.step) {
        'x'
    } else {
        ' '
    };
    let mut lines = vec![
        format!("\n## {number}. {}\n", step.title),
        format!("- [{tick}] {}", step.place),
    ];
    if let Some(address) = context.pages.get(&step.page) {
        lines.push(format!("  <{address}>"));
    }
    if !step.values.is_empty() {
        lines.push("\n| Field | Value |\n| --- | --- |".to_owned());
        let rows = step.values.iter();
        lines.extend(
            rows.map(|value| format!("| {} | {} |", escape(&value.label), cell(&value.value))),
        );
    }
    if !step.notes.is_empty() {
        lines.push(String::new());
        lines.extend(step.notes.iter().map(|note| remembered(note, context)));
    }
    lines
}

fn remembered(note: &Note, context: &MarkdownContext) -> String {
    let address = note.page.and_then(|page| context.pages.get(&page));
    let link = address.map_or_else(String::new, |address| format!(" <{address}>"));
    format!("- {}{link}", escape(&note.text))
}

/// A bar ends a cell even inside code.
fn cell(value: &str) -> String {
    code(value).replace('|', "\\|")
}

fn sources(merged: &Merged) -> Vec<String> {
    let mut lines = vec!["\n## Where this comes from\n".to_owned()];
    lines.extend(merged.products.iter().map(|product| {
        format!(
            "- {}: \u{201c}{}\u{201d}, {}",
            escape(&product.title),
            escape(&product.source.title),
            escape(&product.source.publisher)
        )
    }));
    lines
}
