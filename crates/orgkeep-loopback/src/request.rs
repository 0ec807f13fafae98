//! Which request may be a callback: the rules that do not need to know the sign-in.

use httparse::{Header, Status};
use orgkeep_domain::callback::{CallbackQuery, parse_callback_query};
use orgkeep_domain::client::CallbackUrl;

use crate::page::{DONE_PATH, Page};

/// More header fields than any browser sends.
const MOST_FIELDS: usize = 100;

/// What is to become of a request.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It has the form of an authorization response.
    Callback(CallbackQuery),
    /// It gets this answer and is forgotten.
    Answer(Page),
}

/// What a request must match.
#[derive(Debug)]
pub(crate) struct Rules {
    path: String,
    /// Our own names with the port, in lower case.
    hosts: [String; 3],
}

impl Rules {
    pub(crate) fn for_callback(callback: &CallbackUrl) -> Self {
        let port = callback.port();
        Self {
            path: callback.path().to_owned(),
            hosts: ["localhost", "127.0.0.1", "[::1]"].map(|host| format!("{host}:{port}")),
        }
    }

    /// Judges a whole head.
    pub(crate) fn judge(&self, head: &[u8]) -> Verdict {
        let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
        let mut request = httparse::Request::new(&mut fields);
        match request.parse(head) {
            // A head that ends before its bytes do was read differently by us and by the parser.
            Ok(Status::Complete(length)) if length == head.len() => {}
            Err(httparse::Error::TooManyHeaders) => return Verdict::Answer(Page::TooLarge),
            Ok(_) | Err(_) => return Verdict::Answer(Page::BadRequest),
        }
        let fields = Fields(request.headers);
        if !self.is_addressed(&fields) {
            return Verdict::Answer(Page::BadRequest);
        }
        match request.method {
            Some("GET") => self.judge_get(request.path.unwrap_or_default(), &fields),
            // Nothing allows a page of another origin to read us, whatever it asks beforehand.
            Some("OPTIONS") => Verdict::Answer(Page::NoContent),
            _ => Verdict::Answer(Page::MethodNotAllowed),
        }
    }

    fn judge_get(&self, target: &str, fields: &Fields<'_>) -> Verdict {
        let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'#';
        if !target.starts_with('/') || !target.bytes().all(plain) {
            return Verdict::Answer(Page::BadRequest);
        }
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        match query {
            Some(query) if path == self.path => self.judge_callback(query, fields),
            _ if path == DONE_PATH => Verdict::Answer(Page::Done),
            _ => Verdict::Answer(Page::NotFound),
        }
    }

    fn judge_callback(&self, query: &str, fields: &Fields<'_>) -> Verdict {
        let genuine = is_navigation(fields) && self.is_own_origin(fields) && has_no_body(fields);
        match parse_callback_query(query) {
            Ok(query) if genuine => Verdict::Callback(query),
            Ok(_) | Err(_) => Verdict::Answer(Page::BadRequest),
        }
    }

    /// Exactly one `Host`, and it is ours. A page that had its own name rebound to this computer cannot
    /// send that.
    fn is_addressed(&self, fields: &Fields<'_>) -> bool {
        let mut hosts = fields.all("host");
        match (hosts.next(), hosts.next()) {
            (Some(host), None) => self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host)),
            _ => false,
        }
    }

    fn is_own_origin(&self, fields: &Fields<'_>) -> bool {
        fields.all("origin").all(|origin| {
            origin
                .strip_prefix("http://")
                .is_some_and(|host| self.hosts.iter().any(|own| own == host))
        })
    }
}

/// Where the browser tells, it tells of a person's navigation of a whole tab.
fn is_navigation(fields: &Fields<'_>) -> bool {
    let ahead_of_time = ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .into_iter()
        .flat_map(|name| fields.all(name))
        .map(str::to_ascii_lowercase)
        .any(|purpose| {
            ["prefetch", "prerender", "preview"]
                .into_iter()
                .any(|word| purpose.contains(word))
        });
    !ahead_of_time
        && fields.all("sec-fetch-mode").all(|mode| mode == "navigate")
        && fields.all("sec-fetch-dest").all(|dest| dest == "document")
}

fn has_no_body(fields: &Fields<'_>) -> bool {
    fields.all("transfer-encoding").next().is_none()
        && fields.all("content-length").all(|length| length == "0")
}

/// The header fields of a request.
struct Fields<'a>(&'a [Header<'a>]);

impl<'a> Fields<'a> {
    /// All values of a field. One that is not text is replaced by a value that matches nothing.
    fn all(&self, name: &'static str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |field| field.name.eq_ignore_ascii_case(name))
            .map(|field| str::from_utf8(field.value).unwrap_or("\u{fffd}").trim())
    }
}
