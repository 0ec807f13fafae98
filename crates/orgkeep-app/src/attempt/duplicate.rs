//! Two connections never share org, user and app: neither by a registration, nor by what an existing one is signed in with.

use orgkeep_api::identity::DoubtView;
use orgkeep_domain::attempt::{Authorized, Means, Purpose, Tokens};
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_domain::id::ConnectionId;
use orgkeep_salesforce::revoke::revoke;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::triple::Triple;

use super::driver::Attempt;
use super::route::Route;

impl Attempt {
    /// Nobody is asked to sign in for what another connection has already. Who will sign in is known only of a
    /// connection that is there.
    pub(super) async fn free_for(&self, route: &Route) -> Result<(), Failure> {
        let (purpose, app) = match route {
            Route::Browser(draft, _) => (&draft.purpose, Some(draft.client.key.clone())),
            Route::Password(draft) => (&draft.purpose, None),
        };
        let Purpose::Reauthenticate(existing) = purpose else {
            return Ok(());
        };
        let triple = Triple {
            org: existing.org.clone(),
            user: existing.user.clone(),
            app,
        };
        let holder = self.vault.registered(triple).await;
        match holder.map_err(|_| FailureReason::NotSaved)? {
            Some(other) if other.id != existing.connection => Err(taken(&other)),
            _ => Ok(()),
        }
    }

    /// A registration of what is there already updates it, if the person says so. What is there never becomes a second
    /// one of a kind.
    pub(super) async fn alone_of_its_kind(
        &mut self,
        authorized: Box<Authorized>,
    ) -> Result<Box<Authorized>, Failure> {
        let known = match self.vault.registered(Triple::of(&authorized)).await {
            Ok(Some(known)) => known,
            Ok(None) => return Ok(authorized),
            Err(_) => {
                self.not_kept(*authorized).await;
                return Err(FailureReason::NotSaved.into());
            }
        };
        let refused = match self.errand.target.connection() {
            Some(own) if *own == known.id => return Ok(authorized),
            Some(_) => taken(&known),
            None => {
                let doubt = DoubtView::AlreadyRegistered;
                match self.ask(doubt, &known, &authorized.identity).await {
                    Ok(true) => return Ok(authorized),
                    Ok(false) => FailureReason::AlreadyRegistered.into(),
                    Err(failure) => failure,
                }
            }
        };
        self.leave_to(&known.id, *authorized).await;
        Err(refused)
    }

    /// Why the sign-in was not saved, where another connection turned out to have it.
    pub(super) async fn taken_by(&self, other: &ConnectionId) -> Failure {
        match self.vault.connection(other).await {
            Ok(Some(other)) => taken(&other),
            _ => FailureReason::NotSaved.into(),
        }
    }

    /// Lets go of tokens that were not saved. Where nobody can say whether a connection lives on them, they stay.
    pub(super) async fn not_kept(&self, authorized: Authorized) {
        match self.vault.registered(Triple::of(&authorized)).await {
            Ok(Some(known)) => self.leave_to(&known.id, authorized).await,
            Ok(None) => self.let_go(&authorized.sign_in.means, authorized.tokens),
            Err(_) => {}
        }
    }

    /// Lets go of tokens, unless Salesforce gave the very token that the connection lives on.
    async fn leave_to(&self, connection: &ConnectionId, authorized: Authorized) {
        let Authorized {
            sign_in, tokens, ..
        } = authorized;
        let stored = self.vault.secrets(connection).await.ok();
        let stored = stored.and_then(|stored| stored.credentials.into_refresh_token());
        let is_in_use = match (&tokens.refresh, stored) {
            (Some(new), Some(old)) => new.matches(&old),
            (Some(_), None) | (None, _) => true,
        };
        if !is_in_use {
            self.let_go(&sign_in.means, tokens);
        }
    }

    /// Tokens that nobody keeps are revoked, beside everything else: each would count as one of the five
    /// that Salesforce allows. A login's session ends by itself.
    pub(super) fn let_go(&self, means: &Means, tokens: Tokens) {
        let Means::App(_) = means else {
            return;
        };
        let http = self.http.clone();
        self.background.begin(async move {
            let outcome = match &tokens.refresh {
                Some(refresh) => revoke(&http, &tokens.instance, refresh).await,
                None => revoke(&http, &tokens.instance, &tokens.access).await,
            };
            tracing::info!(?outcome, "tokens of an unfinished sign-in were let go");
        });
    }
}

fn taken(other: &ConnectionRecord) -> Failure {
    let name = other.name.to_string();
    FailureReason::AnotherConnection { name }.into()
}
