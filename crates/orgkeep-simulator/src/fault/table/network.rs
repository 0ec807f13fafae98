//! Scenarios of HTTP and of the connection. They strike at the token endpoint unless they are aimed elsewhere.

use std::time::Duration;

use crate::fault::{Endpoint, Fault, Scenario, ScenarioGroup, Tuning, WireEffect};

pub(super) const HTML: &str = "text/html;charset=UTF-8";

pub(super) const MAINTENANCE_PAGE: &str = "<!DOCTYPE html><html><head><title>Maintenance</title></head>\
    <body><h1>Down for scheduled maintenance</h1></body></html>";

const PORTAL_PAGE: &str = "<!DOCTYPE html><html><head><title>Guest network</title></head>\
    <body><form><button>Accept the terms</button></form></body></html>";

/// What HTTP and the connection can do.
pub(super) const NETWORK: [Scenario; 24] = [
    Scenario {
        id: "maintenance-503-html",
        title: "Maintenance page",
        description: "The token endpoint answers 503 with a maintenance page.",
        group: ScenarioGroup::Network,
        make: |_| Fault::reply(Endpoint::Token, 503, HTML, MAINTENANCE_PAGE),
    },
    Scenario {
        id: "http-420",
        title: "Status 420",
        description: "The token endpoint answers with a page and status 420.",
        group: ScenarioGroup::Network,
        make: |_| Fault::reply(Endpoint::Token, 420, HTML, MAINTENANCE_PAGE),
    },
    Scenario {
        id: "http-429",
        title: "Too many requests",
        description: "REST queries are answered with status 429.",
        group: ScenarioGroup::Network,
        make: |_| Fault::reply(Endpoint::Query, 429, HTML, MAINTENANCE_PAGE),
    },
    Scenario {
        id: "bad-gateway-502",
        title: "Bad gateway",
        description: "The token endpoint answers 502 with a page.",
        group: ScenarioGroup::Network,
        make: |_| Fault::reply(Endpoint::Token, 502, HTML, MAINTENANCE_PAGE),
    },
    Scenario {
        id: "service-unavailable-retry-after",
        title: "Unavailable, try later",
        description: "The token endpoint answers 503 and says when to try again.",
        group: ScenarioGroup::Network,
        make: |tuning| unavailable(Some(&tuning.text_or("2"))),
    },
    Scenario {
        id: "service-unavailable",
        title: "Unavailable",
        description: "The token endpoint answers 503 and does not say when to try again.",
        group: ScenarioGroup::Network,
        make: |_| unavailable(None),
    },
    Scenario {
        id: "html-instead-of-json",
        title: "Page for JSON",
        description: "The token endpoint answers 200 with a page, as a captive portal does.",
        group: ScenarioGroup::Network,
        make: |_| Fault::reply(Endpoint::Token, 200, HTML, PORTAL_PAGE),
    },
    Scenario {
        id: "redirect",
        title: "Sent elsewhere",
        description: "The token endpoint redirects to another address.",
        group: ScenarioGroup::Network,
        make: redirect,
    },
    Scenario {
        id: "captive-portal",
        title: "Guest network",
        description: "Every request is answered 200 with the page of a guest network.",
        group: ScenarioGroup::Network,
        make: |_| everywhere(200, ("content-type", HTML), PORTAL_PAGE),
    },
    Scenario {
        id: "captive-portal-redirect",
        title: "Sent to a guest network",
        description: "Every request is redirected to the page of a guest network.",
        group: ScenarioGroup::Network,
        make: |tuning| everywhere(302, ("location", &portal(tuning)), ""),
    },
    Scenario {
        id: "latency",
        title: "Slow answers",
        description: "Every request waits before it is carried out.",
        group: ScenarioGroup::Network,
        make: latency,
    },
    Scenario {
        id: "hang",
        title: "No answer",
        description: "The token endpoint reads the request and stays silent.",
        group: ScenarioGroup::Network,
        make: |_| wire(Some(Endpoint::Token), WireEffect::Hang),
    },
    Scenario {
        id: "hang-after-acting",
        title: "Done, but no answer",
        description: "The token endpoint carries the request out and stays silent.",
        group: ScenarioGroup::Network,
        make: |_| wire(Some(Endpoint::Token), WireEffect::HangAfterActing),
    },
    Scenario {
        id: "answer-late",
        title: "Done, and answered late",
        description: "The token endpoint carries the request out at once, and answers after a second, or as long as given.",
        group: ScenarioGroup::Network,
        make: |tuning| {
            let after = Duration::from_millis(tuning.milliseconds.unwrap_or(1_000));
            wire(Some(Endpoint::Token), WireEffect::AnswerLate(after))
        },
    },
    Scenario {
        id: "reset-before-body",
        title: "Connection reset at once",
        description: "The connection is reset before the request is read.",
        group: ScenarioGroup::Network,
        make: |_| wire(Some(Endpoint::Token), WireEffect::ResetBeforeBody),
    },
    Scenario {
        id: "reset-after-body",
        title: "Connection reset",
        description: "The connection is reset after the request is read, and nothing was done.",
        group: ScenarioGroup::Network,
        make: |_| wire(Some(Endpoint::Token), WireEffect::ResetAfterBody),
    },
    Scenario {
        id: "answer-lost",
        title: "Done, but the answer is lost",
        description: "The token endpoint carries the request out, and the connection is reset.",
        group: ScenarioGroup::Network,
        make: |_| wire(Some(Endpoint::Token), WireEffect::AnswerLost),
    },
    Scenario {
        id: "truncated-json",
        title: "Answer cut short",
        description: "The token reply ends in the middle.",
        group: ScenarioGroup::Network,
        make: |_| wire(Some(Endpoint::Token), WireEffect::Truncated),
    },
    Scenario {
        id: "stall-in-body",
        title: "Silence after the head",
        description: "The token reply stops after its head.",
        group: ScenarioGroup::Network,
        make: |_| wire(Some(Endpoint::Token), WireEffect::StallInBody),
    },
    Scenario {
        id: "drip",
        title: "One byte a second",
        description: "The token reply comes one byte each second.",
        group: ScenarioGroup::Network,
        make: |_| wire(Some(Endpoint::Token), WireEffect::Drip),
    },
    Scenario {
        id: "large-body",
        title: "Answer too large",
        description: "The token reply has 1.1 MiB, or as many bytes as given.",
        group: ScenarioGroup::Network,
        make: |tuning| {
            wire(
                Some(Endpoint::Token),
                WireEffect::LargeBody(tuning.count.unwrap_or(1_153_434)),
            )
        },
    },
    Scenario {
        id: "endless-body",
        title: "Answer without an end",
        description: "The token reply never ends.",
        group: ScenarioGroup::Network,
        make: |_| wire(Some(Endpoint::Token), WireEffect::EndlessBody),
    },
    Scenario {
        id: "nested-arrays",
        title: "Arrays in arrays",
        description: "The token reply is 100,000 arrays inside each other.",
        group: ScenarioGroup::Network,
        make: |tuning| {
            wire(
                Some(Endpoint::Token),
                WireEffect::NestedArrays(tuning.count.unwrap_or(100_000)),
            )
        },
    },
    Scenario {
        id: "huge-headers",
        title: "Ten thousand headers",
        description: "The token reply has 10,000 header lines.",
        group: ScenarioGroup::Network,
        make: |tuning| {
            wire(
                Some(Endpoint::Token),
                WireEffect::ManyHeaders(tuning.count.unwrap_or(10_000)),
            )
        },
    },
];

