//! What metadata means for signing in: an app's consumer follows its components.

use std::{collections::BTreeMap, time::Duration};

use super::{
    component::{Component, Problem},
    kind::Kind,
    scope,
    shelf::Shelf,
};
use crate::{
    app::{ClientApp, Propagation},
    clock::millis,
    org::{Org, OrgKey},
    salesforce_id::without_checksum,
    world::World,
};

/// What a component says about the consumer has to be possible.
pub(super) fn check(world: &World, org: OrgKey, component: &Component) -> Result<(), Problem> {
    let refused =
        |text: &str, field: &str| Err(component.refused("FIELD_INTEGRITY_EXCEPTION", text, field));
    match component.kind {
        Kind::OauthSettings => {
            let names = component.text("commaSeparatedOauthScopes");
            if let Some(unknown) = scope::unknown(names) {
                let text = format!("{unknown} is not a valid OAuth scope");
                return refused(&text, "commaSeparatedOauthScopes");
            }
            let link = component.text("oauthLink");
            let own = without_checksum(&world.org(org).id);
            if !link.is_empty() && !link.starts_with(own) {
                return refused("There was a problem with the OAuth link", "oauthLink");
            }
        }
        Kind::GlobalOauth => {
            let mut callbacks = component.text("callbackUrl").lines();
            if component.text("callbackUrl").len() > 2000 || !callbacks.all(is_callback) {
                return refused("The callback URL is not valid", "callbackUrl");
            }
        }
        Kind::OauthPolicies => {
            let user = component.text("clientCredentialsFlowUser");
            let known = user.is_empty() || world.org(org).user_by_name(user).is_some();
            if !known {
                let text = "Enter a valid execution user for the OAuth client credentials flow";
                return refused(text, "clientCredentialsFlowUser");
            }
        }
        _ => {}
    }
    Ok(())
}

/// Plain http only on this machine.
fn is_callback(text: &str) -> bool {
    url::Url::parse(text.trim()).is_ok_and(|url| match url.scheme() {
        "http" => url.host_str() == Some("localhost"),
        _ => true,
    })
}

/// Brings the consumer of an app to what its components say.
pub(super) fn follow(world: &mut World, org: OrgKey, app: &str, now: i64) {
    let is_it = |own: &ClientApp| own.org == org && own.developer_name == app;
    let shelf = world.shelf(org);
    let satellite = |kind| shelf.satellite(kind, app).cloned();
    let (Some(settings), Some(global)) =
        (satellite(Kind::OauthSettings), satellite(Kind::GlobalOauth))
    else {
        world.apps.retain(|own| !is_it(own));
        return;
    };
    let title = shelf
        .find(Kind::App, app)
        .map_or(app, |own| own.text("label"))
        .to_owned();
    let policies = satellite(Kind::OauthPolicies);
    if !world.apps.iter().any(is_it) {
        let mut made = make(world, org, app, &global, now);
        made.name = title.clone();
        world.apps.push(made);
        add_default_policies(world.shelf_mut(org), app, &settings.name);
    }
    let keeps_pkce = world.keeps_pkce;
    if let Some(own) = world.apps.iter_mut().find(|own| is_it(own)) {
        own.name = title;
        apply(own, &settings, &global, policies.as_ref());
        own.pkce_required |= keeps_pkce;
    }
}

/// A consumer with a key of its own, which the hosts hear of later. A key that the component chooses is taken.
fn make(world: &mut World, org: OrgKey, app: &str, global: &Component, now: i64) -> ClientApp {
    let chosen = global.text("consumerKey");
    let client_id = match chosen {
        "" => format!("3MVG9{}", world.entropy.text(80)),
        chosen => chosen.to_owned(),
    };
    let mut made = ClientApp::public(org, app);
    app.clone_into(&mut made.developer_name);
    made.secret = Some(world.entropy.hex(64));
    made.client_id = client_id;
    made.made_at = now;
    made.propagation = later(now, world.propagation);
    made
}

fn later(now: i64, delay: Duration) -> Propagation {
    Propagation::KnownFrom(now.saturating_add(millis(delay)))
}

fn apply(
    own: &mut ClientApp,
    settings: &Component,
    global: &Component,
    policies: Option<&Component>,
) {
    own.scopes = scope::runtime(settings.text("commaSeparatedOauthScopes"));
    let callbacks = global.text("callbackUrl").lines();
    own.callbacks = callbacks.map(|url| url.trim().to_owned()).collect();
    own.pkce_required = global.flag("isPkceRequired", true);
    own.secret_required_for_code = !global.flag("isConsumerSecretOptional", false);
    own.secret_required_for_refresh = global.flag("isSecretRequiredForRefreshToken", true);
    own.rotates_refresh_tokens = global.flag("isRefreshTokenRotationEnabled", true);
    own.issues_jwt = global.flag("isNamedUserJwtEnabled", false);
    own.withholds_refresh_token =
        policies.is_some_and(|own| own.text("refreshTokenPolicyType") == "Zero");
}

