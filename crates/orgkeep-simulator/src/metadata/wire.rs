//! Answers of the SOAP interface.

use axum::{http::StatusCode, response::Response};
use quick_xml::escape::escape;

use super::{
    component::{Component, NAMESPACE, Problem},
    shelf::Write,
    soap::Refusal,
};
use crate::{reply, soap::ENVELOPE};

const XML: &str = "text/xml;charset=UTF-8";
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

pub(super) fn envelope(status: StatusCode, body: &str) -> Response {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope xmlns:soapenv=\"{ENVELOPE}\" \
         xmlns=\"{NAMESPACE}\" xmlns:sf=\"{NAMESPACE}\" xmlns:xsi=\"{INSTANCE}\"><soapenv:Body>{body}</soapenv:Body>\
         </soapenv:Envelope>"
    );
    reply::of_type(status, XML, text)
}

pub(super) fn fault(refusal: &Refusal) -> Response {
    let (code, message) = (escape(&refusal.code), escape(&refusal.message));
    let body = format!(
        "<soapenv:Fault><faultcode>sf:{code}</faultcode><faultstring>{code}: {message}</faultstring></soapenv:Fault>"
    );
    envelope(StatusCode::INTERNAL_SERVER_ERROR, &body)
}

pub(super) fn response(operation: &str, inner: &str) -> String {
    format!("<{operation}Response>{inner}</{operation}Response>")
}

pub(super) fn file_properties(type_name: &str, name: &str) -> String {
    let name = escape(name);
    format!("<result><fullName>{name}</fullName><type>{type_name}</type></result>")
}

pub(super) fn empty_record() -> String {
    "<records xsi:nil=\"true\"/>".to_owned()
}

pub(super) fn record(component: &Component) -> String {
    let fields = component.fields.iter();
    let fields: String = fields
        .map(|(name, text)| {
            let inner = match component.kind.has_parts_in(name) {
                true => text.into(),
                false => escape(text.as_str()),
            };
            format!("<{name}>{inner}</{name}>")
        })
        .collect();
    format!(
        "<records xsi:type=\"{}\"><fullName>{}</fullName>{fields}</records>",
        component.kind.type_name(),
        escape(component.name.as_str())
    )
}

pub(super) fn save_result(name: &str, how: Write, outcome: Result<&bool, &Problem>) -> String {
    let name = escape(name);
    let inner = match outcome {
        Ok(created) if how == Write::Upsert => {
            format!(
                "<created>{created}</created><fullName>{name}</fullName><success>true</success>"
            )
        }
        Ok(_) => format!("<fullName>{name}</fullName><success>true</success>"),
        Err(problem) => {
            let fields = problem.fields.iter();
            let fields: String = fields
                .map(|field| format!("<fields>{field}</fields>"))
                .collect();
            format!(
                "<errors>{fields}<message>{}</message><statusCode>{}</statusCode></errors><fullName>{name}</fullName>\
                 <success>false</success>",
                escape(problem.text.as_str()),
                escape(problem.code.as_str())
            )
        }
    };
    format!("<result>{inner}</result>")
}
