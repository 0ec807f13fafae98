//! Scopes as metadata calls them (salesforce.md, 1.4).

/// Metadata's name and the name at run time.
const TABLE: &[(&str, &str)] = &[
    ("Address", "address"),
    ("Api", "api"),
    ("Basic", "id"),
    ("CDP", "cdp_api"),
    ("CDPIngest", "cdp_ingest_api"),
    ("CDPProfile", "cdp_profile_api"),
    ("CDPQuery", "cdp_query_api"),
    ("CDPSegment", "cdp_segment_api"),
    ("Chatbot", "chatbot_api"),
    ("Chatter", "chatter_api"),
    ("Content", "content"),
    ("CustomApplications", "visualforce"),
    ("CustomPermissions", "custom_permissions"),
    ("Eclair", "eclair_api"),
    ("EinsteinGPT", "einstein_gpt_api"),
    ("Email", "email"),
    ("ForgotPassword", "forgot_password"),
    ("Full", "full"),
    ("Lightning", "lightning"),
    ("MCP", "mcp_api"),
    ("OfflineAccess", "offline_access"),
    ("OpenID", "openid"),
    ("Pardot", "pardot_api"),
    ("Phone", "phone"),
    ("Profile", "profile"),
    ("PwdlessLogin", "pwdless_login_api"),
    ("RefreshToken", "refresh_token"),
    ("SFApiPlatform", "sfap_api"),
    ("UserRegistration", "user_registration_api"),
    ("Wave", "wave_api"),
    ("Web", "web"),
];

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim)
}

/// The first name that is none. Names of the run time are none here.
pub(super) fn unknown(text: &str) -> Option<&str> {
    split(text).find(|name| !TABLE.iter().any(|(token, _)| token == name))
}

/// Metadata's names as scopes of the run time.
pub(super) fn runtime(text: &str) -> Vec<String> {
    let row = |name| TABLE.iter().find(|(token, _)| *token == name);
    split(text)
        .filter_map(row)
        .map(|(_, scope)| (*scope).to_owned())
        .collect()
}

/// Scopes of the run time as metadata names them.
pub(super) fn tokens(scopes: &[String]) -> String {
    let row = |scope: &String| TABLE.iter().find(|(_, own)| own == scope);
    let names: Vec<&str> = scopes
        .iter()
        .filter_map(row)
        .map(|(token, _)| *token)
        .collect();
    names.join(", ")
}
