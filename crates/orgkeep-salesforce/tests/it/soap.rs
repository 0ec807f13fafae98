//! Logging in with a password, against the practice org.

use anyhow::Result;
use orgkeep_domain::attempt::{Identifying, LoginDraft, PasswordLogin, Purpose};
use orgkeep_domain::authority::{Authority as Server, AuthorityRule};
use orgkeep_domain::failure::ServerWords;
use orgkeep_salesforce::http::{CallError, HttpClient};
use orgkeep_salesforce::identity::identify;
use orgkeep_salesforce::soap::{LoginError, SoapSession, login};
use orgkeep_secret::{Password, SecurityToken};
use orgkeep_simulator::{
    Endpoint, Fault, OrgKey, SCENARIOS, ScenarioGroup, Simulator, SimulatorConfig, Times, Tuning,
    User,
};

const RULE: AuthorityRule = AuthorityRule::Practice;

struct World {
    simulator: Simulator,
    client: HttpClient,
    server: Server,
    user: User,
}

impl World {
    async fn start() -> Result<Self> {
        let simulator = Simulator::start(SimulatorConfig::ephemeral()).await?;
        let org = simulator.org(OrgKey::Uat);
        Ok(Self {
            client: HttpClient::new(true)?,
            server: Server::parse(org.my_domain_url(), RULE)?,
            user: org.admin().clone(),
            simulator,
        })
    }

    async fn login(&self) -> Result<SoapSession, LoginError> {
        self.login_with(&self.user.password, Some(&self.user.security_token))
            .await
    }

    async fn login_with(
        &self,
        password: &str,
        token: Option<&str>,
    ) -> Result<SoapSession, LoginError> {
        let credentials = PasswordLogin {
            username: self.user.username.clone(),
            password: Password::new(password.into()),
            security_token: token.map(|token| SecurityToken::new(token.into())),
        };
        login(&self.client, &self.server, &credentials, RULE).await
    }

    async fn refused(&self) -> LoginError {
        self.login().await.unwrap_err()
    }

    fn next(&self, scenario: &str, tuning: Tuning) -> Result<()> {
        Ok(self
            .simulator
            .faults()
            .set_scenario(scenario, &tuning, Times::Next(1))?)
    }

    fn answers_next(&self, status: u16, body: &str) {
        let fault = Fault::Reply {
            at: Some(Endpoint::Soap),
            status,
            headers: vec![(
                "content-type".to_owned(),
                "text/xml;charset=UTF-8".to_owned(),
            )],
            body: body.to_owned(),
        };
        self.simulator.faults().set(fault, Times::Next(1));
    }

    fn count(&self) -> usize {
        self.simulator.journal().of_endpoint(Endpoint::Soap).len()
    }
}

