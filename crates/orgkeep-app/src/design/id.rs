//! Steps, settings, pages and problems as the page names them.

use orgkeep_api::checklist::{ChecklistStepId, InputKindId, NoteKindId, SettingId, SetupPageId};
use orgkeep_api::design::{AnswerProblemId, QuestionId};
use orgkeep_blueprint::answers::Question;
use orgkeep_blueprint::checklist::{NoteKind, SetupPage, Step};
use orgkeep_blueprint::input::{InputError, InputKind};
use orgkeep_blueprint::setting::Setting;

use crate::view::pairs;

pairs!(step_id, step_of: Step <-> ChecklistStepId {
    OpenManager = OpenManager, BasicInformation = BasicInformation, Callback = Callback,
    Scopes = Scopes, Flows = Flows, Security = Security, Policies = Policies,
    Credentials = Credentials,
});

pairs!(setting_id, setting_of: Setting <-> SettingId {
    ClientCredentialsFlow = ClientCredentialsFlow,
    CodeAndCredentialsFlow = CodeAndCredentialsFlow,
    CredentialsInBody = CredentialsInBody,
    SecretForWebServerFlow = SecretForWebServerFlow,
    SecretForRefreshTokenFlow = SecretForRefreshTokenFlow,
    RequirePkce = RequirePkce,
    PermittedUsers = PermittedUsers,
    IpRelaxation = IpRelaxation,
    RefreshTokenPolicy = RefreshTokenPolicy,
    SessionTimeout = SessionTimeout,
});

/// The page that a step or a note of the checklist names.
pub(crate) fn page_id(page: SetupPage) -> SetupPageId {
    match page {
        SetupPage::ExternalClientAppManager => SetupPageId::ExternalClientAppManager,
        SetupPage::ExternalClientAppSettings => SetupPageId::ExternalClientAppSettings,
        SetupPage::OauthSettings => SetupPageId::OauthSettings,
    }
}

pub(super) fn note_kind_id(kind: NoteKind) -> NoteKindId {
    match kind {
        NoteKind::Hint => NoteKindId::Hint,
        NoteKind::Variant => NoteKindId::Variant,
        NoteKind::Wait => NoteKindId::Wait,
        NoteKind::Remark => NoteKindId::Remark,
        NoteKind::GivenUp => NoteKindId::GivenUp,
    }
}

pub(super) fn input_kind_id(kind: InputKind) -> InputKindId {
    match kind {
        InputKind::Callback => InputKindId::Callback,
        InputKind::Instance => InputKindId::Instance,
        InputKind::Profiles => InputKindId::Profiles,
        InputKind::PermissionSets => InputKindId::PermissionSets,
        InputKind::Username => InputKindId::Username,
    }
}

pub(super) fn question_id(question: &Question) -> QuestionId {
    match question {
        Question::Name => QuestionId::Label,
        Question::ApiName => QuestionId::ApiName,
        Question::ContactEmail => QuestionId::ContactEmail,
        Question::Description => QuestionId::Description,
        Question::Input { preset, key } => QuestionId::Input {
            preset: preset.clone(),
            key: key.clone(),
        },
        Question::Callbacks => QuestionId::Callbacks,
    }
}

pub(super) fn problem_id(error: InputError) -> AnswerProblemId {
    match error {
        InputError::Missing => AnswerProblemId::Missing,
        InputError::Malformed => AnswerProblemId::Malformed,
        InputError::NotHttps => AnswerProblemId::NotHttps,
        InputError::TooLong => AnswerProblemId::TooLong,
    }
}
