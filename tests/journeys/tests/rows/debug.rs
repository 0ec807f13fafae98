//! Logs, errors and panics: S-31.

use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};

use anyhow::{Context as _, ensure};
use orgkeep_api::paste::PasteRequest;
use orgkeep_api::register::DraftSecretRequest;
use orgkeep_api::typed::TypedSecret;
use orgkeep_api::vault::PassphraseRequest;
use orgkeep_app::surroundings::BrowserAddress;
use orgkeep_domain::attempt::{
    AppSignIn, Arrival, Authorized, AwaitingConsent, Draft, Exchanging, Identifying, IssuerRule,
    LoginDraft, Means, PasswordLogin, Purpose, Refused, SignIn, Tokens,
};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::callback::{CallbackQuery, parse_callback_query, parse_pasted_callback};
use orgkeep_domain::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::id::{OrgId, UserId};
use orgkeep_domain::organization::{OrgIdentity, UserIdentity};
use orgkeep_domain::scope::Scopes;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::leak::{Encoding, Search};
use orgkeep_journeys::row::Row;
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::trace;
use orgkeep_journeys::world::World;
use orgkeep_salesforce::request::authorize_url;
use orgkeep_salesforce::session::ApiSession;
use orgkeep_secret::{
    AccessToken, AuthorizationCode, CodeVerifier, ConsumerSecret, Passphrase, Password,
    RefreshToken, SecurityToken, StateToken,
};
use orgkeep_simulator::{AppKind, OrgKey};
use orgkeep_vault::connection_record::{AppCredentials, ConnectionSecrets, Credentials};
use orgkeep_vault::draft_login::TypedLogin;
use orgkeep_vault::renewal::NewTokens;
use orgkeep_vault::revocation_record::{RevocationToken, UnwantedToken};

use crate::holding;
use crate::role::TEST;

/// How many types there are, and the log of the whole flow.
const VARIANTS: usize = 70;

#[tokio::test]
async fn s_31_logs_debug_output_and_panics_are_quiet() -> anyhow::Result<()> {
    let mut row = Row::new("S-31", VARIANTS);
    // In a process of its own: it panics on purpose.
    let printed = Player::start(TEST, "printer", &[])?.noted_in(&mut row);
    row.finish(printed)
}

/// The child's part: a whole flow, and every type that can hold a secret, printed, logged and in a panic.
pub async fn print_everything() -> anyhow::Result<()> {
    // Before the log begins to listen: the panics are on purpose, and nobody has to see them.
    std::panic::set_hook(Box::new(|_| {}));
    let world = World::start().await?;
    world
        .register(&world.registration(OrgKey::Uat, AppKind::Confidential))
        .await?;
    let received = holding::received(&world).await?;
    let denied = world
        .at_consent(&world.registration(OrgKey::Uat, AppKind::Confidential))
        .await?;
    // Whoever has allowed an app before is not asked again.
    world.remember();
    world.simulator.end_grants();
    world.deny_as(&denied, &world.admin(OrgKey::Uat)).await?;
    world.failed().await?;
    child::note("the whole flow", &world.quiet())?;
    let vault = world.vault().await?;
    let key = String::from_utf8(world.keyring.entries().pop().unwrap_or_default())?;
    // What stands before the last colon is a fixed word and the key's name.
    let key = key.rsplit(':').next().unwrap_or_default();
    let canary = random_text(48)?;
    print(&canary, key, "Vault", vault)?;
    for (name, value) in values(&canary)? {
        print(&canary, &canary, name, value)?;
    }
    let callback = holding::callback(&canary).await?;
    print(&canary, &canary, "Callback", callback)?;
    let (key, home) = holding::home_key()?;
    print(&key, &key, "CliKey", home)?;
    print_what_came_back(received)?;
    child::note_no_more()
}

/// Of a real connection: the secrets are Salesforce's own.
fn print_what_came_back(received: holding::Received) -> anyhow::Result<()> {
    let holding::Received {
        stored,
        renewal,
        link,
    } = received;
    // An access token begins with the org's id, which is no secret.
    let secret_part = |token: &AccessToken| {
        // EXPOSE: the test looks for it in what is printed.
        let text = token.expose();
        text.split_once('!')
            .map_or(text, |(_, rest)| rest)
            .to_owned()
    };
    let old = secret_part(&stored.secrets.access);
    let new = secret_part(&renewal.access);
    // EXPOSE: the same.
    let grant = holding::grant(&stored)?;
    let refresh = grant.token.expose().to_owned();
    let session = ApiSession {
        instance: &stored.secrets.instance,
        access: &renewal.access,
    };
    print(&new, &new, "ApiSession", session)?;
    print(&refresh, &refresh, "RefreshGrant", grant)?;
    print(&old, &old, "StoredSession", &stored)?;
    print(&new, &new, "Renewal", &renewal)?;
    let query = link.for_the_browser().split_once('?');
    let (_, otp) = query
        .and_then(|(_, query)| query.split_once("otp="))
        .context("no otp")?;
    let otp = otp.split('&').next().unwrap_or_default().to_owned();
    print(&otp, &otp, "FrontdoorUrl", &link)
}