/// Salesforce makes both, under names of its own (salesforce.md, 1.1 and 1.7).
fn add_default_policies(shelf: &mut Shelf, app: &str, settings: &str) {
    let component = |kind, name: String, fields: &[(&str, &str)]| {
        let own = [("externalClientApplication", app), ("label", name.as_str())];
        let fields = own.iter().chain(fields);
        let fields = fields.map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        Component {
            kind,
            fields: fields.collect(),
            name: name.clone(),
        }
    };
    let plugins = [("isEnabled", "true"), ("isOauthPluginEnabled", "true")];
    let oauth = [
        ("ipRelaxationPolicyType", "Enforce"),
        ("isClientCredentialsFlowEnabled", "false"),
        ("isGuestCodeCredFlowEnabled", "false"),
        ("isTokenExchangeFlowEnabled", "false"),
        ("permittedUsersPolicyType", "AllSelfAuthorized"),
        ("refreshTokenPolicyType", "SpecificLifetime"),
        ("refreshTokenValidityPeriod", "365"),
        ("refreshTokenValidityUnit", "Days"),
        ("requiredSessionLevel", "STANDARD"),
    ];
    for (kind, name, fields) in [
        (Kind::Policies, format!("{app}_defaultPolicy"), &plugins[..]),
        (
            Kind::OauthPolicies,
            format!("{settings}_defaultPolicy"),
            &oauth[..],
        ),
    ] {
        if shelf.satellite(kind, app).is_none() {
            shelf.components.push(component(kind, name, fields));
        }
    }
}

/// The components of an app that was there before anybody changed metadata.
pub(crate) fn components_of(app: &ClientApp) -> Shelf {
    let name = &app.developer_name;
    let component = |kind, suffix: &str| Component {
        kind,
        name: format!("{name}{suffix}"),
        fields: BTreeMap::from([
            ("externalClientApplication".to_owned(), name.clone()),
            ("label".to_owned(), format!("{name}{suffix}")),
        ]),
    };
    let mut header = component(Kind::App, "");
    header.fields = [
        ("contactEmail", "admin@larkfield.example"),
        ("distributionState", "Local"),
        ("isProtected", "false"),
        ("label", &app.name),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into();
    let mut shelf = Shelf::default();
    let oauth = component(Kind::OauthSettings, "_oauth");
    let global = component(Kind::GlobalOauth, "_glbloauth");
    shelf.components.extend([header, oauth, global]);
    add_default_policies(&mut shelf, name, &format!("{name}_oauth"));
    shelf
}

/// A component as it is read: with what the platform adds, and with what the consumer is now.
pub(super) fn as_read(component: &Component, org: &Org, app: Option<&ClientApp>) -> Component {
    let mut read = component.clone();
    let own = without_checksum(&org.id);
    let mut set = |name: &str, text: String| drop(read.fields.insert(name.to_owned(), text));
    match (component.kind, app) {
        (Kind::App, _) => set("orgScopedExternalApp", format!("{own}:{}", component.name)),
        (Kind::OauthSettings, Some(app)) => {
            set("commaSeparatedOauthScopes", scope::tokens(&app.scopes));
            set("oauthLink", format!("{own}:{}", consumer_id(app)));
        }
        (Kind::GlobalOauth, Some(app)) => {
            let optional = !app.secret_required_for_code;
            set("callbackUrl", app.callbacks.join("\n"));
            set("consumerKey", app.client_id.clone());
            set("isConsumerSecretOptional", optional.to_string());
            set("isNamedUserJwtEnabled", app.issues_jwt.to_string());
            set("isPkceRequired", app.pkce_required.to_string());
            set(
                "isRefreshTokenRotationEnabled",
                app.rotates_refresh_tokens.to_string(),
            );
            set(
                "isSecretRequiredForRefreshToken",
                app.secret_required_for_refresh.to_string(),
            );
            read.fields.remove("consumerSecret");
        }
        _ => {}
    }
    read
}

/// `888` and twelve characters of its own.
pub(crate) fn consumer_id(app: &ClientApp) -> String {
    let label = format!("consumer of {} in {}", app.developer_name, app.org.name());
    format!("888{}", crate::entropy::Entropy::from_label(&label).hex(12))
}
