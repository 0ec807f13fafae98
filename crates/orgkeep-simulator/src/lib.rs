//! The practice org: a Salesforce that is not one.
