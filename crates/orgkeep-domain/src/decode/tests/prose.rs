//! Words of pages and messages, as they are copied or typed.

use super::*;

#[test]
fn the_text_of_an_error_page_is_enough() {
    for (text, id, code, description) in [
        (
            "error=invalid_client_id&error_description=client%20identifier%20invalid",
            "keyUnknown",
            "invalid_client_id",
            "client identifier invalid",
        ),
        (
            "We can't sign you in.\nerror=invalid_client_id&error_description=client identifier invalid",
            "keyUnknown",
            "invalid_client_id",
            "client identifier invalid",
        ),
        (
            "OAUTH_APP_BLOCKED : this app is blocked by admin",
            "appBlocked",
            "OAUTH_APP_BLOCKED",
            "this app is blocked by admin",
        ),
        (
            "OAuth Error\n\n  OAUTH_EC_APP_NOT_FOUND\nExternal client app is not installed in this org\nBack",
            "appOfAnotherOrg",
            "OAUTH_EC_APP_NOT_FOUND",
            "External client app is not installed in this org",
        ),
        (
            "<p>error: invalid_grant</p><p>error_description: expired authorization code</p>",
            "codeExpired",
            "invalid_grant",
            "expired authorization code",
        ),
        (
            "INVALID_LOGIN: Invalid username, password, security token; or user locked out.",
            "loginWrong",
            "INVALID_LOGIN",
            "Invalid username, password, security token; or user locked out.",
        ),
        (
            "it shows sf:LOGIN_MUST_USE_SECURITY_TOKEN",
            "securityTokenNeeded",
            "LOGIN_MUST_USE_SECURITY_TOKEN",
            "",
        ),
        (
            "OAUTH_SOMETHING_NEW: words of next year",
            "unknown",
            "OAUTH_SOMETHING_NEW",
            "words of next year",
        ),
    ] {
        let (cause, shown_code, shown_text) = said(text);
        assert_eq!(cause, id, "{text}");
        assert_eq!(shown_code.as_deref(), Some(code), "{text}");
        assert_eq!(shown_text.unwrap_or_default(), description, "{text}");
    }
}

#[test]
fn a_known_description_is_enough() {
    for (text, id) in [
        ("the page says Client Identifier Invalid", "keyUnknown"),
        (
            "User hasn&#39;t approved\n this consumer.",
            "consentMissing",
        ),
        (
            "user%20hasn%27t%20approved%20this%20consumer",
            "consentMissing",
        ),
        ("Internal Server Error", "serverFault"),
    ] {
        let (cause, code, description) = said(text);
        assert_eq!((cause, code), (id, None), "{text}");
        assert!(description.is_some());
    }
}

#[test]
fn known_words_are_told_with_the_line_that_they_stand_in() {
    let told = told("On Monday:\nSorry, This App Is Blocked By Admin today.\nBye");
    assert_eq!(told.cause.id(), "appBlocked");
    let line = told.words.description.unwrap();
    assert_eq!(line, "Sorry, This App Is Blocked By Admin today.");
}

#[test]
fn an_error_that_is_still_to_come_is_told_with_its_description() {
    let (cause, code, description) = said("error=brand_new&error_description=Ask%20your+admin");
    assert_eq!(cause, "unknown");
    assert_eq!(code.as_deref(), Some("brand_new"));
    assert_eq!(description.as_deref(), Some("Ask your admin"));
    assert_eq!(decode("error=brand_new"), Decoded::Nothing);
}

#[test]
fn the_callback_of_another_product_tells_salesforce_s_own_words() {
    let told = told(
        "https://vault.example.com/setup?error=access_denied&error_description=end-user+denied+authorization",
    );
    assert_eq!(told.cause.id(), "denied");
    assert_eq!(told.host.as_deref(), Some("vault.example.com"));
}

#[test]
fn text_that_tells_nothing_is_nothing() {
    for text in [
        "",
        "   ",
        "hello",
        "it does not work",
        "error",
        "javascript:alert(1)",
        "ftp://example.com/x",
        "{}",
        "[]",
        "{\"access_token\":\"x\"}",
        "<xml/>",
        "%",
        "&#;",
        "code",
        "e.g. this",
    ] {
        assert_eq!(decode(text), Decoded::Nothing, "{text}");
    }
}

#[test]
fn the_error_comes_before_the_address_it_stands_beside() {
    let text = format!("{ERROR_PAGE} says OAUTH_APP_BLOCKED : this app is blocked by admin");
    assert_eq!(said(&text).0, "appBlocked");
    let text = format!("https://example.com {ERROR_PAGE}?error=invalid_client_id");
    assert_eq!(said(&text).0, "keyUnknown");
}

#[test]
fn words_beside_an_address_that_tells_nothing_count() {
    for address in [
        "https://evil.example/",
        "http://localhost:33333/?code=a&state=b",
    ] {
        let text = format!("{address} then OAUTH_APP_BLOCKED : this app is blocked by admin");
        assert_eq!(told(&text).cause.id(), "appBlocked", "{text}");
    }
}

#[test]
fn only_the_beginning_of_a_long_text_is_looked_at() {
    let far = format!("{}é OAUTH_APP_BLOCKED", "é ".repeat(LONGEST / 3));
    assert_eq!(decode(&far), Decoded::Nothing);
    let near = format!("OAUTH_APP_BLOCKED {}", "é ".repeat(LONGEST));
    assert_eq!(said(&near).0, "appBlocked");
}

#[test]
fn a_long_text_is_read_to_its_limit() {
    let after = |length: usize| {
        decode(&format!(
            "{}\nOAUTH_APP_BLOCKED : this app is blocked by admin",
            "-".repeat(length)
        ))
    };
    assert!(matches!(after(64 * 1024 - 100), Decoded::Told(_)));
    assert_eq!(after(64 * 1024), Decoded::Nothing);
}
