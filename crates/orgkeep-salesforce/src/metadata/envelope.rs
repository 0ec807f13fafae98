//! One call of the SOAP interface: the session in its header, an operation in its body.

use quick_xml::escape::escape;
use reqwest::StatusCode;
use zeroize::Zeroizing;

use super::element::{self, Element};
use crate::API_VERSION;
use crate::api_error::ApiError;
use crate::http::{Answer, CallError, HttpClient};
use crate::session::ApiSession;

/// Makes a call and gives the operation's response.
pub(super) async fn call(
    client: &HttpClient,
    session: ApiSession<'_>,
    operation: &str,
    inner: &str,
) -> Result<Element, CallError> {
    let url = session
        .instance
        .url(&format!("/services/Soap/m/{API_VERSION}"));
    let envelope = composed(session, operation, inner);
    let answer = client
        .send(client.post_soap(&url, envelope.to_string()))
        .await?;
    response(&answer, operation)
}

/// SOAP 1.1, as salesforce.md, 5.2 writes it.
fn composed(session: ApiSession<'_>, operation: &str, inner: &str) -> Zeroizing<String> {
    // EXPOSE: the token goes to the instance it was issued for, in the header of the envelope only.
    let token = Zeroizing::new(escape(session.access.expose()).into_owned());
    Zeroizing::new(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:m=\"http://soap.sforce.com/2006/04/metadata\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <soapenv:Header><m:SessionHeader><m:sessionId>{}</m:sessionId></m:SessionHeader></soapenv:Header>\
         <soapenv:Body><m:{operation}>{inner}</m:{operation}></soapenv:Body></soapenv:Envelope>",
        *token
    ))
}

pub(super) fn response(answer: &Answer, operation: &str) -> Result<Element, CallError> {
    if answer.is_portal() {
        return Err(CallError::CaptivePortal);
    }
    let Some(envelope) = element::parse(&answer.body) else {
        return Err(if answer.status == StatusCode::OK {
            CallError::Unexpected
        } else {
            answer.refusal()
        });
    };
    let body = envelope
        .children
        .into_iter()
        .find(|child| child.name == "Body");
    let content = body.and_then(|body| body.children.into_iter().next());
    match content {
        Some(fault) if fault.name == "Fault" => Err(refusal(&fault)),
        Some(response) if response.name == format!("{operation}Response") => Ok(response),
        _ => Err(CallError::Unexpected),
    }
}

/// `sf:` stands before a fault's code, and the code before its text.
fn refusal(fault: &Element) -> CallError {
    let code = fault.text_of("faultcode");
    let code = code.rsplit(':').next().unwrap_or_default();
    let text = fault.text_of("faultstring");
    let text = text.strip_prefix(&format!("{code}: ")).unwrap_or(text);
    CallError::of_api(ApiError::of(Some(code), Some(text)))
}

/// An element of the operation, its text escaped.
pub(super) fn element_text(name: &str, text: &str) -> String {
    format!("<m:{name}>{}</m:{name}>", escape(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn responded(status: u16, body: &str) -> Result<String, CallError> {
        let status = StatusCode::from_u16(status).unwrap();
        let answer = Answer::made(status, "text/xml", body.as_bytes());
        response(&answer, "listMetadata").map(|response| response.name)
    }

    #[test]
    fn only_the_operations_own_response_is_one() {
        let envelope = |inner: &str| format!("<Envelope><Body>{inner}</Body></Envelope>");
        let own = envelope("<listMetadataResponse/>");
        assert_eq!(responded(200, &own).as_deref(), Ok("listMetadataResponse"));
        for body in [
            envelope("<readMetadataResponse/>"),
            envelope("<listMetadata/>"),
            envelope(""),
            "<Envelope><Header><listMetadataResponse/></Header></Envelope>".to_owned(),
            "no XML".to_owned(),
        ] {
            assert_eq!(responded(200, &body), Err(CallError::Unexpected), "{body}");
        }
        let fault = "<Fault><faultcode>sf:A</faultcode><faultstring>A: b</faultstring></Fault>";
        let refused = responded(500, &envelope(fault));
        assert!(matches!(refused, Err(CallError::Refused(_))), "{refused:?}");
        let word = responded(403, "API_DISABLED_FOR_ORG");
        assert!(matches!(word, Err(CallError::Refused(_))), "{word:?}");
    }

    #[test]
    fn a_faults_code_decides() {
        let fault = |code: &str| {
            let text = format!(
                "<f><faultcode>sf:{code}</faultcode><faultstring>{code}: why</faultstring></f>"
            );
            refusal(&element::parse(text.as_bytes()).unwrap())
        };
        let expected = |code: &str| ApiError::of(Some(code), Some("why"));
        assert_eq!(
            fault("INVALID_SESSION_ID"),
            CallError::TokenRefused(expected("INVALID_SESSION_ID"))
        );
        for (code, cause) in [
            ("INSUFFICIENT_ACCESS", "permissionMissing"),
            ("INVALID_TYPE", "typeUnknown"),
            ("UNSUPPORTED_API_VERSION", "apiVersionUnsupported"),
            ("API_DISABLED_FOR_ORG", "apiDisabled"),
            ("UNKNOWN_EXCEPTION", "serverFault"),
        ] {
            assert_eq!(fault(code), CallError::Refused(expected(code)));
            assert_eq!(expected(code).cause().id(), cause);
        }
    }
}
