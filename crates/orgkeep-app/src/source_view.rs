//! Source trees and what is found in them, as the page has them.

mod report;

use std::path::Path;

use orgkeep_api::source::{
    DifferenceLineView, EnvironmentFields, LineChangeId, LinkFields, PlannedChangeView,
    PlannedFileView, SourceFaultView, SourcePlaceId, SourcePlanView, SourceRequest,
    WrittenSourceView,
};

use crate::design::{answers, problem_view, take_app};
use crate::pattern::pattern_of;
use crate::source::difference::{DifferenceLine, LineChange};
use crate::source::plan::{Fault, Place, Refusal};
use crate::source::survey::{Before, Survey, SurveyedFile};
use crate::source::wish::{BelowText, EnvironmentText, LinkText, SourceWish};
use crate::source::write::Written;

pub(crate) use report::report_view;

fn place_id(place: Place) -> SourcePlaceId {
    match place {
        Place::App => SourcePlaceId::App,
        Place::Link => SourcePlaceId::Link,
        Place::Environments => SourcePlaceId::Environments,
        Place::BelowLink => SourcePlaceId::BelowLink,
        Place::BelowCallbacks => SourcePlaceId::BelowCallbacks,
        Place::BelowEnvironments => SourcePlaceId::BelowEnvironments,
        Place::Folder => SourcePlaceId::Folder,
    }
}

/// What was typed, and the folder.
pub(crate) fn wish_of(request: SourceRequest) -> (SourceWish, String) {
    let app = take_app(request.app);
    let wish = SourceWish {
        answers: answers(&app),
        presets: app.presets,
        pattern: pattern_of(request.pattern),
        link: link(request.link),
        environments: environments(request.environments),
        below: BelowText {
            link: link(request.below.link),
            callbacks: request.below.callbacks,
            environments: environments(request.below.environments),
        },
    };
    (wish, request.folder)
}

fn link(fields: LinkFields) -> LinkText {
    LinkText {
        oauth_link: fields.oauth_link,
        org_scoped_app: fields.org_scoped_app,
    }
}

fn environments(fields: Vec<EnvironmentFields>) -> Vec<EnvironmentText> {
    let text = |one: EnvironmentFields| EnvironmentText {
        alias: one.alias,
        run_as: one.run_as,
    };
    fields.into_iter().map(text).collect()
}

/// What is missing or wrong.
pub(crate) fn refusal_view(refusal: &Refusal) -> SourcePlanView {
    let fault = |fault: &Fault| SourceFaultView {
        place: place_id(fault.place),
        text: fault.text.clone(),
    };
    SourcePlanView::Refused {
        problems: refusal.problems.iter().map(problem_view).collect(),
        faults: refusal.faults.iter().map(fault).collect(),
    }
}

/// What writing would do.
pub(crate) fn plan_view(survey: &Survey) -> SourcePlanView {
    SourcePlanView::Ready {
        folder: shown(&survey.folder),
        occupied: survey.occupied,
        files: survey.files.iter().map(file_view).collect(),
        token: survey.token.to_string(),
    }
}

fn file_view(file: &SurveyedFile) -> PlannedFileView {
    PlannedFileView {
        path: file.path.to_string(),
        change: match file.before {
            Before::Nothing => PlannedChangeView::New,
            Before::Same => PlannedChangeView::Same,
            Before::Other(_) => PlannedChangeView::Replaced {
                difference: difference_view(&file.difference()),
            },
        },
        text: file.text.clone(),
    }
}

fn difference_view(lines: &[DifferenceLine]) -> Vec<DifferenceLineView> {
    let view = |line: &DifferenceLine| DifferenceLineView {
        change: match line.change {
            LineChange::Same => LineChangeId::Same,
            LineChange::Removed => LineChangeId::Removed,
            LineChange::Added => LineChangeId::Added,
        },
        text: line.text.clone(),
    };
    lines.iter().map(view).collect()
}

/// What was written.
pub(crate) fn written_view(written: Written) -> WrittenSourceView {
    WrittenSourceView {
        folder: shown(&written.folder),
        written: count(written.written),
        replaced: count(written.replaced),
        commands: written.commands,
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
