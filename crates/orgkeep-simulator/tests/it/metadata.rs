//! Metadata: components one by one. Deployments are tested by the client that sends them.

use std::time::Duration;

use orgkeep_simulator::{AppKind, OrgKey, Simulator};

use crate::support::{Answer, Client, ask, get_with_token, start};

const ORG: OrgKey = OrgKey::Uat;

/// Somebody with a session in an org.
struct Admin {
    simulator: Simulator,
    host: String,
    token: String,
}

impl Admin {
    async fn new() -> Self {
        let simulator = start().await;
        simulator.set_metadata_times(Duration::ZERO, Duration::ZERO);
        let tokens = Client::new(&simulator, ORG, AppKind::Public).tokens().await;
        let host = simulator.org(ORG).my_domain_url;
        let token = tokens["access_token"].as_str().unwrap().to_owned();
        Self {
            simulator,
            host,
            token,
        }
    }

    async fn call(&self, version: &str, operation: &str) -> Answer {
        let headers = [
            ("Content-Type", "text/xml; charset=UTF-8"),
            ("SOAPAction", "\"\""),
        ];
        let body = format!(
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
             xmlns=\"http://soap.sforce.com/2006/04/metadata\" xmlns:x=\"http://www.w3.org/2001/XMLSchema-instance\">\
             <s:Header><SessionHeader><sessionId>{}</sessionId></SessionHeader></s:Header>\
             <s:Body>{operation}</s:Body></s:Envelope>",
            self.token
        );
        let url = format!("{}/services/Soap/m/{version}", self.host);
        ask(&url, "POST", &headers, &body).await.unwrap()
    }

    /// Writes a component and gives the status code of its refusal.
    async fn create(&self, kind: &str, name: &str, elements: &str) -> Option<String> {
        let operation = format!(
            "<createMetadata><metadata x:type=\"{kind}\"><fullName>{name}</fullName>{elements}</metadata></createMetadata>"
        );
        let answer = self.call("66.0", &operation).await;
        let (_, rest) = answer.body.split_once("<statusCode>")?;
        Some(rest.split_once('<').unwrap().0.to_owned())
    }

    async fn create_app(&self, name: &str) {
        for (kind, suffix, elements) in [
            ("ExternalClientApplication", "", APP.to_owned()),
            ("ExtlClntAppOauthSettings", "_oauth", oauth(name)),
            ("ExtlClntAppGlobalOauthSettings", "_glbloauth", global(name)),
        ] {
            let refused = self
                .create(kind, &format!("{name}{suffix}"), &elements)
                .await;
            assert_eq!(refused, None, "{kind}");
        }
    }
}

const APP: &str = "<contactEmail>a@b.example</contactEmail><distributionState>Local</distributionState><label>New</label>";

fn oauth(app: &str) -> String {
    format!(
        "<commaSeparatedOauthScopes>Api, RefreshToken</commaSeparatedOauthScopes>\
         <externalClientApplication>{app}</externalClientApplication>"
    )
}

fn global(app: &str) -> String {
    format!(
        "<callbackUrl>http://localhost:33333</callbackUrl><externalClientApplication>{app}</externalClientApplication>\
         <isConsumerSecretOptional>true</isConsumerSecretOptional>\
         <isSecretRequiredForRefreshToken>false</isSecretRequiredForRefreshToken>"
    )
}

#[tokio::test]
async fn an_app_is_made_of_three_parts_in_their_order_and_gets_its_policies() {
    let admin = Admin::new().await;
    let early = admin
        .create("ExtlClntAppOauthSettings", "New_oauth", &oauth("New"))
        .await;
    assert_eq!(early.as_deref(), Some("INVALID_CROSS_REFERENCE_KEY"));
    admin.create_app("New").await;
    let names: Vec<String> = admin
        .simulator
        .metadata_of(ORG, "New")
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    assert_eq!(
        names,
        [
            "New",
            "New_oauth",
            "New_glbloauth",
            "New_defaultPolicy",
            "New_oauth_defaultPolicy"
        ]
    );
    let second = "<externalClientApplication>New</externalClientApplication>";
    let refused = admin
        .create(
            "ExtlClntAppOauthConfigurablePolicies",
            "New_oauthPlcy",
            second,
        )
        .await;
    assert_eq!(refused.as_deref(), Some("DUPLICATE_VALUE"));
}

