//! Who signed in, and to which org.

use anyhow::{Result, anyhow};
use orgkeep_domain::attempt::{Identifying, Tokens};
use orgkeep_salesforce::identity::identify;
use orgkeep_simulator::{AppKind, OrgKey};

use crate::signed_in::{SignedIn, draft};

#[tokio::test]
async fn the_record_of_the_user_goes_before_what_an_org_claims() -> Result<()> {
    let here = SignedIn::to(OrgKey::Uat, AppKind::Public, false).await?;
    let admin = here.simulator.org(OrgKey::Uat).admin().clone();
    let claim = "somebody else".to_owned();
    here.simulator
        .change_user(&admin.username, |user| user.preferred_username = claim)?;
    for namespace in [None, Some("acme".to_owned())] {
        let kept = namespace.clone();
        here.simulator
            .change_org(OrgKey::Uat, |org| org.namespace_prefix = kept);
        let found = identify(&here.client, &identifying(&here).await?).await;
        let identity = found.map_err(|failure| anyhow!("{failure:?}"))?;
        assert_eq!(identity.user.user_id.as_str(), admin.id);
        assert_eq!(identity.user.username, admin.username);
        assert_eq!(identity.user.display_name, admin.display_name);
        assert_eq!(identity.org_id, here.tokens.org);
        assert_eq!(identity.namespace, namespace);
    }
    Ok(())
}

/// The same sign-in once more, as it was before anybody asked who it was.
async fn identifying(here: &SignedIn) -> Result<Identifying> {
    let renewed = here.refresh_with(here.refresh_token()).await;
    let renewed = renewed.map_err(|error| anyhow!("{error:?}"))?;
    Ok(Identifying {
        sign_in: draft(&here.login, here.key.clone()).into(),
        tokens: Tokens {
            access: renewed.access,
            refresh: None,
            scopes: here.tokens.scopes.clone(),
            instance: here.tokens.instance.clone(),
            org: here.tokens.org.clone(),
            user: here.tokens.user.clone(),
            is_signed: here.tokens.is_signed,
            issued_at: here.tokens.issued_at,
        },
        user: None,
    })
}
