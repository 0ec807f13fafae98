//! The rules and their words.

use std::sync::LazyLock;

use serde::Deserialize;

/// A rule of the checker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// OAuth settings of a package without `oauthLink`.
    MissingOauthLink,
    /// `oauthLink` or `orgScopedExternalApp` of another org.
    LinkOfAnotherOrg,
    /// Global OAuth settings that Git does not ignore.
    GlobalSettingsInSourceControl,
    /// `distributionState` is not what the pattern needs.
    WrongDistributionState,
    /// Policies that would be deployed before OAuth is enabled.
    PoliciesBeforeOauth,
    /// Directories of `sfdx-project.json` in an order that cannot be installed.
    WrongInstallOrder,
    /// Client credentials on, and nobody to run them as.
    ClientCredentialsWithoutUser,
    /// A user to run as in `default/`.
    RunAsUserInDefault,
    /// `externalClientApplication` is not the API name of an app.
    AppNameDiffers,
    /// Metadata in the wrong folder, or with the wrong suffix.
    WrongFolderOrSuffix,
    /// Elements that are not in the documented order.
    ElementsOutOfOrder,
    /// A scope by its runtime name.
    RuntimeScopeName,
    /// A scope that nobody knows.
    UnknownScope,
    /// A packaged app that would be deployed to a scratch org.
    PackagedAppInScratchOrg,
    /// A package that is not installed on the Dev Hub first.
    NotFirstOnDevHub,
    /// A secret in a file.
    SecretInFile,
    /// A file that is not what its name says.
    NotReadable,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It does not work, or leaks.
    #[default]
    Error,
    /// It may not work.
    Warning,
}

/// The words of a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// The word under which the rule is known.
    pub key: String,
    /// How bad it is.
    #[serde(default)]
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: String,
    /// What is well where nothing breaks it, in a few words.
    pub kept: String,
    /// What happens otherwise.
    pub why: String,
    /// What to do.
    pub fix: String,
}

#[derive(Debug, Default, Deserialize)]
struct RuleFile {
    rule: Vec<RuleText>,
}

static TEXTS: LazyLock<Vec<RuleText>> = LazyLock::new(|| parse_texts().unwrap_or_default().rule);
static NO_TEXT: LazyLock<RuleText> = LazyLock::new(RuleText::default);

fn parse_texts() -> Result<RuleFile, toml::de::Error> {
    toml::from_str(include_str!("../../data/rules.toml"))
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 17] = [
        Self::MissingOauthLink,
        Self::LinkOfAnotherOrg,
        Self::GlobalSettingsInSourceControl,
        Self::WrongDistributionState,
        Self::PoliciesBeforeOauth,
        Self::WrongInstallOrder,
        Self::ClientCredentialsWithoutUser,
        Self::RunAsUserInDefault,
        Self::AppNameDiffers,
        Self::WrongFolderOrSuffix,
        Self::ElementsOutOfOrder,
        Self::RuntimeScopeName,
        Self::UnknownScope,
        Self::PackagedAppInScratchOrg,
        Self::NotFirstOnDevHub,
        Self::SecretInFile,
        Self::NotReadable,
    ];

    /// The word under which the rule is known.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::MissingOauthLink => "missing_oauth_link",
            Self::LinkOfAnotherOrg => "link_of_another_org",
            Self::GlobalSettingsInSourceControl => "global_settings_in_source_control",
            Self::WrongDistributionState => "wrong_distribution_state",
            Self::PoliciesBeforeOauth => "policies_before_oauth",
            Self::WrongInstallOrder => "wrong_install_order",
            Self::ClientCredentialsWithoutUser => "client_credentials_without_user",
            Self::RunAsUserInDefault => "run_as_user_in_default",
            Self::AppNameDiffers => "app_name_differs",
            Self::WrongFolderOrSuffix => "wrong_folder_or_suffix",
            Self::ElementsOutOfOrder => "elements_out_of_order",
            Self::RuntimeScopeName => "runtime_scope_name",
            Self::UnknownScope => "unknown_scope",
            Self::PackagedAppInScratchOrg => "packaged_app_in_scratch_org",
            Self::NotFirstOnDevHub => "not_first_on_dev_hub",
            Self::SecretInFile => "secret_in_file",
            Self::NotReadable => "not_readable",
        }
    }

    /// Its words.
    #[must_use]
    pub fn text(self) -> &'static RuleText {
        let text = TEXTS.iter().find(|text| text.key == self.key());
        text.unwrap_or(&NO_TEXT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_words_in_order() {
        let keys: Vec<String> = parse_texts()
            .unwrap()
            .rule
            .into_iter()
            .map(|text| text.key)
            .collect();
        assert_eq!(keys, Rule::ALL.map(Rule::key));
    }

    #[test]
    fn the_words_are_calm() {
        for rule in Rule::ALL {
            let RuleText {
                title,
                kept,
                why,
                fix,
                ..
            } = rule.text();
            assert!(
                why.ends_with('.') && fix.ends_with('.') && !title.ends_with('.'),
                "{title}"
            );
            let all = format!("{title} {kept} {why} {fix}").to_lowercase();
            assert!(!all.contains("please") && !all.contains('!'), "{title}");
        }
    }

    #[test]
    fn a_rule_that_is_kept_is_not_named_as_what_breaks_it() {
        for rule in Rule::ALL {
            let RuleText { title, kept, .. } = rule.text();
            assert!(!kept.is_empty() && !kept.ends_with('.'), "{title}");
            assert_ne!(kept, title);
        }
    }
}