/// Prints a value in every way that there is, then looks for what it holds.
#[expect(clippy::panic, reason = "the row is about what a panic prints")]
fn print(control: &str, secret: &str, name: &str, value: impl Debug) -> anyhow::Result<()> {
    let mark = trace::mark()?;
    let mut printed = format!("{value:?}\n{value:#?}\n");
    tracing::error!(?value, "an error with everything in it");
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        panic_any(format!("while it held {value:?}"))
    }));
    printed.push_str(&String::from_utf8_lossy(&trace::since(mark)?));
    let markers = [("secret".to_owned(), secret.to_owned())];
    let (whole, pieces) = (
        Search::of(&markers, &Encoding::ALL)?,
        Search::of_pieces(&markers)?,
    );
    let outcome = (|| {
        ensure!(
            panicked.is_err() && printed.contains("while it held"),
            "the panic was not seen"
        );
        ensure!(
            printed.contains("with everything in it"),
            "the log was not captured"
        );
        let mut found = whole.in_bytes(name, printed.as_bytes());
        found.extend(pieces.in_bytes(name, printed.as_bytes()));
        ensure!(found.is_empty(), "{found:?}");
        let planted = format!("{printed}{control}");
        let control = [("control".to_owned(), control.to_owned())];
        let control = Search::of_pieces(&control)?;
        ensure!(
            !control.in_bytes(name, planted.as_bytes()).is_empty(),
            "the search is broken"
        );
        Ok(())
    })();
    child::note(name, &outcome)
}

