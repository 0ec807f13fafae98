//! Scenarios in which tokens are answered, and something about them is wrong.

use serde_json::{Value, json};

use crate::{
    fault::{Fault, FieldChange, Scenario, ScenarioGroup, Tuning},
    org::OrgKey,
};

/// Token replies that are not what they should be.
pub(super) const REPLY: [Scenario; 21] = [
    Scenario {
        id: "token-type-absent",
        title: "Token type missing",
        description: "The token reply does not say what type its token is.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("token_type", FieldChange::Remove),
    },
    Scenario {
        id: "token-type-mac",
        title: "Token of another type",
        description: "The token reply says that its token is of type mac.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("token_type", FieldChange::Set(json!("mac"))),
    },
    Scenario {
        id: "no-access-token",
        title: "No access token",
        description: "The token reply holds no access token.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("access_token", FieldChange::Remove),
    },
    Scenario {
        id: "no-instance-url",
        title: "No instance URL",
        description: "The token reply does not say where the org lives.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("instance_url", FieldChange::Remove),
    },
    Scenario {
        id: "numbers-for-strings",
        title: "Numbers for strings",
        description: "The access token is a number.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("access_token", FieldChange::Set(json!(1_234_567))),
    },
    Scenario {
        id: "null-access-token",
        title: "Null for a string",
        description: "The access token is null.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("access_token", FieldChange::Set(Value::Null)),
    },
    Scenario {
        id: "empty-access-token",
        title: "Empty string",
        description: "The access token is an empty string.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("access_token", FieldChange::Set(json!(""))),
    },
    Scenario {
        id: "token-reply-array",
        title: "An array",
        description: "The token reply is an array.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::TokenBody(json!([])),
    },
    Scenario {
        id: "token-reply-null",
        title: "Null",
        description: "The token reply is null.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::TokenBody(Value::Null),
    },
    Scenario {
        id: "no-refresh-token",
        title: "No refresh token",
        description: "The token reply holds no refresh token.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("refresh_token", FieldChange::Remove),
    },
    Scenario {
        id: "empty-refresh-token",
        title: "Empty refresh token",
        description: "The refresh token is an empty string.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("refresh_token", FieldChange::Set(json!(""))),
    },
    Scenario {
        id: "null-refresh-token",
        title: "Refresh token null",
        description: "The refresh token is null.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("refresh_token", FieldChange::Set(Value::Null)),
    },
    Scenario {
        id: "more-scopes",
        title: "More than was asked",
        description: "One scope is granted that nobody asked for.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("scope", FieldChange::AddWord("full".to_owned())),
    },
    Scenario {
        id: "fewer-scopes",
        title: "Less than was asked",
        description: "The last of the scopes is not granted.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("scope", FieldChange::DropWord),
    },
    Scenario {
        id: "wrong-signature",
        title: "Signature wrong",
        description: "The signature was made with another secret.",
        group: ScenarioGroup::TokenReply,
        make: |_| {
            Fault::token_field(
                "signature",
                FieldChange::Set(json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")),
            )
        },
    },
    Scenario {
        id: "missing-signature",
        title: "Signature missing",
        description: "The token reply is not signed.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("signature", FieldChange::Remove),
    },
    Scenario {
        id: "garbled-signature",
        title: "Signature unreadable",
        description: "The signature is not base64.",
        group: ScenarioGroup::TokenReply,
        make: |_| Fault::token_field("signature", FieldChange::Set(json!("%% not base64 %%"))),
    },
    Scenario {
        id: "altered-id",
        title: "Identity altered",
        description: "The identity URL is not the one that was signed.",
        group: ScenarioGroup::TokenReply,
        make: altered_id,
    },
    Scenario {
        id: "hostile-instance-url",
        title: "Instance elsewhere",
        description: "The token reply says that the org lives on a stranger's host.",
        group: ScenarioGroup::TokenReply,
        make: hostile_instance_url,
    },
    Scenario {
        id: "wrong-org",
        title: "Another org",
        description: "The tokens belong to another org than the one that was meant.",
        group: ScenarioGroup::Identity,
        make: |tuning| Fault::WrongOrg(tuning.org.unwrap_or(OrgKey::Developer)),
    },
    Scenario {
        id: "wrong-user",
        title: "Another user",
        description: "The tokens belong to another user of the same org.",
        group: ScenarioGroup::Identity,
        make: |_| Fault::WrongUser,
    },
];

/// The identity of a user who does not exist, put in after signing.
fn altered_id(tuning: &Tuning) -> Fault {
    let usual = "http://localhost:29330/id/00D000000000001EAA/005000000000001AAA";
    Fault::token_field("id", FieldChange::Set(json!(tuning.text_or(usual))))
}

/// `value` for anything at all, else `url`, else a lookalike host.
fn hostile_instance_url(tuning: &Tuning) -> Fault {
    let url = tuning.url.clone();
    let url = url.unwrap_or_else(|| "https://larkfield.my.salesforce.com.invalid".to_owned());
    let value = tuning.value.clone().unwrap_or_else(|| json!(url));
    Fault::token_field("instance_url", FieldChange::Set(value))
}
