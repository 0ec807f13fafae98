//! What an org says about itself to a holder of a token.

use orgkeep_simulator::{AppKind, OrgKey};

use crate::support::{Client, encode, get, get_with_token, start};

const ORGANIZATION: &str = "SELECT Id, Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, \
                            OrganizationType FROM Organization";

async fn query(client: &Client, token: &str, soql: &str) -> crate::support::Answer {
    let url = format!(
        "{}/services/data/v65.0/query?{}",
        client.host,
        encode(&[("q", soql)])
    );
    get_with_token(&url, token).await
}

#[tokio::test]
async fn the_organization_describes_itself() {
    let simulator = start().await;
    for key in OrgKey::ALL {
        let client = Client::new(&simulator, key, AppKind::Public);
        let tokens = client.tokens().await;
        let answer = query(
            &client,
            tokens["access_token"].as_str().unwrap(),
            ORGANIZATION,
        )
        .await;
        assert!(
            answer
                .head
                .contains("sforce-limit-info: api-usage=13/15000"),
            "{}",
            answer.head
        );
        let answer = answer.json();
        assert_eq!(answer["totalSize"], 1);
        let record = &answer["records"][0];
        assert_eq!(record["attributes"]["type"], "Organization");
        assert_eq!(record["Id"], client.org.id);
        assert_eq!(record["IsSandbox"], key.is_sandbox());
        assert_eq!(record["OrganizationType"], client.org.edition);
        assert!(record["TrialExpirationDate"].is_null());
        assert!(record.get("Country").is_none());
    }
}

#[tokio::test]
async fn only_a_dev_hub_knows_scratch_orgs() {
    let simulator = start().await;
    for (key, status) in [(OrgKey::DevHub, 200), (OrgKey::Production, 400)] {
        let client = Client::new(&simulator, key, AppKind::Public);
        let tokens = client.tokens().await;
        let answer = query(
            &client,
            tokens["access_token"].as_str().unwrap(),
            "SELECT Id FROM ScratchOrgInfo LIMIT 1",
        )
        .await;
        assert_eq!(answer.status, status);
        if status == 400 {
            assert_eq!(answer.json()[0]["errorCode"], "INVALID_TYPE");
        }
    }
}

#[tokio::test]
async fn users_can_be_looked_up() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let token = client.tokens().await["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let admin = client.org.admin();
    let soql = format!("SELECT Username FROM User WHERE Id = '{}'", &admin.id[..15]);
    let answer = query(&client, &token, &soql).await.json();
    assert_eq!(answer["records"][0]["Username"], admin.username);
    let url = format!(
        "{}/services/data/v65.0/sobjects/User/{}",
        client.host, admin.id
    );
    assert_eq!(
        get_with_token(&url, &token).await.json()["Username"],
        admin.username
    );
    for (soql, code) in [
        ("SELECT Nothing FROM User", "INVALID_FIELD"),
        ("SELECT", "MALFORMED_QUERY"),
    ] {
        assert_eq!(
            query(&client, &token, soql).await.json()[0]["errorCode"],
            code
        );
    }
}

#[tokio::test]
async fn userinfo_and_identity_name_the_person() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Uat, AppKind::Public);
    let tokens = client.tokens().await;
    let token = tokens["access_token"].as_str().unwrap();
    let url = format!("{}/services/oauth2/userinfo", client.host);
    let info = get_with_token(&url, token).await.json();
    assert_eq!(info["user_id"], client.org.admin().id);
    assert_eq!(info["organization_id"], client.org.id);
    assert_eq!(info["preferred_username"], client.org.admin().username);
    let identity = get_with_token(tokens["id"].as_str().unwrap(), token)
        .await
        .json();
    assert_eq!(identity["username"], client.org.admin().username);

    let dead = get_with_token(&url, "dead").await;
    assert_eq!((dead.status, dead.body.as_str()), (403, "Bad_OAuth_Token"));
    assert_eq!(get(&url).await.status, 403);
}

#[tokio::test]
async fn a_token_is_good_for_its_own_org_and_for_what_it_may() {
    let simulator = start().await;
    let client = Client::new(&simulator, OrgKey::Production, AppKind::Public);
    let token = client.tokens().await["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let elsewhere = simulator.org(OrgKey::DevHub).my_domain_url;
    let answer = get_with_token(&format!("{elsewhere}/services/data/v65.0/limits"), &token).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.json()[0]["errorCode"], "INVALID_SESSION_ID");

    let callback = client
        .callback(&[("scope", "id")], orgkeep_simulator::Decision::Allow)
        .await;
    let narrow = client.exchange(callback.text("code"), &[]).await.json();
    assert!(narrow.get("refresh_token").is_none());
    let url = format!("{}/services/data/v65.0/limits", client.host);
    assert_eq!(
        get_with_token(&url, narrow["access_token"].as_str().unwrap())
            .await
            .status,
        401
    );
}

#[tokio::test]
async fn versions_are_listed_for_anybody() {
    let simulator = start().await;
    let url = format!(
        "{}/services/data/",
        simulator.org(OrgKey::Production).my_domain_url
    );
    let versions = get(&url).await.json();
    let last = versions.as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["version"], "68.0");
    assert_eq!(last["label"], "Winter '27");
    let client = Client::new(&simulator, OrgKey::DevHub, AppKind::Public);
    let token = client.tokens().await["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let root = get_with_token(&format!("{}/services/data/v68.0/", client.host), &token)
        .await
        .json();
    assert!(root["identity"].as_str().unwrap().contains("/id/"));
    let limits = get_with_token(
        &format!("{}/services/data/v68.0/limits/", client.host),
        &token,
    )
    .await
    .json();
    assert!(limits["ActiveScratchOrgs"]["Max"].is_number());
    assert_eq!(
        get_with_token(
            &format!("{}/services/data/v99.0/limits", client.host),
            &token
        )
        .await
        .status,
        404
    );
}
