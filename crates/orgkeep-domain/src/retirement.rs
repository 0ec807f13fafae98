//! What Salesforce ends, and when: one dated table. Nothing else in Orgkeep knows these dates.

use crate::connection::AuthenticationType;

/// Something that comes to an end, or has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retirement {
    /// What it concerns.
    pub authentication: AuthenticationType,
    /// What ends.
    pub end: End,
    /// The release, in Salesforce's own words.
    pub release: &'static str,
    /// The month, `2027-06`, where Salesforce named one.
    pub month: Option<&'static str>,
    /// The number of Salesforce's help article.
    pub source: &'static str,
}

/// What comes to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// No new ones can be created; those that are there go on working.
    NewApps,
    /// It stops working.
    SignIn,
}

/// salesforce.md, 5.1 and 8.1.
const TABLE: [Retirement; 2] = [
    Retirement {
        authentication: AuthenticationType::ConnectedApp,
        end: End::NewApps,
        release: "Spring '26",
        month: None,
        source: "005228017",
    },
    Retirement {
        authentication: AuthenticationType::Standard,
        end: End::SignIn,
        release: "Summer '27",
        month: Some("2027-06"),
        source: "005132110",
    },
];

impl Retirement {
    /// What there is to say of a way to sign in; nothing for one that stays.
    #[must_use]
    pub fn of(authentication: AuthenticationType) -> Option<&'static Self> {
        TABLE
            .iter()
            .find(|retirement| retirement.authentication == authentication)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_but_the_newest_has_an_end() {
        for &authentication in AuthenticationType::ALL {
            let stays = authentication == AuthenticationType::ExternalClientApp;
            assert_eq!(Retirement::of(authentication).is_none(), stays);
        }
        let login = Retirement::of(AuthenticationType::Standard);
        assert_eq!(login.and_then(|login| login.month), Some("2027-06"));
    }
}