fn wire(at: Option<Endpoint>, effect: WireEffect) -> Fault {
    Fault::Wire { at, effect }
}

fn unavailable(retry_after: Option<&str>) -> Fault {
    let mut headers = vec![("content-type".to_owned(), HTML.to_owned())];
    headers.extend(retry_after.map(|value| ("retry-after".to_owned(), value.to_owned())));
    Fault::Reply {
        at: Some(Endpoint::Token),
        status: 503,
        headers,
        body: MAINTENANCE_PAGE.to_owned(),
    }
}

fn redirect(tuning: &Tuning) -> Fault {
    Fault::Reply {
        at: Some(Endpoint::Token),
        status: tuning.status.unwrap_or(302),
        headers: vec![("location".to_owned(), portal(tuning))],
        body: String::new(),
    }
}

fn portal(tuning: &Tuning) -> String {
    let target = tuning.url.clone();
    target.unwrap_or_else(|| "https://portal.invalid/".to_owned())
}

fn everywhere(status: u16, (name, value): (&str, &str), body: &str) -> Fault {
    Fault::Reply {
        at: None,
        status,
        headers: vec![(name.to_owned(), value.to_owned())],
        body: body.to_owned(),
    }
}

fn latency(tuning: &Tuning) -> Fault {
    Fault::Latency {
        at: None,
        duration: Duration::from_millis(tuning.milliseconds.unwrap_or(1_000)),
    }
}
