//! The file is consistent, its texts keep the rules for words, and every sign leads to its own cause.

use std::collections::BTreeSet;

use super::*;

/// Causes for what Salesforce does not explain. They say what to do, but not what is wrong.
const GENERAL: &[&str] = &["appSetUpIncomplete", "otherFlow", "requestRefused", UNKNOWN];

/// Causes that no sign leads to.
const WITHOUT_SIGN: [&str; 2] = [UNKNOWN, UNREADABLE];

/// How many signs end in a cause that is neither general nor unknown, and how many there are.
fn named_of_all() -> (usize, usize) {
    let named = signs().filter(|sign| !GENERAL.contains(&sign.cause().id()));
    (named.count(), signs().count())
}

/// A code of the sign's family, or its only one.
fn code_of(sign: &Sign) -> String {
    sign.code().unwrap_or_default().replace('*', "ANYTHING")
}

fn has_action(cause: Cause, action: StepAction) -> bool {
    cause.steps().iter().any(|step| step.action == Some(action))
}

fn texts(cause: Cause) -> impl Iterator<Item = &'static str> {
    let steps = cause.steps().iter();
    let of_steps = steps.flat_map(|step| [Some(step.title.as_str()), step.note.as_deref()]);
    [cause.title(), cause.why()]
        .into_iter()
        .chain(of_steps.flatten())
}

#[test]
fn the_file_is_usable() {
    file::Catalogue::parse(FILE).unwrap();
    assert!(causes().count() > 60 && signs().count() > 100);
    for id in WITHOUT_SIGN {
        assert!(Cause::parse(id).is_some(), "{id}");
    }
}

#[test]
fn a_file_that_points_nowhere_is_refused() {
    let wrong_cause = FILE.replacen("cause = \"keyUnknown\"", "cause = \"nobody\"", 1);
    let wrong_step = FILE.replacen("\"compareKey\",", "\"nothing\",", 1);
    let wrong_word = FILE.replacen("\"countdown\"", "\"sometimes\"", 1);
    for text in [wrong_cause, wrong_step, wrong_word] {
        assert!(file::Catalogue::parse(&text).is_err());
    }
}

#[test]
fn ids_are_unique_and_camel_case() {
    let mut seen = BTreeSet::new();
    for cause in causes() {
        let id = cause.id();
        assert!(seen.insert(id), "{id} is there twice");
        assert!(
            id.starts_with(|first: char| first.is_ascii_lowercase()),
            "{id}"
        );
        assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
        assert_eq!(Cause::parse(id), Some(cause));
    }
}

#[test]
fn every_cause_is_reached_by_a_sign() {
    let reached: BTreeSet<_> = signs().map(|sign| sign.cause().id()).collect();
    for cause in causes() {
        let without = WITHOUT_SIGN.contains(&cause.id());
        assert_eq!(reached.contains(cause.id()), !without, "{cause:?}");
    }
}

#[test]
fn every_cause_says_what_to_do() {
    for cause in causes() {
        assert!((1..=4).contains(&cause.steps().len()), "{cause:?}");
        let opens = has_action(cause, StepAction::OpenSetupPage);
        assert_eq!(opens, cause.setup_page().is_some(), "{cause:?}");
        let waits = has_action(cause, StepAction::Wait);
        assert_eq!(waits, cause.retry() == RetryPolicy::Countdown, "{cause:?}");
    }
}

#[test]
fn what_never_works_is_not_offered_again_and_what_may_work_is() {
    use StepAction as A;
    for cause in causes() {
        let again = [A::Retry, A::RetryWithAllScopes, A::PrivateWindow, A::Wait];
        let elsewhere = [A::BackToCredentials, A::EditAddress];
        let offers = |actions: &[A]| actions.iter().any(|action| has_action(cause, *action));
        if cause.retry() == RetryPolicy::Never {
            assert!(!offers(&again), "{cause:?}");
        } else {
            assert!(offers(&again) || offers(&elsewhere), "{cause:?}");
        }
    }
}

#[test]
fn texts_are_calm_and_short() {
    for cause in causes() {
        assert!(cause.title().chars().count() <= 60, "{cause:?}");
        assert!(cause.why().chars().count() <= 180, "{cause:?}");
        assert!(cause.why().ends_with('.'), "{cause:?}");
        assert!(!cause.title().ends_with('.'), "{cause:?}");
        for text in texts(cause) {
            let lower = text.to_lowercase();
            let pleads = ["please", "oops", "sorry", "!", "  ", "'", "\""];
            assert!(!pleads.iter().any(|word| lower.contains(word)), "{text}");
            assert!(text.chars().count() <= 180, "{text}");
            assert_eq!(text.trim(), text);
        }
        for step in cause.steps() {
            assert!(step.title.chars().count() <= 60, "{}", step.title);
            assert!(!step.title.ends_with('.'), "{}", step.title);
        }
    }
}

#[test]
fn no_two_causes_have_the_same_title() {
    let titles: BTreeSet<_> = causes().map(Cause::title).collect();
    assert_eq!(titles.len(), causes().count());
}

#[test]
fn a_sign_has_a_code_or_a_text_a_place_and_a_source() {
    for sign in signs() {
        assert!(sign.code().is_some() || sign.text().is_some(), "{sign:?}");
        assert!(
            !sign.places().is_empty() && !sign.source().is_empty(),
            "{sign:?}"
        );
        if let Some(text) = sign.text() {
            assert_eq!(text, folded(text), "a text is lower case");
            assert!(text.len() >= 12, "{text} is too common");
        }
    }
}

