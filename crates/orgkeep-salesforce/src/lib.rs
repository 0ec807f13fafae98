//! Everything said to Salesforce.
