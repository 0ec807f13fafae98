//! Tokens that the Salesforce CLI itself is asked for, where its files would have to be opened otherwise.
//!
//! It is asked by user name, which is no secret, for one org after the other, and only for those that somebody chose. Which
//! orgs there are is read from its home: asking the CLI for that makes it ask every org.

use std::path::Path;
use std::sync::Arc;

use orgkeep_api::import::{NotGivenReason, NotGivenView};
use orgkeep_import::cli::auth_file::CliOrg;
use orgkeep_import::cli::auth_url::{AuthUrl, AuthUrlError};
use orgkeep_import::cli::tokens::Grant;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::candidate::{Candidate, Found};
use crate::program::{Answer, Bounds, NoAnswer, answer};
use crate::surroundings::SalesforceCli;

/// What the program is called.
pub(crate) const PROGRAM: &str = "sf";

/// How many are asked for at once. Each is a process that takes a second of a processor.
const AT_ONCE: usize = 2;

/// The longest answer that is read, in bytes. Real ones have a few hundred.
const LONGEST_ANSWER: usize = 64 * 1024;

/// What the CLI gave, and what it did not.
#[derive(Default)]
pub(crate) struct Given {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) refused: Vec<NotGivenView>,
}

type Asking = JoinSet<(String, Result<Box<CliOrg>, NotGivenView>)>;

/// Asks for the tokens of the candidates that are wanted and that the CLI has. Those that it does not give are taken out
/// of the candidates. Nothing where `stop` comes first: then every run of the CLI has ended.
pub(crate) async fn ask_for_tokens(
    cli: &SalesforceCli,
    program: &Path,
    candidates: Vec<Candidate>,
    is_wanted: impl Fn(&Candidate) -> bool,
    stop: impl Future<Output = ()>,
) -> Option<Given> {
    let (mut asking, mut given) = (Asking::new(), Given::default());
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    for candidate in candidates {
        let wanted = is_wanted(&candidate);
        match candidate {
            Candidate {
                key,
                found: Found::CliOrg(org),
            } if wanted && matches!(org.grant, Ok(Grant::WithTheCli)) => {
                let (cli, program) = (cli.clone(), program.to_owned());
                let turns = Arc::clone(&turns);
                asking.spawn(async move {
                    let _turn = turns.acquire_owned().await;
                    (key, asked(&cli, &program, org).await)
                });
            }
            candidate => given.candidates.push(candidate),
        }
    }
    let answered = tokio::select! {
        () = given.collect(&mut asking) => true,
        () = stop => false,
    };
    asking.shutdown().await;
    answered.then_some(given)
}

impl Given {
    async fn collect(&mut self, asking: &mut Asking) {
        while let Some(asked) = asking.join_next().await {
            match asked {
                Ok((key, Ok(org))) => self.candidates.push(Candidate {
                    key,
                    found: Found::CliOrg(org),
                }),
                Ok((_, Err(refused))) => self.refused.push(refused),
                Err(error) => tracing::warn!(%error, "an org was not asked for"),
            }
        }
        self.candidates
            .sort_by(|one, other| one.key.cmp(&other.key));
        self.refused
            .sort_by(|one, other| one.username.cmp(&other.username));
    }
}

async fn asked(
    cli: &SalesforceCli,
    program: &Path,
    mut org: Box<CliOrg>,
) -> Result<Box<CliOrg>, NotGivenView> {
    let given = match auth_url(cli, program, &org.username).await {
        Ok(url) => org.take(url).map_err(|_| NotGivenReason::OtherSignIn),
        Err(why) => Err(why),
    };
    match given {
        Ok(()) => Ok(org),
        Err(reason) => Err(NotGivenView {
            name: org
                .suggested_name()
                .map_or_else(String::new, |name| name.to_string()),
            username: org.username,
            reason,
        }),
    }
}

async fn auth_url(
    cli: &SalesforceCli,
    program: &Path,
    username: &str,
) -> Result<AuthUrl, NotGivenReason> {
    if username.starts_with('-') {
        return Err(NotGivenReason::Name);
    }
    let question = [
        "org",
        "auth",
        "show-sfdx-auth-url",
        "--target-org",
        username,
        "--json",
    ];
    let bounds = Bounds {
        patience: cli.patience,
        longest: LONGEST_ANSWER,
    };
    match answer(cli.programs.as_ref(), program, &question, bounds).await {
        Ok(Answer {
            code: Some(0),
            bytes,
        }) => AuthUrl::of_answer(&bytes).map_err(not_a_sign_in),
        Ok(_ended_badly) => Err(NotGivenReason::Refused),
        Err(NoAnswer::NotStarted) => Err(NotGivenReason::NotStarted),
        Err(NoAnswer::TooLate) => Err(NotGivenReason::TooLate),
        Err(NoAnswer::TooLong) => Err(NotGivenReason::TooLong),
    }
}

/// Nothing of what it said is repeated: it may be a secret, or anything else.
fn not_a_sign_in(error: AuthUrlError) -> NotGivenReason {
    match error {
        AuthUrlError::Hidden => NotGivenReason::Hidden,
        AuthUrlError::Senseless => NotGivenReason::Senseless,
    }
}
