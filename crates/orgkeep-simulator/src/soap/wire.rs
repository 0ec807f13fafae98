//! The answer: a result with status 200, or a fault with status 500.

use axum::{http::StatusCode, response::Response};
use quick_xml::escape::escape;

use super::{
    Refusal,
    envelope::{ENVELOPE, PARTNER},
};
use crate::reply;

const XML: &str = "text/xml;charset=UTF-8";
const FAULT: &str = "urn:fault.partner.soap.sforce.com";
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Elements beside each other.
pub(super) struct Elements(Vec<(String, Content)>);

enum Content {
    Text(String),
    Elements(Elements),
}

impl Elements {
    /// Elements with text in them.
    pub(super) fn new<const COUNT: usize>(pairs: [(&str, String); COUNT]) -> Self {
        let pairs = pairs.into_iter();
        Self(
            pairs
                .map(|(name, text)| (name.to_owned(), Content::Text(text)))
                .collect(),
        )
    }

    /// One more, with elements in it.
    pub(super) fn with(mut self, name: &str, elements: Self) -> Self {
        self.0.push((name.to_owned(), Content::Elements(elements)));
        self
    }

    /// Rewrites every element of this name, or leaves it out.
    pub(super) fn change(&mut self, name: &str, text: Option<&str>) {
        if text.is_none() {
            self.0.retain(|(own, _)| own != name);
        }
        for (own, content) in &mut self.0 {
            match (content, text) {
                (content, Some(text)) if own == name => *content = Content::Text(text.to_owned()),
                (Content::Elements(inner), _) => inner.change(name, text),
                (Content::Text(_), _) => {}
            }
        }
    }

    fn write(&self) -> String {
        let element = |(name, content): &(String, Content)| {
            let inner = match content {
                Content::Text(text) => escape(text.as_str()).into_owned(),
                Content::Elements(elements) => elements.write(),
            };
            format!("<{name}>{inner}</{name}>")
        };
        self.0.iter().map(element).collect()
    }
}

/// What a login answers with.
pub(super) fn result(elements: Elements) -> Response {
    let body = format!(
        "<loginResponse><result>{}</result></loginResponse>",
        elements.write()
    );
    envelope(StatusCode::OK, &format!("xmlns=\"{PARTNER}\""), &body)
}

/// A fault. Only a login that was understood has a detail.
pub(super) fn fault(refusal: &Refusal) -> Response {
    let (code, text, detail) = match refusal {
        Refusal::Client(text) => (
            "soapenv:Client".to_owned(),
            (*text).to_owned(),
            String::new(),
        ),
        Refusal::Login { code, message } => (
            format!("sf:{code}"),
            format!("{code}: {message}"),
            detail(code, message),
        ),
    };
    let body = format!(
        "<soapenv:Fault><faultcode>{}</faultcode><faultstring>{}</faultstring>{detail}</soapenv:Fault>",
        escape(&code),
        escape(&text)
    );
    envelope(
        StatusCode::INTERNAL_SERVER_ERROR,
        &format!("xmlns:sf=\"{FAULT}\""),
        &body,
    )
}

fn detail(code: &str, message: &str) -> String {
    format!(
        "<detail><sf:LoginFault xsi:type=\"sf:LoginFault\"><sf:exceptionCode>{}</sf:exceptionCode>\
         <sf:exceptionMessage>{}</sf:exceptionMessage></sf:LoginFault></detail>",
        escape(code),
        escape(message)
    )
}

fn envelope(status: StatusCode, namespace: &str, body: &str) -> Response {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope xmlns:soapenv=\"{ENVELOPE}\" {namespace} \
         xmlns:xsi=\"{INSTANCE}\"><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    );
    reply::of_type(status, XML, text)
}
