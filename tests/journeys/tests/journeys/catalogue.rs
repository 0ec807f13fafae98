//! Every entry of the error catalogue, met where Salesforce would show it: what does the person read, and what
//! can they do?

use anyhow::{Context as _, ensure};
use orgkeep_api::command::Commands as _;
use orgkeep_api::decode::{DecodeRequest, DecodedView};
use orgkeep_api::failure::FailureView;
use orgkeep_domain::attempt::PasswordLogin;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::catalogue::{Cause, Place, Sign, signs};
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_journeys::world::World;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::soap::login;
use orgkeep_secret::Password;
use orgkeep_simulator::{
    AppKind, Decision, Endpoint, Fault, GrantKind, OrgKey, Outcome, RobotBrowser, Times,
};

const ORG: OrgKey = OrgKey::Uat;

/// What a sign looks like on the wire. A sign without a code stands in the text of one that is unknown.
struct Said {
    code: String,
    text: String,
}

impl Said {
    fn of(sign: &Sign) -> Self {
        let code = sign.code().unwrap_or("something_new");
        Self {
            code: code.replace('*', "ANYTHING"),
            text: sign.text().unwrap_or("words that nobody knows").to_owned(),
        }
    }

    fn on_page(&self) -> Fault {
        Fault::StopAfterSignIn {
            code: self.code.clone(),
            description: self.text.clone(),
        }
    }

    fn at_callback(&self) -> Fault {
        Fault::ErrorAfterConsent {
            code: self.code.clone(),
            description: self.text.clone(),
        }
    }

    fn at_token(&self) -> Fault {
        Fault::TokenError {
            grant: Some(GrantKind::Code),
            status: 400,
            code: self.code.clone(),
            description: self.text.clone(),
        }
    }

    /// With a status that says nothing: what counts is the code.
    fn at_api(&self) -> Fault {
        let body = serde_json::json!([{ "message": self.text, "errorCode": self.code }]);
        Fault::Reply {
            at: Some(Endpoint::Query),
            status: 400,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.to_string(),
        }
    }
}

/// Every sign in each of its places.
fn met_in(place: Place) -> impl Iterator<Item = &'static Sign> {
    signs().filter(move |sign| sign.places().contains(&place))
}

fn told(view: &FailureView) -> anyhow::Result<Cause> {
    let FailureView::Told { cause } = view else {
        anyhow::bail!("it ended with {view:?}");
    };
    Cause::parse(cause).context("a cause that the catalogue does not have")
}

/// What the person sees must be the entry's own, complete and with something to do.
fn judge(sign: &Sign, seen: Cause) -> anyhow::Result<()> {
    ensure!(
        seen == sign.cause(),
        "{seen:?} instead of {:?}",
        sign.cause()
    );
    ensure!(!seen.title().is_empty() && !seen.why().is_empty());
    ensure!(!seen.steps().is_empty(), "{seen:?} leaves the person alone");
    Ok(())
}

#[tokio::test]
async fn what_salesforce_s_page_shows_is_decoded_from_its_address_and_from_its_text()
-> anyhow::Result<()> {
    let world = World::start().await?;
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    let mut met = 0;
    for sign in met_in(Place::Page) {
        let said = Said::of(sign);
        world.simulator.faults().set(said.on_page(), Times::Always);
        let person = world.admin(ORG);
        let outcome = RobotBrowser::new()
            .consent(&consent.address, &person, Decision::Allow)
            .await?;
        world.simulator.faults().clear();
        let Outcome::Page(page) = outcome else {
            anyhow::bail!("{}: the browser came back", said.code);
        };
        for pasted in [page.url.clone(), format!("{} : {}", said.code, said.text)] {
            let request = DecodeRequest {
                text: pasted.into(),
            };
            let view = world.ask(world.orgkeep.decode(request)).await?;
            let DecodedView::Told { cause, .. } = view else {
                anyhow::bail!("{} {}: {view:?}", said.code, said.text);
            };
            judge(sign, Cause::parse(&cause).context("no such cause")?)?;
        }
        met += 1;
    }
    world.cancel(&consent.id).await?;
    world.failed().await?;
    println!("catalogue: {met} signs met on the practice org's pages");
    world.end().await
}

#[tokio::test]
async fn what_comes_back_is_explained_at_the_callback_the_token_endpoint_and_the_api()
-> anyhow::Result<()> {
    let world = World::start().await?;
    let mut met = 0;
    for (place, make) in [
        (Place::Callback, Said::at_callback as fn(&Said) -> Fault),
        (Place::Token, Said::at_token),
        (Place::Api, Said::at_api),
    ] {
        for sign in met_in(place) {
            let said = Said::of(sign);
            let seen = met_at(&world, make(&said)).await;
            seen.and_then(|cause| judge(sign, cause))
                .with_context(|| format!("{place:?} {} {}", said.code, said.text))?;
            met += 1;
        }
    }
    println!("catalogue: {met} signs met at callback, token endpoint and API of the practice org");
    world.end().await
}

#[tokio::test]
async fn a_login_with_a_password_is_refused_in_words_that_help() -> anyhow::Result<()> {
    let world = World::start().await?;
    let http = HttpClient::new(true)?;
    let org = world.simulator.org(ORG);
    let authority = Authority::parse(&org.my_domain_url, AuthorityRule::Practice)?;
    let person = world.admin(ORG);
    let credentials = PasswordLogin {
        username: person.username.clone(),
        password: Password::new(person.password.clone()),
        security_token: None,
    };
    let mut met = 0;
    for sign in met_in(Place::Soap) {
        let Said { code, text } = Said::of(sign);
        let fault = Fault::SoapFault {
            code: code.clone(),
            message: text.clone(),
        };
        world.simulator.faults().set(fault, Times::Always);
        let refused = login(&http, &authority, &credentials, AuthorityRule::Practice).await;
        world.simulator.faults().clear();
        let failure = Failure::from(refused.err().context("it logged in")?);
        let FailureReason::Told(cause) = failure.reason else {
            anyhow::bail!("{code}: {failure:?}");
        };
        judge(sign, cause).with_context(|| format!("{code} {text}"))?;
        met += 1;
    }
    println!("catalogue: {met} signs met at the practice org's SOAP login");
    world.end().await
}

async fn met_at(world: &World, fault: Fault) -> anyhow::Result<Cause> {
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Confidential))
        .await?;
    world.simulator.faults().set(fault, Times::Always);
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let failed = world.failed().await?;
    world.simulator.faults().clear();
    world.leave(&consent.id).await?;
    told(&failed.reason)
}

/// The words that the person reads for each entry. A change of any of them is seen here.
#[test]
fn every_entry_reads_as_it_was_reviewed() {
    let mut text = String::new();
    for cause in orgkeep_domain::catalogue::causes() {
        let actions: Vec<&str> = cause
            .steps()
            .iter()
            .filter_map(|step| step.action.map(orgkeep_domain::catalogue::StepAction::name))
            .collect();
        text.push_str(&format!(
            "{} | {} | {} | {}\n",
            cause.id(),
            cause.title(),
            cause.retry().name(),
            actions.join(" ")
        ));
    }
    let reviewed = include_str!("catalogue.txt");
    assert!(text == reviewed, "not as reviewed:\n{text}");
}

#[test]
fn nearly_every_sign_ends_in_a_named_cause_with_a_fix() {
    let all = signs().count();
    let named = signs()
        .filter(|sign| {
            let cause = sign.cause();
            cause != Cause::unknown() && !cause.steps().is_empty()
        })
        .count();
    println!("catalogue: {named} of {all} signs end in a named cause with a fix");
    assert!(named * 100 >= all * 95);
}
