//! `orgkeep register`.
//!
//! It registers as the window does: a draft, and the one driver of sign-ins. The draft goes with the command, however
//! that ends, so that failed pipelines leave nothing behind; only a killed one leaves it, and the window shows it.

mod draft;

use std::time::Duration;

use orgkeep_api::attempt::ConnectRequest;
use orgkeep_api::command::Commands as _;
use orgkeep_api::register::DraftRequest;
use orgkeep_api::typed::TypedSecret;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::retirement::Retirement;

use crate::arguments::{PlaceArguments, RegisterArguments, Way};
use crate::exit::{Exit, Trouble};
use crate::running::Running;
use crate::sign_in::{self, Accepted, End};
use crate::{compose, input, print, unlock};

/// What proves who signs in, besides what the options say.
enum Typed {
    /// The app's consumer secret, if it has one.
    App { secret: Option<TypedSecret> },
    /// A password, and the security token where the org wants one.
    Login {
        password: TypedSecret,
        security_token: Option<TypedSecret>,
    },
}

impl Typed {
    fn read(arguments: &RegisterArguments) -> Result<Self, Trouble> {
        match (arguments.auth, &arguments.username) {
            (Way::Standard, _) => {
                if !arguments.password_stdin && !input::somebody_is_there() {
                    return Err(Trouble::usage(
                        "--password-stdin takes the password, then the security token, from standard input.",
                    ));
                }
                tell_the_end();
                Ok(Self::Login {
                    password: input::secret("Password")?,
                    security_token: input::optional_secret("Security token")?,
                })
            }
            (_, Some(_)) => Err(Trouble::usage("--username goes with --auth standard.")),
            (_, None) if arguments.client_id.is_none() => Err(Trouble::usage(
                "--client-id: the consumer key of the app is missing.",
            )),
            (_, None) => Ok(Self::App {
                secret: match arguments.client_secret_stdin {
                    true => Some(input::secret("Consumer secret")?),
                    false => None,
                },
            }),
        }
    }
}

/// Whoever registers with a password asks for it by the option, and is told that it ends.
fn tell_the_end() {
    if let Some(end) = Retirement::of(AuthenticationType::Standard) {
        print::word(&format!(
            "Sign-in with a password ends with {} (Salesforce Help, article {}). An External Client App stays: \
             orgkeep migrate moves the connection to one.",
            end.release, end.source
        ));
    }
}

/// Signs in to an org, and saves the connection.
pub async fn register(
    place: &PlaceArguments,
    arguments: &RegisterArguments,
) -> Result<Exit, Trouble> {
    let vault = unlock::vault(place).await?;
    let typed = Typed::read(arguments)?;
    let sign_in = &arguments.sign_in;
    let browser = compose::browser(&sign_in.browser);
    let around = compose::surroundings(browser, Duration::from_secs(sign_in.timeout));
    let mut running = Running::begin(vault.clone(), around).await;
    let draft = draft::of(&running.orgkeep, arguments, typed).await;
    let end = match draft {
        Ok(id) => connected(&mut running, id, arguments).await,
        Err(trouble) => Err(trouble),
    };
    running.close().await?;
    sign_in::finish(&vault, end?, sign_in.output.json).await
}

async fn connected(
    running: &mut Running,
    id: String,
    arguments: &RegisterArguments,
) -> Result<End, Trouble> {
    let request = ConnectRequest {
        draft: id.clone(),
        all_scopes: arguments.sign_in.all_scopes,
    };
    let end = match running.orgkeep.connect(request).await {
        Ok(_) => {
            let accepted = Accepted {
                dev_hub: arguments.accept_dev_hub,
                ..Accepted::default()
            };
            Ok(sign_in::follow(running, &arguments.sign_in, accepted).await)
        }
        Err(error) => Err(error.into()),
    };
    if !matches!(end, Ok(End::Connected(_))) {
        draft::discarded(&running.orgkeep, DraftRequest { id }).await;
    }
    end
}
