//! Dependents on their way to and from the page.

use orgkeep_api::dependent::{DependentFields, DependentKindView, DependentView, DependentsView};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_domain::dependent::{DependentFields as Fields, DependentKind};
use orgkeep_vault::dependents::{DependentError, DependentRecord};

use crate::view::pairs;

pairs!(kind_view, kind: DependentKind <-> DependentKindView {
    Pipeline = Pipeline, Job = Job, Mapping = Mapping,
});

/// What depends on a connection.
pub(crate) fn dependents_view(records: &[DependentRecord]) -> DependentsView {
    let view = |record: &DependentRecord| DependentView {
        id: record.id.to_string(),
        fields: fields_view(&record.fields),
    };
    DependentsView {
        dependents: records.iter().map(view).collect(),
    }
}

/// What is said of one.
pub(crate) fn fields_view(fields: &Fields) -> DependentFields {
    DependentFields {
        kind: kind_view(fields.kind()),
        name: fields.name().to_owned(),
        product: fields.product().to_owned(),
    }
}

/// What was typed of one.
pub(crate) fn taken(typed: &DependentFields) -> Result<Fields, ApiError> {
    let fields = Fields::parse(kind(typed.kind), &typed.name, &typed.product);
    fields.map_err(|error| ApiError::new(ErrorCode::Invalid, error))
}

/// What the page is told when a dependent is not kept.
pub(crate) fn dependent_error(error: DependentError) -> ApiError {
    let code = match error {
        DependentError::NotFound => ErrorCode::NotFound,
        DependentError::Repeated => ErrorCode::Invalid,
        _ => ErrorCode::Store,
    };
    tracing::warn!(%error, "a dependent was not kept");
    ApiError::new(code, error)
}
