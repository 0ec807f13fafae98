//! What comes out is fit to show, and no secret is in it.

use super::*;

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
fn what_stands_before_an_address_is_shown_unless_it_could_be_a_token() {
    let shown = |before: &str| {
        let text = format!("OAUTH_APP_BLOCKED : see {before}=https://acme.my.salesforce.com/x");
        told(&text).words.description.unwrap()
    };
    assert!(shown("page").contains("page=https://acme.my.salesforce.com"));
    let hidden = shown("9f8e7d6c5b4a39281706");
    assert!(!hidden.contains("9f8e7d"), "{hidden}");
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
