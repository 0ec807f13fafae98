//! Addresses that are pasted.

use super::*;

#[test]
fn the_address_of_an_error_page_tells_the_error_in_any_case() {
    for parameters in [
        "?ErrorCode=OAUTH_APP_BLOCKED&ErrorDescription=this+app+is+blocked+by+admin",
        "?error=OAUTH_APP_BLOCKED&error_description=this%20app%20is%20blocked%20by%20admin",
        "?ERROR=oauth_app_blocked&ERROR_DESCRIPTION=This+app+is+blocked+by+admin",
        "#error=OAUTH_APP_BLOCKED&error_description=this+app+is+blocked+by+admin",
        "#/page?x=1&error=OAUTH_APP_BLOCKED&error_description=this+app+is+blocked+by+admin",
    ] {
        let told = told(&format!("{ERROR_PAGE}{parameters}"));
        assert_eq!(told.cause.id(), "appBlocked", "{parameters}");
        assert_eq!(told.place, Some(Place::Page));
        assert_eq!(told.host.as_deref(), Some("acme.my.salesforce.com"));
        let description = told.words.description.unwrap().to_lowercase();
        assert_eq!(description, "this app is blocked by admin");
    }
}

#[test]
fn an_error_inside_another_address_is_found() {
    let inner = "/page?error=invalid_client_id&error_description=client+identifier+invalid";
    let mut nested = encoded(inner);
    for _ in 0..3 {
        let text = format!("https://login.salesforce.com/?ec=302&startURL={nested}&un=x");
        assert_eq!(said(&text).0, "keyUnknown", "{text}");
        nested = encoded(&nested);
    }
    let twice = encoded(&format!(
        "https://acme.my.salesforce.com/?retURL={}",
        encoded(inner)
    ));
    let told = told(&format!("https://login.salesforce.com/?startURL={twice}"));
    assert_eq!(told.cause.id(), "keyUnknown");
    assert_eq!(told.host.as_deref(), Some("login.salesforce.com"));
    assert_eq!(
        said(&format!("https://login.salesforce.com/?startURL={inner}")).0,
        "keyUnknown"
    );
}

#[test]
fn more_layers_than_salesforce_uses_are_not_followed() {
    let mut nested = encoded("/page?error=invalid_client_id");
    for _ in 0..12 {
        nested = encoded(&nested);
    }
    let text = format!("https://login.salesforce.com/?startURL={nested}");
    assert!(matches!(decode(&text), Decoded::SignInPage { .. }));
}

#[test]
fn a_callback_address_is_known_with_and_without_a_scheme() {
    let callback = |has_code, host: &str| Decoded::Callback {
        has_code,
        host: host.to_owned(),
    };
    for (text, has_code, host) in [
        (
            "http://localhost:33333/?code=aPrx&state=s",
            true,
            "localhost:33333",
        ),
        (
            "localhost:33333/?code=aPrx&state=s",
            true,
            "localhost:33333",
        ),
        (
            "http://127.0.0.1:33333/cb/acme?state=s&code=x",
            true,
            "127.0.0.1:33333",
        ),
        ("http://localhost:33333", false, "localhost:33333"),
        (
            "http://localhost:33333/?code=&state=s",
            false,
            "localhost:33333",
        ),
        (
            "http://localhost:1717/OauthRedirect?code=a&state=s",
            true,
            "localhost:1717",
        ),
    ] {
        assert_eq!(decode(text), callback(has_code, host), "{text}");
    }
}

#[test]
fn an_error_in_a_callback_address_is_told() {
    let told = told(
        "localhost:33333/?error=access_denied&error_description=end-user+denied+authorization&state=s",
    );
    assert_eq!(told.cause.id(), "denied");
    assert_eq!(told.place, Some(Place::Callback));
    assert_eq!(told.host.as_deref(), Some("localhost:33333"));
}

#[test]
fn pages_of_the_practice_org_are_pages() {
    let page = "http://localhost:29330/setup/secur/RemoteAccessErrorPage.apexp";
    let error = told(&format!("{page}?error=invalid_client_id"));
    assert_eq!(error.place, Some(Place::Page));
    assert!(matches!(decode(page), Decoded::ErrorPage { .. }));
    let authorize = "http://localhost:29330/services/oauth2/authorize?client_id=x&state=s";
    assert!(matches!(decode(authorize), Decoded::SignInPage { .. }));
}

#[test]
fn an_address_without_an_error_says_where_the_person_is() {
    let host = |host: &str| host.to_owned();
    for (text, decoded) in [
        (
            "https://acme.my.salesforce.com/setup/secur/RemoteAccessAuthorizationPage.apexp?source=CAAA&redirect_uri=http%3A%2F%2Flocalhost%3A33333%3Fcode%3Dx",
            Decoded::SignInPage {
                host: host("acme.my.salesforce.com"),
            },
        ),
        (
            "ACME.my.Salesforce.com/home/home.jsp",
            Decoded::SignInPage {
                host: host("acme.my.salesforce.com"),
            },
        ),
        (
            "login.salesforce.com",
            Decoded::SignInPage {
                host: host("login.salesforce.com"),
            },
        ),
        (
            ERROR_PAGE,
            Decoded::ErrorPage {
                host: host("acme.my.salesforce.com"),
            },
        ),
        (
            "https://example.com/x?error=access_denied",
            Decoded::NotSalesforce {
                host: host("example.com"),
            },
        ),
        (
            "example.com",
            Decoded::NotSalesforce {
                host: host("example.com"),
            },
        ),
        (
            "https://login.salesforce.com.evil.com/?error=invalid_client_id",
            Decoded::NotSalesforce {
                host: host("login.salesforce.com.evil.com"),
            },
        ),
        (
            "I am here: https://example.com/ now",
            Decoded::NotSalesforce {
                host: host("example.com"),
            },
        ),
    ] {
        assert_eq!(decode(text), decoded, "{text}");
    }
}

#[test]
fn a_word_in_an_address_that_tells_nothing_is_no_error() {
    let callback = decode("http://localhost:33333/?code=a&state=OAUTH_APP_BLOCKED");
    assert!(
        matches!(callback, Decoded::Callback { has_code: true, .. }),
        "{callback:?}"
    );
    let stranger = decode("https://evil.example/OAUTH_APP_BLOCKED");
    assert!(
        matches!(stranger, Decoded::NotSalesforce { .. }),
        "{stranger:?}"
    );
}

#[test]
fn every_sign_is_decoded_from_the_address_of_a_page() {
    for sign in crate::catalogue::signs() {
        let code = sign.code().unwrap_or_default().replace('*', "X");
        let text = sign.text().unwrap_or_default();
        let address = format!(
            "{ERROR_PAGE}?ErrorCode={code}&ErrorDescription={}",
            encoded(text)
        );
        let expected = crate::catalogue::classify(Some(Place::Page), &code, text);
        assert_eq!(told(&address).cause, expected, "{address}");
    }
}