fn words(error: LoginError) -> ServerWords {
    match error {
        LoginError::Refused(words) => words,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_login_gives_a_session_that_the_org_accepts() -> Result<()> {
    let mut world = World::start().await?;
    let org = world.simulator.org(OrgKey::Uat);
    for host in [org.login_url.clone(), org.my_domain_url.clone()] {
        world.server = Server::parse(&host, RULE)?;
        let session = world.login().await?;
        assert_eq!(session.instance.origin(), org.my_domain_url);
        assert_eq!(session.org.as_str(), org.id);
        assert_eq!(session.user.as_str(), world.user.id);
        assert_eq!(session.username, world.user.username);
        assert!(session.is_sandbox && !session.password_expired);
        let identifying = logged_in(&world, session);
        let identity = identify(&world.client, &identifying).await.unwrap();
        assert_eq!(identity.org_id.as_str(), org.id);
        assert_eq!(identity.org_name, org.name);
        assert_eq!(identity.user.username, world.user.username);
        assert_eq!(identity.user.display_name, world.user.display_name);
    }
    Ok(())
}

fn logged_in(world: &World, session: SoapSession) -> Identifying {
    let (tokens, user) = session.into_tokens();
    LoginDraft {
        authority: world.server.clone(),
        login: PasswordLogin {
            username: world.user.username.clone(),
            password: Password::new(world.user.password.clone()),
            security_token: None,
        },
        purpose: Purpose::Register { expected_org: None },
    }
    .logged_in(tokens, user)
}

#[tokio::test]
async fn every_character_of_a_password_arrives() -> Result<()> {
    let mut world = World::start().await?;
    let printable: String = (' '..='~').chain("ä€🔑".chars()).collect();
    let username = world.user.username.clone();
    world
        .simulator
        .change_user(&username, |user| user.password.clone_from(&printable))?;
    world.user.password = printable;
    world.login().await?;
    let entry = &world.simulator.journal().of_endpoint(Endpoint::Soap)[0];
    assert_eq!(entry.path, "/services/Soap/u/64.0");
    assert_eq!(
        entry.header("content-type"),
        Some("text/xml; charset=UTF-8")
    );
    assert_eq!(entry.header("soapaction"), Some("\"\""));
    Ok(())
}

#[tokio::test]
async fn without_a_security_token_only_a_trusting_org_lets_in() -> Result<()> {
    let world = World::start().await?;
    let password = world.user.password.clone();
    let refused = words(world.login_with(&password, None).await.unwrap_err());
    assert_eq!(
        refused.code.as_deref(),
        Some("LOGIN_MUST_USE_SECURITY_TOKEN")
    );
    let refused = words(world.login_with("wrong", None).await.unwrap_err());
    assert_eq!(refused.code.as_deref(), Some("INVALID_LOGIN"));
    assert_eq!(
        refused.description.as_deref(),
        Some("Invalid username, password, security token; or user locked out.")
    );
    world
        .simulator
        .change_org(OrgKey::Uat, |org| org.trusts_address = true);
    assert!(world.login_with(&password, None).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn every_refusal_keeps_its_code_and_its_text() -> Result<()> {
    let world = World::start().await?;
    let refusals = SCENARIOS.iter().filter(|scenario| {
        let refuses = matches!(scenario.fault(&Tuning::default()), Fault::SoapFault { .. });
        scenario.group == ScenarioGroup::Soap && refuses
    });
    for scenario in refusals {
        let Fault::SoapFault { code, message } = scenario.fault(&Tuning::default()) else {
            continue;
        };
        world.next(scenario.id, Tuning::default())?;
        let refused = words(world.refused().await);
        assert_eq!(refused.code, Some(code), "{}", scenario.id);
        assert_eq!(refused.description, Some(message), "{}", scenario.id);
    }
    assert!(world.login().await.is_ok());
    Ok(())
}

#[tokio::test]
async fn an_expired_password_is_told_with_the_session() -> Result<()> {
    let world = World::start().await?;
    world.next("soap-password-expired", Tuning::default())?;
    assert!(world.login().await?.password_expired);
    Ok(())
}

#[tokio::test]
async fn a_result_that_lacks_something_or_points_elsewhere_is_not_believed() -> Result<()> {
    let world = World::start().await?;
    for scenario in ["soap-no-session", "soap-no-server-url"] {
        world.next(scenario, Tuning::default())?;
        let error = world.refused().await;
        assert_eq!(error, LoginError::Call(CallError::Unexpected), "{scenario}");
    }
    for url in [
        "https://larkfield.my.salesforce.com/services/Soap/u/64.0",
        "http://localhost.evil.example:29330/services/Soap/u/64.0",
        "http://localhost/services/Soap/u/64.0",
        "http://a:b@localhost:29330/services/Soap/u/64.0",
        "http://localhost:29330/elsewhere",
        "localhost",
        "",
    ] {
        world.next("soap-hostile-server-url", Tuning::to(url))?;
        assert_eq!(world.refused().await, LoginError::AnswerRefused, "{url}");
    }
    for (name, text) in [
        ("sessionId", ""),
        ("userId", "005"),
        ("organizationId", "evil"),
    ] {
        let fault = Fault::SoapElement {
            name: name.to_owned(),
            text: Some(text.to_owned()),
        };
        world.simulator.faults().set(fault, Times::Next(1));
        assert_eq!(world.refused().await, LoginError::AnswerRefused, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn a_login_is_sent_once_and_to_one_server() -> Result<()> {
    let world = World::start().await?;
    let target = format!("{}/elsewhere", world.simulator.test_url());
    for status in [301, 302, 303, 307, 308] {
        let tuning = Tuning {
            endpoint: Some(Endpoint::Soap),
            status: Some(status),
            ..Tuning::to(&target)
        };
        world.next("redirect", tuning)?;
        assert_eq!(
            world.refused().await,
            LoginError::Call(CallError::Unexpected)
        );
    }
    assert_eq!(world.simulator.journal().count("/elsewhere"), 0);
    for (scenario, expected) in [
        ("answer-lost", CallError::Unreachable),
        ("reset-after-body", CallError::Unreachable),
        (
            "service-unavailable-retry-after",
            CallError::Busy {
                retry_after: Some(2),
            },
        ),
        ("large-body", CallError::TooLarge),
        ("truncated-json", CallError::Unexpected),
        ("html-instead-of-json", CallError::CaptivePortal),
        ("captive-portal-redirect", CallError::CaptivePortal),
    ] {
        let before = world.count();
        world.next(scenario, Tuning::at(Endpoint::Soap))?;
        assert_eq!(
            world.refused().await,
            LoginError::Call(expected),
            "{scenario}"
        );
        assert_eq!(world.count(), before + 1, "{scenario}");
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_of_another_shape_is_no_answer() -> Result<()> {
    let world = World::start().await?;
    let entities = "<!DOCTYPE a [<!ENTITY b 'cccccccc'><!ENTITY a '&b;&b;&b;&b;'>]><a>&a;</a>";
    for (status, body) in [
        (200, ""),
        (200, "{}"),
        (200, entities),
        (500, entities),
        (500, "<a"),
        (404, "<a/>"),
    ] {
        world.answers_next(status, body);
        assert_eq!(
            world.refused().await,
            LoginError::Call(CallError::Unexpected),
            "{body}"
        );
    }
    let session = "<e><Body><loginResponse><result/></loginResponse></Body></e>";
    world.answers_next(500, session);
    assert_eq!(
        world.refused().await,
        LoginError::Call(CallError::Unexpected)
    );
    Ok(())
}

#[tokio::test]
async fn words_that_repeat_a_secret_are_not_kept() -> Result<()> {
    let world = World::start().await?;
    for secret in [&world.user.password, &world.user.security_token] {
        let echo = Tuning {
            text: Some(format!("the password {secret} is wrong")),
            ..Tuning::default()
        };
        world.next("soap-invalid-login", echo)?;
        let error = world.refused().await;
        assert!(!format!("{error} {error:?}").contains(secret.as_str()));
        let kept = words(error);
        assert_eq!(kept.code.as_deref(), Some("INVALID_LOGIN"));
        assert_eq!(kept.description, None);
    }
    let session = world.login().await?;
    assert!(!format!("{session:?}").contains('!'), "{session:?}");
    Ok(())
}

#[tokio::test]
async fn words_from_outside_are_made_fit_to_show() -> Result<()> {
    let world = World::start().await?;
    let long = Tuning {
        text: Some(format!("one\r\ntwo\u{202e}{}", "x".repeat(2_000))),
        ..Tuning::default()
    };
    world.next("soap-org-locked", long)?;
    let shown = words(world.refused().await).description.unwrap();
    assert!(shown.starts_with("one") && !shown.contains(['\r', '\n', '\u{202e}']));
    assert_eq!(shown.chars().count(), 301);
    Ok(())
}
