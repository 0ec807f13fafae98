//! Networks that answer in a server's place (security.md, H-13).

use anyhow::Result;
use orgkeep_domain::authority::{Authority as Server, AuthorityRule};
use orgkeep_domain::failure::FailureReason;
use orgkeep_salesforce::http::{CallError, HttpClient};
use orgkeep_salesforce::reach::reach;
use orgkeep_simulator::{Endpoint, OrgKey, Simulator, SimulatorConfig, Times, Tuning};

#[tokio::test]
async fn an_answer_of_the_network_is_not_salesforce_s() -> Result<()> {
    a_page_or_a_redirect_is_the_networks().await
}

/// A page where JSON belongs, and a redirect to another host.
pub async fn a_page_or_a_redirect_is_the_networks() -> Result<()> {
    let simulator = Simulator::start(SimulatorConfig::ephemeral()).await?;
    let client = HttpClient::new(true)?;
    let org = simulator.org(OrgKey::Production);
    let server = Server::parse(org.my_domain_url(), AuthorityRule::Practice)?;
    for scenario in ["html-instead-of-json", "redirect"] {
        let here = Tuning::at(Endpoint::Versions);
        simulator
            .faults()
            .set_scenario(scenario, &here, Times::Next(1))?;
        let error = reach(&client, &server).await.unwrap_err();
        assert_eq!(error, CallError::CaptivePortal, "{scenario}");
        assert_eq!(FailureReason::from(error), FailureReason::UnexpectedAnswer);
    }
    assert!(reach(&client, &server).await?.is_salesforce);
    Ok(())
}
