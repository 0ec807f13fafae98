//! What an org lets programs use, and how much of it is left (salesforce.md, 6.2).

/// How many API requests of a day are used, as every REST answer tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiUsage {
    /// Requests so far, of all programs together.
    pub used: u32,
    /// Requests that the org has for a day.
    pub allowed: u32,
}

impl ApiUsage {
    /// Reads the header `Sforce-Limit-Info`: `api-usage=12/15000`, with or without other parts.
    #[must_use]
    pub fn parse(header: &str) -> Option<Self> {
        let mut parts = header.split([',', ';']).map(str::trim);
        let pair = parts.find_map(|part| part.strip_prefix("api-usage="))?;
        let (used, allowed) = pair.split_once('/')?;
        Some(Self {
            used: used.parse().ok()?,
            allowed: allowed.parse().ok()?,
        })
    }
}

/// One limit of an org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgLimit {
    /// As Salesforce spells it, made fit to show: `DailyApiRequests`.
    pub name: String,
    /// The most there is.
    pub max: u64,
    /// What is left.
    pub remaining: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usage_is_read_from_its_header() {
        let usage = |text| ApiUsage::parse(text).map(|usage| (usage.used, usage.allowed));
        assert_eq!(usage("api-usage=12/15000"), Some((12, 15_000)));
        let with_app = "api-usage=25/5000; per-app-api-usage=17/250(appName=sample)";
        assert_eq!(usage(with_app), Some((25, 5_000)));
        for text in [
            "",
            "api-usage=",
            "api-usage=1",
            "api-usage=-1/5",
            "per-app-api-usage=1/2",
        ] {
            assert_eq!(usage(text), None, "{text}");
        }
    }
}
