//! Scenarios in which the SOAP login succeeds, and something about its result is wrong.

use crate::fault::{Fault, Scenario, ScenarioGroup, Tuning};

/// Results of the SOAP login that are not what they should be.
pub(super) const SOAP_RESULT: [Scenario; 4] = [
    Scenario {
        id: "soap-password-expired",
        title: "Password expired",
        description: "The SOAP login succeeds and says that the password has expired.",
        group: ScenarioGroup::Soap,
        make: |_| element("passwordExpired", Some("true")),
    },
    Scenario {
        id: "soap-no-session",
        title: "No session",
        description: "The SOAP login succeeds and gives no session.",
        group: ScenarioGroup::Soap,
        make: |_| element("sessionId", None),
    },
    Scenario {
        id: "soap-no-server-url",
        title: "No server URL",
        description: "The SOAP login succeeds and does not say where the org lives.",
        group: ScenarioGroup::Soap,
        make: |_| element("serverUrl", None),
    },
    Scenario {
        id: "soap-hostile-server-url",
        title: "Server elsewhere",
        description: "The SOAP login succeeds and says that the org lives on a stranger's host.",
        group: ScenarioGroup::Soap,
        make: hostile_server_url,
    },
];

fn element(name: &str, text: Option<&str>) -> Fault {
    Fault::SoapElement {
        name: name.to_owned(),
        text: text.map(str::to_owned),
    }
}

/// `url`, else a lookalike host.
fn hostile_server_url(tuning: &Tuning) -> Fault {
    let usual = "https://larkfield.my.salesforce.com.invalid/services/Soap/u/64.0/00D000000000001";
    element("serverUrl", Some(tuning.url.as_deref().unwrap_or(usual)))
}
