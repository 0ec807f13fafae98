//! A sign-in with a password: one call takes the place of browser, port and exchange.

use orgkeep_api::attempt::{StageView, StepId};
use orgkeep_domain::attempt::{Identifying, LoginDraft, Purpose};
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_salesforce::discovery::org_of;
use orgkeep_salesforce::soap::{SoapSession, login};

use super::driver::Attempt;
use super::intent::unless_cancelled;

impl Attempt {
    /// Sends the password once. Nothing repeats it: each wrong try counts towards a lockout.
    pub(super) async fn logged_in(
        &mut self,
        mut draft: LoginDraft,
    ) -> Result<Identifying, Failure> {
        self.progress.enter(StageView::LoggingIn);
        let (http, authority) = (&self.http, &draft.authority);
        let asked = async {
            tokio::join!(
                login(http, authority, &draft.login, self.rule),
                org_of(http, authority)
            )
        };
        let (answer, org) = unless_cancelled(&mut self.intents, asked).await?;
        if let Purpose::Register { expected_org } = &mut draft.purpose {
            *expected_org = org;
        }
        let session = of_use(answer?)?;
        let (tokens, user) = session.into_tokens();
        self.progress.done(StepId::LoggedIn);
        Ok(draft.logged_in(tokens, user))
    }
}

/// With an expired password the session is fit for nothing but setting another (salesforce.md, 5.1).
fn of_use(session: SoapSession) -> Result<SoapSession, Failure> {
    match session.password_expired {
        true => Err(FailureReason::Told(Cause::of("passwordExpired")).into()),
        false => Ok(session),
    }
}