type Value = (&'static str, Box<dyn Debug>);

/// Every type that can hold a secret, holding this one.
fn values(canary: &str) -> anyhow::Result<Vec<Value>> {
    let text = || canary.to_owned();
    let mut all: Vec<Value> = vec![
        ("AccessToken", Box::new(AccessToken::new(text()))),
        ("RefreshToken", Box::new(RefreshToken::new(text()))),
        ("ConsumerSecret", Box::new(ConsumerSecret::new(text()))),
        (
            "AuthorizationCode",
            Box::new(AuthorizationCode::new(text())),
        ),
        ("CodeVerifier", Box::new(CodeVerifier::new(text()))),
        ("StateToken", Box::new(StateToken::new(text()))),
        ("Passphrase", Box::new(Passphrase::new(text()))),
        ("TypedSecret", Box::new(TypedSecret::from(text()))),
        (
            "PassphraseRequest",
            Box::new(PassphraseRequest {
                passphrase: text().into(),
            }),
        ),
        (
            "DraftSecretRequest",
            Box::new(DraftSecretRequest {
                id: "1".to_owned(),
                secret: Some(text().into()),
            }),
        ),
        (
            "PasteRequest",
            Box::new(PasteRequest {
                id: "1".to_owned(),
                address: text().into(),
            }),
        ),
    ];
    all.extend(values_of_a_sign_in(canary)?);
    all.extend(values_of_the_store(canary)?);
    all.extend(holding::requests(canary));
    all.extend(holding::values(canary, &host()?)?);
    Ok(all)
}

fn values_of_a_sign_in(canary: &str) -> anyhow::Result<Vec<Value>> {
    let url = authorize_url(&awaiting(canary)?)?;
    let address = BrowserAddress::from(&url);
    let pasted = format!("http://localhost:33333/?code={canary}&state={canary}");
    let identifying = || {
        let identifying = Identifying {
            sign_in: draft(canary)?.into(),
            tokens: tokens(canary)?,
            user: None,
        };
        anyhow::Ok(identifying)
    };
    let confirming = || anyhow::Ok(identifying()?.identified(identity()?));
    let refused = Refused {
        means: Means::Password(password_login(canary)),
        tokens: tokens(canary)?,
    };
    let pasted = parse_pasted_callback(&pasted, &CallbackUrl::standard())?;
    Ok(vec![
        ("ClientApp", Box::new(draft(canary)?.client)),
        ("Draft", Box::new(draft(canary)?)),
        ("SignIn", Box::new(SignIn::from(draft(canary)?))),
        ("PasswordLogin", Box::new(password_login(canary))),
        ("LoginDraft", Box::new(login_draft(canary)?)),
        ("Means", Box::new(Means::Password(password_login(canary)))),
        ("AwaitingConsent", Box::new(awaiting(canary)?)),
        ("AuthorizeUrl", Box::new(url)),
        ("BrowserAddress", Box::new(address)),
        ("CallbackQuery", Box::new(query(canary)?)),
        ("CallbackOutcome", Box::new(query(canary)?.outcome)),
        ("a pasted CallbackQuery", Box::new(pasted)),
        (
            "Arrival",
            Box::new(awaiting(canary)?.receive(query(canary)?)),
        ),
        ("Exchanging", Box::new(exchanging(canary)?)),
        ("Tokens", Box::new(tokens(canary)?)),
        ("Identifying", Box::new(identifying()?)),
        ("Confirming", Box::new(confirming()?)),
        ("Judgement", Box::new(confirming()?.judge())),
        ("Refused", Box::new(refused)),
        ("AppSignIn", Box::new(app_sign_in(canary)?)),
        (
            "Authorized",
            Box::new(Authorized {
                sign_in: draft(canary)?.into(),
                tokens: tokens(canary)?,
                identity: identity()?,
                accepted: None,
            }),
        ),
    ])
}

fn app_sign_in(canary: &str) -> anyhow::Result<AppSignIn> {
    Ok(AppSignIn {
        client: draft(canary)?.client,
        callback: CallbackUrl::standard(),
        scopes: None,
    })
}

fn password_login(canary: &str) -> PasswordLogin {
    PasswordLogin {
        username: "admin@acme.example".to_owned(),
        password: Password::new(canary.to_owned()),
        security_token: Some(SecurityToken::new(canary.to_owned())),
    }
}

fn login_draft(canary: &str) -> anyhow::Result<LoginDraft> {
    Ok(LoginDraft {
        authority: host()?,
        login: password_login(canary),
        purpose: Purpose::Register { expected_org: None },
    })
}

fn values_of_the_store(canary: &str) -> anyhow::Result<Vec<Value>> {
    let text = || canary.to_owned();
    let secrets = ConnectionSecrets {
        login: host()?,
        instance: host()?,
        generation: 1,
        access: AccessToken::new(text()),
        credentials: Credentials::App(AppCredentials {
            consumer_key: ConsumerKey::parse("3MVG9key")?,
            refresh: Some(RefreshToken::new(text())),
            consumer_secret: Some(ConsumerSecret::new(text())),
        }),
    };
    let credentials = Credentials::Password(password_login(canary));
    let typed = TypedLogin {
        password: Some(Password::new(text())),
        security_token: Some(SecurityToken::new(text())),
    };
    let renewed = NewTokens {
        access: AccessToken::new(text()),
        refresh: Some(RefreshToken::new(text())),
        instance: None,
        scopes: None,
    };
    let token = UnwantedToken::Refresh(RefreshToken::new(text()));
    let unwanted = UnwantedToken::Access(AccessToken::new(text()));
    Ok(vec![
        ("ConnectionSecrets", Box::new(secrets)),
        ("Credentials", Box::new(credentials)),
        ("TypedLogin", Box::new(typed)),
        ("NewTokens", Box::new(renewed)),
        (
            "RevocationToken",
            Box::new(RevocationToken {
                host: host()?,
                token: unwanted,
            }),
        ),
        ("UnwantedToken", Box::new(token)),
    ])
}

fn host() -> anyhow::Result<Authority> {
    Ok(Authority::parse(
        "https://acme.my.salesforce.com",
        AuthorityRule::Salesforce,
    )?)
}

fn draft(canary: &str) -> anyhow::Result<Draft> {
    Ok(Draft {
        authority: host()?,
        client: ClientApp {
            kind: ClientKind::ExternalClientApp,
            key: ConsumerKey::parse("3MVG9key")?,
            secret: Some(ConsumerSecret::new(canary.to_owned())),
        },
        callback: CallbackUrl::standard(),
        scopes: None,
        login_hint: None,
        purpose: Purpose::Register { expected_org: None },
    })
}

fn awaiting(canary: &str) -> anyhow::Result<AwaitingConsent> {
    let state = StateToken::new(canary.to_owned());
    let issuer = IssuerRule::IfPresent("https://acme.my.salesforce.com".to_owned());
    Ok(draft(canary)?.ask_consent(state, CodeVerifier::new(canary.to_owned()), issuer))
}

fn query(canary: &str) -> anyhow::Result<CallbackQuery> {
    Ok(parse_callback_query(&format!(
        "code={canary}&state={canary}"
    ))?)
}

fn exchanging(canary: &str) -> anyhow::Result<Exchanging> {
    match awaiting(canary)?.receive(query(canary)?) {
        Arrival::Granted(exchanging) => Ok(exchanging),
        other => anyhow::bail!("{other:?}"),
    }
}

fn tokens(canary: &str) -> anyhow::Result<Tokens> {
    Ok(Tokens {
        access: AccessToken::new(canary.to_owned()),
        refresh: Some(RefreshToken::new(canary.to_owned())),
        scopes: Scopes::parse("api"),
        instance: host()?,
        org: OrgId::parse("00D000000000001EAA")?,
        user: UserId::parse("005000000000001AAA")?,
        issued_at: None,
        is_signed: true,
    })
}

fn identity() -> anyhow::Result<OrgIdentity> {
    Ok(OrgIdentity {
        org_id: OrgId::parse("00D000000000001EAA")?,
        user: UserIdentity {
            user_id: UserId::parse("005000000000001AAA")?,
            username: "nora@acme.example".to_owned(),
            display_name: "Nora".to_owned(),
        },
        org_name: "ACME".to_owned(),
        edition: "Enterprise Edition".to_owned(),
        instance_name: "NA1".to_owned(),
        namespace: None,
        is_sandbox: false,
        end_date: None,
        instance: host()?,
    })
}
