//! JSON errors and SOAP faults.

use super::*;

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
fn an_error_inside_a_json_list_is_told_in_its_own_words() {
    let text = r#"{"success":false,"errors":[{"message":"taken by \u0022ACME\u0022","statusCode":"DUPLICATE_VALUE"}]}"#;
    let (cause, _, description) = said(text);
    assert_eq!(cause, "nameTaken");
    assert_eq!(description.as_deref(), Some("taken by \"ACME\""));
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
