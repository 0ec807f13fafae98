//! Everything that is ever answered. Each page is fixed: nothing from a request is repeated.

/// The clean address that the browser is sent to, so that the code leaves the address bar.
pub(crate) const DONE_PATH: &str = "/done";

/// On every answer. The pages get along without style and script, so nothing has to be allowed.
const FIELDS: &str = "Cache-Control: no-store\r\n\
    Referrer-Policy: no-referrer\r\n\
    Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Connection: close\r\n";

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// To an accepted callback: go on to [`DONE_PATH`].
    SeeDone,
    /// The page there. It does not say that the sign-in succeeded, for that is not known yet.
    Done,
    /// To `OPTIONS`: allows nothing.
    NoContent,
    /// To whatever has not the form of a callback, or was not waited for.
    BadRequest,
    /// To paths that mean nothing here.
    NotFound,
    /// To methods other than `GET` and `OPTIONS`.
    MethodNotAllowed,
    /// To heads that are too long.
    TooLarge,
}

impl Page {
    /// The HTTP status code.
    pub(crate) fn status(self) -> u16 {
        self.parts().0
    }

    /// The whole answer as it is sent.
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let (status, reason, field, content) = self.parts();
        let body = content.map(html).unwrap_or_default();
        let content_fields = match self {
            Self::NoContent => String::new(),
            _ if body.is_empty() => "Content-Length: 0\r\n".to_owned(),
            _ => format!(
                "Content-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n",
                body.len()
            ),
        };
        format!("HTTP/1.1 {status} {reason}\r\n{field}{FIELDS}{content_fields}\r\n{body}")
            .into_bytes()
    }

    /// Status, reason, a field of its own, and heading and text of its body.
    fn parts(self) -> (u16, &'static str, &'static str, Option<[&'static str; 2]>) {
        match self {
            Self::SeeDone => (303, "See Other", "Location: /done\r\n", None),
            Self::Done => (200, "OK", "", Some(DONE)),
            Self::NoContent => (204, "No Content", "", None),
            Self::BadRequest => (400, "Bad Request", "", Some(UNEXPECTED)),
            Self::NotFound => (404, "Not Found", "", Some(NOTHING)),
            // `HEAD` comes here too, and its answer has no body.
            Self::MethodNotAllowed => (405, "Method Not Allowed", "Allow: GET\r\n", None),
            Self::TooLarge => (431, "Request Header Fields Too Large", "", Some(UNEXPECTED)),
        }
    }
}

const DONE: [&str; 2] = [
    "Response received \u{2013} return to Orgkeep",
    "Orgkeep shows how the sign-in goes on. You can close this tab.",
];
const UNEXPECTED: [&str; 2] = [
    "Not the expected response",
    "Orgkeep is not waiting for this response. A sign-in in progress goes on; return to Orgkeep to see it.",
];
const NOTHING: [&str; 2] = [
    "Nothing here",
    "Orgkeep only receives sign-in responses at this address.",
];

fn html([heading, text]: [&str; 2]) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Orgkeep</title>\n</head>\n\
         <body>\n<main>\n<h1>{heading}</h1>\n<p>{text}</p>\n</main>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Page; 7] = [
        Page::SeeDone,
        Page::Done,
        Page::NoContent,
        Page::BadRequest,
        Page::NotFound,
        Page::MethodNotAllowed,
        Page::TooLarge,
    ];

    /// Head, without its status line, and body.
    fn parts_of(page: Page) -> (String, String) {
        let text = String::from_utf8(page.to_bytes()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.to_ascii_lowercase(), body.to_owned())
    }

    #[test]
    fn the_status_that_is_logged_is_the_one_that_is_sent() {
        for page in ALL {
            let sent = parts_of(page).0;
            assert!(
                sent.starts_with(&format!("http/1.1 {} ", page.status())),
                "{sent}"
            );
        }
    }

    /// RFC 9110, section 8.6: no length with a 204, and otherwise the true one, so that nobody waits for more.
    #[test]
    fn the_length_of_the_body_is_told_where_there_can_be_one() {
        for page in ALL {
            let (head, body) = parts_of(page);
            let told = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map(|length| length.parse().unwrap());
            let expected = (page != Page::NoContent).then_some(body.len());
            assert_eq!(told, expected, "{page:?}");
        }
    }

    #[test]
    fn a_body_says_what_it_is_and_no_body_says_nothing() {
        for page in ALL {
            let (head, body) = parts_of(page);
            let has_type = head.contains("content-type: text/html; charset=utf-8");
            assert_eq!(has_type, !body.is_empty(), "{page:?}");
        }
    }
}
