//! Metadata as a blueprint: the way back.

use orgkeep_domain::scope::Scopes;

use super::Kind;
use super::values::{Values, split};
use crate::blueprint::{
    Blueprint, BlueprintError, BlueprintParts, Distribution, Flows, Identity, Security,
};
use crate::callback::Callbacks;
use crate::name::{ApiName, ContactEmail, Description, Label, MemberName, Username};
use crate::policy::{
    IpRelaxation, PermittedUsers, Policies, RefreshTokenPolicy, SessionAction, SessionLevel,
    SessionTimeout, Validity, ValidityUnit,
};
use crate::scope_table;
use crate::tree::{RelativePath, Tree};
use crate::xml;

/// A blueprint read from metadata, and what it could not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadBlueprint {
    /// The blueprint.
    pub blueprint: Blueprint,
    /// Elements that a blueprint has no place for: file and name.
    pub left_out: Vec<(RelativePath, String)>,
}

/// Why metadata gives no blueprint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no file of a type that is needed.
    #[error("there is no {} file of this app", .0.type_name())]
    Missing(Kind),
    /// There are several files of a type, and none is more right than the others.
    #[error("there are several {} files", .0.type_name())]
    Several(Kind),
    /// A file does not parse.
    #[error("a {} file is not metadata", .0.type_name())]
    Syntax(Kind),
    /// An element has a value that is none.
    #[error("{element} of a {} file has no usable value", .kind.type_name())]
    Value {
        /// Of which type.
        kind: Kind,
        /// Which element.
        element: &'static str,
    },
    /// Client credentials are on without a user.
    #[error("client credentials are on, and no user is named to run them as")]
    NoRunAs,
    /// The values contradict each other.
    #[error(transparent)]
    Blueprint(#[from] BlueprintError),
}

/// Reads one app from a folder that has it whole: a plain tree, or what was retrieved from an org. Without
/// policies it has those that Salesforce makes.
///
/// # Errors
/// [`ReadError`].
pub fn read_blueprint(tree: &Tree) -> Result<ReadBlueprint, ReadError> {
    let mut app = needed(tree, Kind::App)?;
    let mut oauth = needed(tree, Kind::OauthSettings)?;
    let mut global = needed(tree, Kind::GlobalOauthSettings)?;
    let mut policies = found(tree, Kind::OauthPolicies)?;
    let blueprint = Blueprint::new(BlueprintParts {
        identity: identity(&mut app)?,
        distribution: app.word("distributionState", Distribution::from_metadata)?,
        callbacks: global.parsed("callbackUrl", Callbacks::parse_lines)?,
        scopes: scopes(&mut oauth)?,
        flows: flows(&mut global),
        security: security(&mut global),
        client_credentials: client_credentials(&mut global, policies.as_mut())?,
        policies: match policies.as_mut() {
            Some(values) => read_policies(values)?,
            None => Policies::default(),
        },
    })?;
    let files = [Some(app), Some(oauth), Some(global), policies];
    let left_out = files
        .into_iter()
        .flatten()
        .flat_map(Values::unread)
        .collect();
    Ok(ReadBlueprint {
        blueprint,
        left_out,
    })
}

fn needed(tree: &Tree, kind: Kind) -> Result<Values, ReadError> {
    found(tree, kind)?.ok_or(ReadError::Missing(kind))
}

fn found(tree: &Tree, kind: Kind) -> Result<Option<Values>, ReadError> {
    let mut files = tree
        .files
        .iter()
        .filter(|(path, _)| Kind::of_file(path.file_name()) == Some(kind));
    let Some((path, text)) = files.next() else {
        return Ok(None);
    };
    if files.next().is_some() {
        return Err(ReadError::Several(kind));
    }
    let root = xml::parse(text)
        .ok()
        .filter(|root| root.name == kind.type_name());
    let root = root.ok_or(ReadError::Syntax(kind))?;
    Ok(Some(Values::new(path.clone(), kind, root)))
}

fn identity(app: &mut Values) -> Result<Identity, ReadError> {
    let name = app.path().file_name().split('.').next().unwrap_or_default();
    let api_name = ApiName::parse(name).map_err(|_| ReadError::Value {
        kind: Kind::App,
        element: "fullName",
    })?;
    // Shared by all blueprints: `isProtected` is false, and the Dev Hub's own name of the app is not ours.
    app.ignore(&["isProtected", "orgScopedExternalApp"]);
    Ok(Identity {
        api_name,
        label: app.parsed("label", Label::parse)?,
        contact_email: app.parsed("contactEmail", ContactEmail::parse)?,
        description: app.optional("description", |text| Description::parse(text).ok())?,
    })
}

