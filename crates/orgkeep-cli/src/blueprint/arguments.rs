//! What can be typed of source trees.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use orgkeep_blueprint::plan::Pattern;
use orgkeep_blueprint::preset::presets;
use orgkeep_blueprint::setting::Setting;
use orgkeep_domain::id::OrgId;

/// What to do with source.
#[derive(Debug, Subcommand)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one of them, for the whole run"
)]
pub enum BlueprintCommand {
    /// Write a source tree. What would be lost is shown first, and kept without --replace.
    Write(WriteArguments),
    /// Check the source trees in a folder.
    Check(CheckArguments),
}

/// What to write.
#[derive(Debug, Args)]
pub struct WriteArguments {
    /// How the app gets into orgs: packaged, bootstrap, dual or plain.
    #[arg(long, value_parser = parse_pattern)]
    pub pattern: Pattern,
    /// The products that the app serves: orgkeep, arm, vault, compliance, general. Orgkeep is always among them.
    #[arg(long = "preset", required = true, value_name = "NAME[,NAME…]", value_delimiter = ',', value_parser = parse_preset)]
    pub presets: Vec<String>,
    /// The app's name.
    #[arg(long, value_name = "LABEL")]
    pub name: String,
    /// Whom Salesforce writes to about the app.
    #[arg(long, value_name = "ADDRESS")]
    pub contact_email: String,
    /// The folder. It is made if it is not there.
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
    /// The callback URL of a product, or the address of its instance. Without a product it is the answer for
    /// every chosen one that asks.
    #[arg(long = "callback", value_name = "[PRESET=]URL")]
    pub callbacks: Vec<String>,
    /// A profile whose users may use the app, for products that ask.
    #[arg(long = "profile", value_name = "NAME")]
    pub profiles: Vec<String>,
    /// A permission set whose users may use the app, for products that ask.
    #[arg(long = "permission-set", value_name = "NAME")]
    pub permission_sets: Vec<String>,
    /// The integration user as whom client credentials run, for products that ask.
    #[arg(long, value_name = "USERNAME")]
    pub run_as: Option<String>,
    /// A setting that the chosen products leave open or disagree on, in Setup's words: require_pkce=on.
    #[arg(long = "set", value_name = "SETTING=VALUE", value_parser = parse_setting)]
    pub settings: Vec<(Setting, String)>,
    /// An org with policies of its own, and the user as whom client credentials run there. Without any: prod and uat,
    /// for dual prod.
    #[arg(long = "environment", value_name = "ALIAS[=USERNAME]")]
    pub environments: Vec<String>,
    /// The Dev Hub's link of the app, for packaged and dual.
    #[command(flatten)]
    pub link: LinkArguments,
    /// The app below production, for dual.
    #[command(flatten)]
    pub below: BelowArguments,
    /// Write also where another text would be lost. What is lost is shown.
    #[arg(long)]
    pub replace: bool,
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

/// What ties a package to its Dev Hub.
#[derive(Debug, Args)]
pub struct LinkArguments {
    /// The Dev Hub's oauthLink, or the path of the retrieved .ecaOauth-meta.xml.
    #[arg(long, value_name = "VALUE|FILE.xml")]
    pub oauth_link: Option<String>,
    /// The Dev Hub's orgScopedExternalApp, or the path of the retrieved .eca-meta.xml.
    #[arg(long, value_name = "VALUE|FILE.xml")]
    pub org_scoped_app: Option<String>,
}

/// The app below production.
#[derive(Debug, Args)]
pub struct BelowArguments {
    /// The oauthLink of the app below production.
    #[arg(long, value_name = "VALUE|FILE.xml")]
    pub nonprod_oauth_link: Option<String>,
    /// The orgScopedExternalApp of the app below production.
    #[arg(long, value_name = "VALUE|FILE.xml")]
    pub nonprod_org_scoped_app: Option<String>,
    /// A callback URL of the app below production. Without any it has those of production.
    #[arg(long = "nonprod-callback", value_name = "URL")]
    pub nonprod_callbacks: Vec<String>,
    /// An org below production with policies of its own, and its user for client credentials.
    #[arg(long = "nonprod-environment", value_name = "ALIAS[=USERNAME]")]
    pub nonprod_environments: Vec<String>,
}

/// What to check.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The folder.
    pub folder: PathBuf,
    /// The pattern that it is meant to follow. Without it, the files tell.
    #[arg(long, value_parser = parse_pattern)]
    pub pattern: Option<Pattern>,
    /// The org id of the Dev Hub whose apps they are. Without it, the files must only agree with each other.
    #[arg(long, value_name = "ORGID", value_parser = parse_org)]
    pub dev_hub: Option<String>,
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

fn parse_org(text: &str) -> Result<String, String> {
    let id = OrgId::parse(text).map_err(|error| error.to_string())?;
    Ok(id.to_string())
}

fn parse_pattern(text: &str) -> Result<Pattern, String> {
    let patterns = Pattern::ALL.map(Pattern::key).join(", ");
    Pattern::from_key(text).ok_or_else(|| format!("there are {patterns}"))
}

/// A setting with one of its values, in any case.
fn parse_setting(text: &str) -> Result<(Setting, String), String> {
    let (key, value) = text.split_once('=').ok_or("write SETTING=VALUE")?;
    let setting = Setting::from_key(key).ok_or_else(|| {
        let keys = Setting::ALL.map(Setting::key).join(", ");
        format!("there are {keys}")
    })?;
    let values = setting.values();
    let known = values
        .iter()
        .find(|known| known.eq_ignore_ascii_case(value));
    let known = known.ok_or_else(|| format!("{key} can be {}", values.join(", ")))?;
    Ok((setting, (*known).to_owned()))
}

/// The preset's id, under which its answers are kept.
fn parse_preset(text: &str) -> Result<String, String> {
    let all = presets().map_err(|error| error.to_string())?;
    let known = all.iter().find(|preset| preset.is_called(text));
    let known = known.map(|preset| preset.id.clone());
    known.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|preset| preset.short.as_str()).collect();
        format!("there are {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_taken_in_the_words_of_setup_and_nothing_else() {
        let relaxed = parse_setting("ip_relaxation=relax ip restrictions").unwrap();
        assert_eq!(relaxed.1, "Relax IP restrictions");
        for wrong in ["ip_relaxation=maybe", "ip=on", "ip_relaxation"] {
            assert!(parse_setting(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_preset_is_known_by_its_short_name_and_its_id() {
        for name in ["compliance", "compliance-rehearsal"] {
            assert_eq!(parse_preset(name).unwrap(), "compliance-rehearsal");
        }
        assert!(parse_preset("nobody").unwrap_err().contains("vault"));
    }
}