#[test]
fn every_code_means_something_without_a_description() {
    for sign in signs().filter(|sign| sign.code().is_some()) {
        let plain = signs().any(|other| other.code() == sign.code() && other.text().is_none());
        assert!(plain, "{sign:?}");
    }
}

#[test]
fn every_sign_leads_to_its_own_cause_in_any_case() {
    for sign in signs() {
        let (code, text) = (code_of(sign), sign.text().unwrap_or_default());
        for place in sign.places().iter().copied().map(Some) {
            assert_eq!(classify(place, &code, text), sign.cause(), "{sign:?}");
            let loud = format!("so: {} .", text.to_uppercase());
            for code in [code.to_uppercase(), code.to_lowercase()] {
                assert_eq!(classify(place, &code, &loud), sign.cause(), "{sign:?}");
            }
        }
    }
}

#[test]
fn a_text_is_enough_where_the_code_is_missing_or_new() {
    for sign in signs() {
        let Some(text) = sign.text() else { continue };
        for code in ["", "new_code_of_next_year"] {
            let place = sign.places().first().copied();
            assert_eq!(classify(place, code, text), sign.cause(), "{sign:?}");
        }
    }
}

#[test]
fn a_known_code_beats_the_text_of_another() {
    let cause = classify(None, "access_denied", "client identifier invalid");
    assert_eq!(cause.id(), "denied");
}

#[test]
fn a_more_specific_text_beats_a_shorter_one_and_the_code_alone() {
    for (description, id) in [
        ("", "grantRefused"),
        ("something new", "grantRefused"),
        ("Inactive User", "userInactive"),
        ("user hasn’t  approved this consumer", "consentMissing"),
        ("expired access/refresh token", "tokenExpired"),
    ] {
        let cause = classify(Some(Place::Token), "invalid_grant", description);
        assert_eq!(cause.id(), id, "{description}");
    }
}

#[test]
fn a_place_decides_where_a_code_means_two_things() {
    for (place, code, id) in [
        (Place::Soap, "sf:INSUFFICIENT_ACCESS", "anyApiAuthMissing"),
        (Place::Api, "sf:INSUFFICIENT_ACCESS", "permissionMissing"),
        (Place::Soap, "UNSUPPORTED_API_VERSION", "soapVersionRetired"),
        (
            Place::Api,
            "UNSUPPORTED_API_VERSION",
            "apiVersionUnsupported",
        ),
        (Place::Api, "Invalid_Scope", "webScopeMissing"),
        (Place::Callback, "invalid_scope", "scopeNotAllowed"),
    ] {
        assert_eq!(classify(Some(place), code, "").id(), id, "{code}");
    }
    let elsewhere = classify(Some(Place::Api), "invalid_client_id", "");
    assert_eq!(elsewhere.id(), "keyUnknown");
}

#[test]
fn a_family_of_codes_has_one_cause() {
    for code in ["TXN_SECURITY_NO_ACCESS", "sf:txn_security_x"] {
        assert_eq!(classify(None, code, "").id(), "transactionSecurity");
    }
    assert_eq!(classify(None, "TXN", "").id(), UNKNOWN);
}

#[test]
fn what_is_new_is_unknown() {
    for (code, description) in [
        ("", ""),
        ("new_code_of_next_year", "something new"),
        ("420", "<html>"),
        ("é:", "ß"),
    ] {
        assert_eq!(classify(None, code, description), Cause::unknown());
    }
}

#[test]
fn a_session_is_renewed_only_where_that_helps() {
    let of = |text| classify(Some(Place::Api), "INVALID_SESSION_ID", text).retry();
    assert_eq!(of("Session expired or invalid"), RetryPolicy::Refresh);
    for text in [
        "This session is not valid for use with the REST API",
        "Connected app is not attached to Agent",
    ] {
        assert_ne!(of(text), RetryPolicy::Refresh);
    }
}

#[test]
fn nearly_every_sign_says_what_is_wrong() {
    let (named, all) = named_of_all();
    assert!(named * 100 >= all * 90, "{named} of {all}");
}

#[test]
fn every_code_of_the_mobile_sdk_is_known() {
    let codes = "access_denied app_attest_failed app_attest_failed_retry app_blocked app_not_found \
        authorization_pending bad_jti_claim ecapp_policy_not_found exceeded_registration_limit \
        fail_close_app_blocked failed_registration immediate_unsuccessful installation_error \
        invalid_app_access invalid_assertion_type invalid_basic_auth_header invalid_client \
        invalid_client_id invalid_distribution_state invalid_dpop_proof invalid_expid invalid_grant \
        invalid_otp invalid_request invalid_scope invalid_session_level invalid_token login_error \
        oauth_flow_disabled oauth_policy_not_found otp_error redirect_uri_mismatch redirect_uri_missing \
        registration_error server_error service_unavailable slow_down system_down unknown_error \
        unsupported_expid unsupported_grant_type unsupported_response_type unsupported_token_type \
        use_dpop_nonce";
    for code in codes.split_whitespace() {
        assert_ne!(classify(None, code, ""), Cause::unknown(), "{code}");
    }
}

#[test]
fn a_cause_is_shown_by_its_name() {
    let cause = Cause::of("keyUnknown");
    assert_eq!(format!("{cause:?}"), "Cause(keyUnknown)");
}

#[test]
fn a_sign_names_a_section_of_a_document() {
    for sign in signs() {
        assert!(sign.source().contains('.'), "{}", sign.source());
    }
}
