//! What people paste, what comes out, and that no secret does.

use proptest::prelude::*;

use super::*;

const ERROR_PAGE: &str = "https://acme.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp";

fn told(text: &str) -> Told {
    match decode(text) {
        Decoded::Told(told) => told,
        other => panic!("{text}: {other:?}"),
    }
}

fn said(text: &str) -> (&'static str, Option<String>, Option<String>) {
    let told = told(text);
    (told.cause.id(), told.words.code, told.words.description)
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

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
fn json_errors_are_read() {
    for (text, id, place) in [
        (
            r#"{"error":"invalid_grant","error_description":"expired access/refresh token"}"#,
            "tokenExpired",
            Place::Token,
        ),
        (
            r#"[{"errorCode":"INVALID_SESSION_ID","message":"Session expired or invalid"}]"#,
            "sessionExpired",
            Place::Api,
        ),
        (
            r#"HTTP 400: {"success":false,"errors":[{"message":"x","statusCode":"DUPLICATE_VALUE"}]} end"#,
            "nameTaken",
            Place::Api,
        ),
        (
            r#"[{"message":"The REST API is not enabled for this Organization."}]"#,
            "apiDisabled",
            Place::Api,
        ),
        (r#"{"error":"invalid_gra"#, "", Place::Api),
    ] {
        match decode(text) {
            Decoded::Told(told) => {
                assert_eq!(told.cause.id(), id, "{text}");
                assert_eq!(told.place, Some(place), "{text}");
            }
            other => assert!(
                id.is_empty() && other == Decoded::Nothing,
                "{text}: {other:?}"
            ),
        }
    }
}

#[test]
fn soap_faults_are_read() {
    for (text, id, place) in [
        (
            "<soapenv:Fault><faultcode>sf:INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN: Invalid username</faultstring></soapenv:Fault>",
            "loginWrong",
            Place::Soap,
        ),
        (
            "<faultcode xmlns:sf='urn:fault'>sf:INVALID_SESSION_ID</faultcode><faultstring>INVALID_SESSION_ID: Invalid Session ID found in SessionHeader</faultstring>",
            "sessionExpired",
            Place::Api,
        ),
        (
            "<faultcode>sf:INSUFFICIENT_ACCESS</faultcode><faultstring>x</faultstring>",
            "permissionMissing",
            Place::Api,
        ),
        (
            "<faultcode>INSUFFICIENT_ACCESS</faultcode><faultstring>x</faultstring><detail><sf:LoginFault>",
            "anyApiAuthMissing",
            Place::Soap,
        ),
        (
            "<faultcode>soapenv:Client</faultcode><faultstring>INVALID_TYPE: no such type</faultstring>",
            "typeUnknown",
            Place::Api,
        ),
        (
            "<error><exceptionCode>InvalidSessionId</exceptionCode><exceptionMessage>Invalid session id</exceptionMessage></error>",
            "sessionExpired",
            Place::Api,
        ),
        (
            "<faultcode>soapenv:Server</faultcode><faultstring>Something new</faultstring>",
            "unknown",
            Place::Api,
        ),
    ] {
        let told = told(text);
        assert_eq!(told.cause.id(), id, "{text}");
        assert_eq!(told.place, Some(place), "{text}");
    }
    assert_eq!(
        said(
            "<faultcode>sf:INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN: Invalid username</faultstring>"
        ),
        (
            "loginWrong",
            Some("INVALID_LOGIN".to_owned()),
            Some("Invalid username".to_owned())
        )
    );
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
fn what_is_shown_is_neutral_and_bounded() {
    let long = "very ".repeat(400);
    let text = format!(
        "{ERROR_PAGE}?error=x_y&error_description=a%1b[31m%E2%80%AEb%0D%0Ac+{}",
        encoded(&long)
    );
    let description = said(&text).2.unwrap();
    assert!(description.starts_with("a[31mb c very"), "{description}");
    assert!(description.chars().count() <= 301);
    assert_eq!(
        said(&format!("{ERROR_PAGE}?error=%3Cscript%3E&x=1")).1,
        None
    );
}

#[test]
fn of_an_address_in_a_description_the_origin_is_shown() {
    for (text, shown) in [
        (
            "must match http://localhost:33333/cb?x=1 exactly",
            "must match http://localhost:33333 exactly",
        ),
        ("see force://a:b:c@d.com now", "see [hidden]"),
        ("see ftp://a/b now", "see [hidden] now"),
        (
            "id 00D000000000001EAA is unknown",
            "id 00D000000000001EAA is unknown",
        ),
        ("100% sure", "100% sure"),
    ] {
        assert_eq!(shown::description(text).as_deref(), Some(shown));
    }
}

#[test]
fn only_the_beginning_of_a_long_text_is_looked_at() {
    let far = format!("{}é OAUTH_APP_BLOCKED", "é ".repeat(LONGEST / 3));
    assert_eq!(decode(&far), Decoded::Nothing);
    let near = format!("OAUTH_APP_BLOCKED {}", "é ".repeat(LONGEST));
    assert_eq!(said(&near).0, "appBlocked");
}

/// Secrets in the shapes in which Salesforce makes them. Each contains the mark by which it is found.
const CANARIES: &[&str] = &[
    "aPrxCANARY1234567890abcdefgh==",
    "00D000000000001!AQCANARY.session_x",
    "00D000000000001AAA!CANARY",
    "5Aep861CANARY.refreshtoken.9876",
    "eyJhbGciOiJSUzI1NiJ9.eyJCANARY.sig-x",
    "eyJ.CANARY.s",
    "force://3MVG9:CANARY:5Aep861@acme.my.salesforce.com",
    "https://acme.my.salesforce.com/secur/frontdoor.jsp?sid=CANARY",
    "https://acme.my.salesforce.com/x?otp=CANARY",
    "/secur/frontdoor.jsp?otp=CANARY",
    "/secur/frontdoor.jsp/CANARY",
    "00D000!CANARY",
    "0123456789ABCDEFCANARY0123456789ABCDEF",
];

/// Where a secret may stand in what is pasted.
const FRAMES: &[&str] = &[
    "{}",
    "look: {} here",
    "http://localhost:33333/?code={}&state={}",
    "http://localhost:33333/?error=access_denied&state={}&error_description=denied",
    "http://localhost:33333/?error={}&error_description={}",
    "localhost:33333/?error=x_y&error_description=bad+{}",
    "https://acme.my.salesforce.com/{}?error=invalid_client_id",
    "https://{}/?error=invalid_client_id",
    "https://u:{}@acme.my.salesforce.com/?error=invalid_client_id",
    "https://acme.my.salesforce.com/?error=x_y&ErrorDescription=bad%20{}%20thing#{}",
    "https://acme.my.salesforce.com/#access_token={}&id_token={}",
    "https://login.salesforce.com/?startURL=%2Fp%3Ferror%3Dx_y%26error_description%3D{}",
    "https://example.com/?sid={}",
    "error=x_y&error_description={}",
    "error={}&error_description=client identifier invalid {}",
    "OAUTH_APP_BLOCKED : {} this app is blocked by admin {}",
    "OAUTH_NEW_{} : x",
    "client identifier invalid {}",
    "client identifier invalid\n{}",
    "{\"error\":\"{}\",\"error_description\":\"{}\"}",
    "{\"access_token\":\"{}\",\"error\":\"invalid_grant\",\"error_description\":\"{}\"}",
    "[{\"errorCode\":\"INVALID_SESSION_ID\",\"message\":\"Session {} expired\"}]",
    "[{\"message\":\"API is not enabled {}\"}]",
    "<sessionId>{}</sessionId><faultcode>sf:INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN: {}</faultstring>",
    "<faultcode>{}</faultcode><faultstring>{}</faultstring>",
    "<exceptionCode>sf:X_{}</exceptionCode><exceptionMessage>{}</exceptionMessage>",
    "Authorization: Bearer {} invalid_token",
    "invalid_token {}",
];

/// What may stand before a secret that has no shape, so that its name alone tells.
const NAMES: &[&str] = &[
    "code=",
    "access_token=",
    "refresh_token: ",
    "client_secret=",
    "\"sid\":\"",
    "state = ",
    "id_token=",
    "ACCESS_TOKEN%3D",
    "access_token%253D",
    "access_token%25252525252525253D",
    "access_\u{200b}token=",
    "sessionId>",
    "client-secret=",
    "access_token&#61;",
    "accessToken=",
];

#[test]
fn no_secret_is_in_any_result() {
    let named = NAMES.iter().map(|name| format!("{name}CANARY"));
    let secrets: Vec<String> = CANARIES
        .iter()
        .map(|text| (*text).to_owned())
        .chain(named)
        .collect();
    for frame in FRAMES {
        for secret in &secrets {
            for secret in [secret.clone(), encoded(secret), encoded(&encoded(secret))] {
                let text = frame.replace("{}", &secret);
                let shown = format!("{:?}", decode(&text)).to_uppercase();
                assert!(!shown.contains("CANARY"), "{text}: {shown}");
            }
        }
    }
}

#[test]
fn the_search_for_secrets_finds_a_text_that_is_none() {
    let shown = format!("{:?}", decode("OAUTH_APP_BLOCKED : CANARY"));
    assert!(shown.contains("CANARY"));
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

proptest! {
    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        prop_assert_eq!(decode(&text), decode(text.trim()));
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        let text = String::from_utf8_lossy(&bytes);
        prop_assert_eq!(decode(&text), decode(text.trim()));
    }

    #[test]
    fn no_mixture_of_known_pieces_is_too_strange(pieces in prop::collection::vec(piece(), 0..40)) {
        if let Decoded::Told(told) = decode(&pieces.concat()) {
            let shown = format!("{:?}", told.words);
            prop_assert!(!shown.contains("5Aep861"), "{}", shown);
            let length = told.words.description.map_or(0, |text| text.chars().count());
            prop_assert!(length <= 301);
        }
    }
}

/// Pieces of what the decoder knows, one secret, and letters that do not fit into one byte.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "https://",
        "acme.my.salesforce.com",
        "localhost:33333",
        "/",
        "?",
        "#",
        "&",
        "=",
        "%",
        "%25",
        "%3D",
        "&#61;",
        "error",
        "errorCode",
        "error_description",
        "startURL",
        "invalid_grant",
        "OAUTH_",
        " : ",
        "{\"",
        "\":\"",
        "\"}",
        "[",
        "<faultcode>",
        "</faultcode>",
        "<faultstring>",
        "00D",
        "!",
        "eyJ",
        ".",
        "force://",
        " ",
        "\n",
        "é",
        "\u{202e}",
        "client identifier invalid",
        "&code=5Aep861.x",
    ])
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

#[test]
fn an_error_that_is_still_to_come_is_told_with_its_description() {
    let (cause, code, description) = said("error=brand_new&error_description=Ask%20your+admin");
    assert_eq!(cause, "unknown");
    assert_eq!(code.as_deref(), Some("brand_new"));
    assert_eq!(description.as_deref(), Some("Ask your admin"));
    assert_eq!(decode("error=brand_new"), Decoded::Nothing);
}

#[test]
fn known_words_are_told_with_the_line_that_they_stand_in() {
    let told = told("On Monday:\nSorry, This App Is Blocked By Admin today.\nBye");
    assert_eq!(told.cause.id(), "appBlocked");
    let line = told.words.description.unwrap();
    assert_eq!(line, "Sorry, This App Is Blocked By Admin today.");
}

#[test]
fn what_stands_before_an_address_is_shown_unless_it_could_be_a_token() {
    let shown = |before: &str| {
        let text = format!("OAUTH_APP_BLOCKED : see {before}=https://acme.my.salesforce.com/x");
        told(&text).words.description.unwrap()
    };
    assert!(shown("page").contains("page=https://acme.my.salesforce.com"));
    let hidden = shown("9f8e7d6c5b4a39281706");
    assert!(!hidden.contains("9f8e7d"), "{hidden}");
}

#[test]
fn an_error_inside_a_json_list_is_told_in_its_own_words() {
    let text = r#"{"success":false,"errors":[{"message":"taken by \u0022ACME\u0022","statusCode":"DUPLICATE_VALUE"}]}"#;
    let (cause, _, description) = said(text);
    assert_eq!(cause, "nameTaken");
    assert_eq!(description.as_deref(), Some("taken by \"ACME\""));
}
