//! What follows from the answers, for the page.

use orgkeep_api::checklist::{
    ChecklistStepView, ChecklistValueView, ConflictView, InputView, NoteView, PresetSourceView,
    PresetView, WishView,
};
use orgkeep_api::design::{DesignView, GivenUpView, OpenSettingView, ProblemView, RemarkView};
use orgkeep_blueprint::answers::Problem;
use orgkeep_blueprint::checklist::{ChecklistStep, Note, Value, checklist};
use orgkeep_blueprint::input::Input;
use orgkeep_blueprint::merge::{Conflict, GivenUp, Merged, OpenSetting, Remark};
use orgkeep_blueprint::preset::Preset;

use super::id::{
    input_kind_id, note_kind_id, page_id, problem_id, question_id, setting_id, step_id,
};

/// Everything that follows. `ticked` are the keys of the steps that are done.
pub(crate) fn design_view(merged: &Merged, ticked: &[String]) -> DesignView {
    let checklist = checklist(merged);
    DesignView {
        label: merged.naming.label.to_string(),
        api_name: merged.naming.api_name.to_string(),
        products: merged
            .products
            .iter()
            .map(|one| one.title.clone())
            .collect(),
        before: checklist.before.into_iter().map(note_view).collect(),
        checklist: checklist
            .steps
            .into_iter()
            .map(|step| step_view(step, ticked))
            .collect(),
        conflicts: merged.conflicts.iter().map(conflict_view).collect(),
        open: merged.open.iter().map(open_setting_view).collect(),
        given_up: merged.given_up.iter().map(given_up_view).collect(),
        remarks: merged.remarks.iter().map(remark_view).collect(),
        problems: merged.problems.iter().map(problem_view).collect(),
    }
}

/// A product that an app can serve.
pub(crate) fn preset_view(preset: &Preset) -> PresetView {
    PresetView {
        id: preset.id.clone(),
        title: preset.title.clone(),
        note: preset.note.clone(),
        always: preset.always,
        source: PresetSourceView {
            title: preset.source.title.clone(),
            publisher: preset.source.publisher.clone(),
        },
        callbacks: preset.callbacks.clone(),
        inputs: preset.inputs.iter().map(input_view).collect(),
    }
}

fn input_view(input: &Input) -> InputView {
    InputView {
        key: input.key.clone(),
        kind: input_kind_id(input.kind),
        label: input.label.clone(),
        hint: input.hint.clone(),
        optional: input.optional,
    }
}

fn step_view(step: ChecklistStep, ticked: &[String]) -> ChecklistStepView {
    ChecklistStepView {
        id: step_id(step.step),
        title: step.title,
        place: step.place,
        ticked: ticked.iter().any(|key| key == step.step.key()),
        values: step.values.into_iter().map(value_view).collect(),
        notes: step.notes.into_iter().map(note_view).collect(),
        page: page_id(step.page),
    }
}

fn value_view(value: Value) -> ChecklistValueView {
    ChecklistValueView {
        label: value.label,
        value: value.value,
        copyable: value.typed,
    }
}

fn note_view(note: Note) -> NoteView {
    NoteView {
        text: note.text,
        kind: note_kind_id(note.kind),
        page: note.page.map(page_id),
    }
}

fn conflict_view(conflict: &Conflict) -> ConflictView {
    let wish = |(product, value): &(String, String)| WishView {
        product: product.clone(),
        value: value.clone(),
    };
    ConflictView {
        setting: setting_id(conflict.setting),
        wishes: conflict.wishes.iter().map(wish).collect(),
        proposed: conflict.proposed.clone(),
        chosen: conflict.chosen.clone(),
        options: conflict.options.clone(),
    }
}

fn open_setting_view(open: &OpenSetting) -> OpenSettingView {
    OpenSettingView {
        setting: setting_id(open.setting),
        chosen: open.chosen.clone(),
        options: open.options.clone(),
    }
}

fn given_up_view(lost: &GivenUp) -> GivenUpView {
    GivenUpView {
        product: lost.product.clone(),
        setting: setting_id(lost.setting),
        wanted: lost.wanted.clone(),
        instead: lost.instead.clone(),
        obsolete: lost.obsolete,
    }
}

fn remark_view(remark: &Remark) -> RemarkView {
    RemarkView {
        setting: setting_id(remark.setting),
        text: remark.text.clone(),
        products: remark.products.clone(),
    }
}

/// What is wrong with one answer.
pub(crate) fn problem_view(problem: &Problem) -> ProblemView {
    ProblemView {
        question: question_id(&problem.question),
        problem: problem_id(problem.error),
    }
}