#[tokio::test]
async fn a_made_app_can_be_signed_in_through_once_its_key_is_known() {
    let admin = Admin::new().await;
    admin
        .simulator
        .set_metadata_times(Duration::ZERO, Duration::from_secs(60));
    admin.create_app("New").await;
    let apps = admin.simulator.apps(ORG);
    let made = apps
        .into_iter()
        .find(|app| app.developer_name == "New")
        .unwrap();
    let client = Client::of(
        &admin.simulator,
        orgkeep_simulator::ClientApp {
            secret: None,
            ..made
        },
    );
    let early = get_with_token(&client.authorize_url(&[]), "").await;
    assert!(early.body.contains("invalid_client_id") || early.head.contains("invalid_client_id"));
    admin.simulator.clock().advance(Duration::from_secs(61));
    client.tokens().await;
}

#[tokio::test]
async fn elements_stand_in_the_order_of_the_alphabet_and_exist() {
    let admin = Admin::new().await;
    for elements in [
        "<label>New</label><distributionState>Local</distributionState>",
        "<distributionState>Local</distributionState><label>New</label><unheardOf>1</unheardOf>",
        "<distributionState>Somewhere</distributionState><label>New</label>",
    ] {
        let refused = admin
            .create("ExternalClientApplication", "New", elements)
            .await;
        assert_eq!(
            refused.as_deref(),
            Some("FIELD_INTEGRITY_EXCEPTION"),
            "{elements}"
        );
    }
    let missing = admin
        .create("ExternalClientApplication", "New", "<label>New</label>")
        .await;
    assert_eq!(missing.as_deref(), Some("REQUIRED_FIELD_MISSING"));
}

#[tokio::test]
async fn names_of_apps_and_connected_apps_are_taken_once() {
    let admin = Admin::new().await;
    for name in ["Practice_Public", "Legacy_Integration"] {
        let refused = admin.create("ExternalClientApplication", name, APP).await;
        assert_eq!(refused.as_deref(), Some("DUPLICATE_DEVELOPER_NAME"));
    }
}

#[tokio::test]
async fn an_old_version_does_not_know_the_types() {
    let admin = Admin::new().await;
    let list =
        "<listMetadata><queries><type>ExternalClientApplication</type></queries></listMetadata>";
    let old = admin.call("58.0", list).await;
    assert_eq!(old.status, 500);
    assert!(old.body.contains("<faultcode>sf:INVALID_TYPE</faultcode>"));
    let new = admin.call("59.0", list).await;
    assert!(new.body.contains("<fullName>Practice_Public</fullName>"));
}

#[tokio::test]
async fn secrets_are_read_only_after_the_switch() {
    let admin = Admin::new().await;
    let base = format!("{}/services/data/v66.0/apps/oauth", admin.host);
    let usage = get_with_token(&format!("{base}/usage"), &admin.token)
        .await
        .json();
    let row = usage["apps"]
        .as_array()
        .unwrap()
        .iter()
        .find(|app| app["developerName"] == "Practice_Confidential");
    let id = row.unwrap()["identifier"].as_str().unwrap().to_owned();
    let consumers = format!("{base}/credentials/{id}");
    assert_eq!(get_with_token(&consumers, &admin.token).await.status, 403);
    let switch = "<updateMetadata><metadata x:type=\"ExternalClientAppSettings\"><fullName>ExternalClientApp</fullName>\
        <enableClientSecretInRestApiAccess>true</enableClientSecretInRestApiAccess></metadata></updateMetadata>";
    assert!(
        admin
            .call("66.0", switch)
            .await
            .body
            .contains("<success>true</success>")
    );
    admin.simulator.clock().advance(Duration::from_secs(1));
    let consumer = get_with_token(&consumers, &admin.token).await.json();
    let consumer = consumer["consumers"][0]["id"].as_str().unwrap().to_owned();
    let pair = get_with_token(
        &format!("{consumers}/{consumer}?part=keyandsecret"),
        &admin.token,
    )
    .await
    .json();
    assert_eq!(
        pair["secret"].as_str(),
        admin
            .simulator
            .app(ORG, AppKind::Confidential)
            .secret
            .as_deref()
    );
}
