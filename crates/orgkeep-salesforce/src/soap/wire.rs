//! The answer to a login: a result or a fault.

use orgkeep_secret::AccessToken;
use quick_xml::de::{Deserializer, EntityResolver};
use quick_xml::events::BytesText;
use serde::{Deserialize, Deserializer as Source};

/// What stands in the body of the envelope.
pub(super) enum ReplyWire {
    /// `loginResponse/result`.
    Result(Box<ResultWire>),
    /// `Fault`.
    Fault(FaultWire),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultWire {
    pub server_url: String,
    #[serde(deserialize_with = "secret")]
    pub session_id: AccessToken,
    pub user_id: String,
    pub sandbox: bool,
    pub password_expired: bool,
    pub user_info: UserInfoWire,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserInfoWire {
    pub organization_id: String,
    pub user_name: String,
    #[serde(default)]
    pub user_full_name: String,
}

#[derive(Deserialize)]
pub(super) struct FaultWire {
    #[serde(rename = "faultcode")]
    pub code: String,
    #[serde(rename = "faultstring")]
    pub text: String,
}

#[derive(Deserialize)]
struct EnvelopeWire {
    #[serde(rename = "Body")]
    body: BodyWire,
}

#[derive(Deserialize)]
struct BodyWire {
    #[serde(rename = "loginResponse")]
    response: Option<ResponseWire>,
    #[serde(rename = "Fault")]
    fault: Option<FaultWire>,
}

#[derive(Deserialize)]
struct ResponseWire {
    result: Box<ResultWire>,
}

fn secret<'de, D: Source<'de>>(source: D) -> Result<AccessToken, D::Error> {
    String::deserialize(source).map(AccessToken::new)
}

/// Reads an answer. `None` for anything else, and for whatever declares a document type.
pub(super) fn parse(body: &[u8]) -> Option<ReplyWire> {
    let text = std::str::from_utf8(body).ok()?;
    let mut source = Deserializer::from_str_with_resolver(text, NoDocumentType);
    match EnvelopeWire::deserialize(&mut source).ok()?.body {
        BodyWire {
            response: Some(response),
            fault: None,
        } => Some(ReplyWire::Result(response.result)),
        BodyWire {
            response: None,
            fault: Some(fault),
        } => Some(ReplyWire::Fault(fault)),
        _ => None,
    }
}

/// Refuses document types, so that no entity exists but XML's own five.
struct NoDocumentType;

#[derive(Debug, thiserror::Error)]
#[error("a document type is not accepted")]
struct DocumentTypeError;

impl EntityResolver for NoDocumentType {
    type Error = DocumentTypeError;

    fn capture(&mut self, _doctype: BytesText<'_>) -> Result<(), DocumentTypeError> {
        Err(DocumentTypeError)
    }

    fn resolve(&self, entity: &str) -> Option<&str> {
        quick_xml::escape::resolve_predefined_entity(entity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        format!(
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>\
             <faultcode>sf:A</faultcode><faultstring>{text}</faultstring></s:Fault></s:Body></s:Envelope>"
        )
    }

    fn text_of(answer: &str) -> Option<String> {
        match parse(answer.as_bytes())? {
            ReplyWire::Fault(fault) => Some(fault.text),
            ReplyWire::Result(_) => None,
        }
    }

    #[test]
    fn xmls_own_entities_are_read_and_no_others() {
        let read = text_of(&fault("a &lt;&amp;&#33;<![CDATA[&]]>"));
        assert_eq!(read.as_deref(), Some("a <&!&"));
        assert_eq!(text_of(&fault("&nbsp;")), None);
    }

    #[test]
    fn elements_inside_each_other_are_passed_over_however_many() {
        let nested = format!("{}{}", "<b>".repeat(100_000), "</b>".repeat(100_000));
        let answer = fault("text").replace("<s:Fault>", &format!("{nested}<s:Fault>"));
        assert_eq!(text_of(&answer).as_deref(), Some("text"));
    }

    #[test]
    fn what_is_no_answer_to_a_login_gives_nothing() {
        let entity = "<!DOCTYPE s [<!ENTITY e 'text'>]>";
        let both = fault("text").replace("</s:Fault>", "</s:Fault><loginResponse/>");
        let deep = format!("<a>{}", "<b>".repeat(100_000));
        let deep_body = fault("text").replace("<s:Fault>", &"<b>".repeat(100_000));
        for answer in [
            "",
            "text",
            "<html><body>Accept the terms</body></html>",
            "<s:Envelope xmlns:s='x'><s:Body/></s:Envelope>",
            &format!("{entity}{}", fault("text")),
            &format!("{entity}{}", fault("&e;")),
            &both,
            &deep,
            &deep_body,
        ] {
            assert!(parse(answer.as_bytes()).is_none(), "{answer:.60}");
        }
    }
}