fn scopes(oauth: &mut Values) -> Result<Scopes, ReadError> {
    oauth.ignore(&[
        "externalClientApplication",
        "label",
        "isFirstPartyAppEnabled",
        "oauthLink",
    ]);
    oauth.word("commaSeparatedOauthScopes", |text| {
        let runtime: Option<Vec<&str>> = split(text).map(scope_table::runtime).collect();
        runtime.map(|names| names.into_iter().collect())
    })
}

fn flows(global: &mut Values) -> Flows {
    Flows {
        code_and_credentials: global.flag("isCodeCredFlowEnabled", false),
        credentials_in_body: global.flag("isCodeCredPostOnly", false),
        device: global.flag("isDeviceFlowEnabled", false),
        token_exchange: global.flag("isTokenExchangeEnabled", false),
    }
}

/// Boxes that are not there have the values that Salesforce gives them (salesforce.md, 1.5).
fn security(global: &mut Values) -> Security {
    global.ignore(&[
        "externalClientApplication",
        "label",
        "isIntrospectAllTokens",
        "isNamedUserJwtEnabled",
        "isSecretRequiredForTokenExchange",
        "shouldRotateConsumerKey",
        "shouldRotateConsumerSecret",
    ]);
    Security {
        secret_for_web_server_flow: !global.flag("isConsumerSecretOptional", false),
        secret_for_refresh_token_flow: global.flag("isSecretRequiredForRefreshToken", true),
        require_pkce: global.flag("isPkceRequired", true),
        rotate_refresh_tokens: global.flag("isRefreshTokenRotationEnabled", false),
    }
}

fn client_credentials(
    global: &mut Values,
    policies: Option<&mut Values>,
) -> Result<Option<Username>, ReadError> {
    let is_on = global.flag("isClientCredentialsFlowEnabled", false);
    let Some(policies) = policies else {
        return if is_on {
            Err(ReadError::NoRunAs)
        } else {
            Ok(None)
        };
    };
    let user = policies.optional("clientCredentialsFlowUser", |text| {
        Username::parse(text).ok()
    })?;
    let allowed = policies.flag("isClientCredentialsFlowEnabled", false);
    match user {
        Some(user) if is_on && allowed => Ok(Some(user)),
        None if is_on && allowed => Err(ReadError::NoRunAs),
        _ => Ok(None),
    }
}

fn read_policies(values: &mut Values) -> Result<Policies, ReadError> {
    values.ignore(&[
        "externalClientApplication",
        "label",
        "isGuestCodeCredFlowEnabled",
        "isTokenExchangeFlowEnabled",
    ]);
    let usual = Policies::default();
    let members = |text: &str| {
        split(text)
            .map(|name| MemberName::parse(name).ok())
            .collect()
    };
    let permitted = values.optional("permittedUsersPolicyType", PermittedUsers::from_metadata)?;
    let relaxation = values.optional("ipRelaxationPolicyType", IpRelaxation::from_metadata)?;
    let level = values.optional("requiredSessionLevel", SessionLevel::from_metadata)?;
    Ok(Policies {
        permitted_users: permitted.unwrap_or(usual.permitted_users),
        profiles: values
            .optional("commaSeparatedProfile", members)?
            .unwrap_or_default(),
        permission_sets: values
            .optional("commaSeparatedPermissionSet", members)?
            .unwrap_or_default(),
        ip_relaxation: relaxation.unwrap_or(usual.ip_relaxation),
        refresh_token: refresh_token(values)?,
        session_level: level.unwrap_or(usual.session_level),
        session_action: values.optional("policyAction", SessionAction::from_metadata)?,
        session_timeout: values.optional("sessionTimeoutInMinutes", |text| {
            SessionTimeout::new(text.parse().ok()?)
        })?,
    })
}

fn refresh_token(values: &mut Values) -> Result<RefreshTokenPolicy, ReadError> {
    let count: Option<u16> =
        values.optional("refreshTokenValidityPeriod", |text| text.parse().ok())?;
    let unit = values.optional("refreshTokenValidityUnit", ValidityUnit::from_metadata)?;
    let validity = count
        .zip(unit)
        .and_then(|(count, unit)| Validity::new(count, unit));
    let policy = values.optional("refreshTokenPolicyType", |word| {
        RefreshTokenPolicy::from_metadata(word, validity)
    })?;
    Ok(policy.unwrap_or(RefreshTokenPolicy::PLATFORM_DEFAULT))
}
