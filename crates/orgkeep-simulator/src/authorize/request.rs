//! Reading an authorize request, in the order in which Salesforce finds fault with one.

use super::Problem;
use crate::{
    app::ClientApp,
    asked::Asked,
    backstage::Backstage,
    form::Form,
    world::{Challenge, ChallengeMethod},
};

/// A request that is in order, as far as its app and callback go.
#[derive(Debug, Clone)]
pub(crate) struct AuthorizeRequest {
    pub client_id: String,
    pub redirect_uri: String,
    pub state: Option<String>,
    pub scopes: Vec<String>,
    pub challenge: Option<Challenge>,
    pub nonce: Option<String>,
    pub login_hint: String,
    pub immediate: bool,
    prompt: Vec<String>,
}

/// Why a request goes no further.
pub(crate) enum Stop {
    /// The callback cannot be trusted, so it is not told.
    OnPage(Problem),
    /// The callback is told.
    AtCallback(Box<AuthorizeRequest>, Problem),
}

impl AuthorizeRequest {
    /// Whether the person has to sign in whatever session there is.
    pub(crate) fn forces_sign_in(&self) -> bool {
        self.prompts("login") || self.prompts("select_account")
    }

    /// Whether the person has to consent whatever they allowed before.
    pub(crate) fn forces_consent(&self) -> bool {
        self.prompts("consent")
    }

    fn prompts(&self, word: &str) -> bool {
        self.prompt.iter().any(|own| own == word)
    }

    fn read(form: &Form, scopes: Vec<String>) -> Self {
        let owned = |name| form.get(name).map(str::to_owned);
        Self {
            client_id: form.text("client_id").to_owned(),
            redirect_uri: form.text("redirect_uri").to_owned(),
            state: owned("state"),
            scopes,
            challenge: None,
            nonce: owned("nonce"),
            login_hint: form.text("login_hint").to_owned(),
            immediate: form.text("immediate") == "true",
            prompt: words(form.text("prompt")),
        }
    }
}

/// Reads and judges a request.
pub(crate) fn parse(back: &Backstage, asked: &Asked) -> Result<AuthorizeRequest, Stop> {
    let form = asked.parameters_or_form();
    let app = find_app(back, asked, &form).map_err(Stop::OnPage)?;
    check_callback(&app, &form).map_err(Stop::OnPage)?;
    let scopes = scopes_of(&app, &form);
    let mut request = AuthorizeRequest::read(&form, scopes);
    match judge(&app, &form, &request.scopes) {
        Ok(challenge) => {
            request.challenge = challenge;
            Ok(request)
        }
        Err(problem) => Err(Stop::AtCallback(Box::new(request), problem)),
    }
}

fn find_app(back: &Backstage, asked: &Asked, form: &Form) -> Result<ClientApp, Problem> {
    if let Some(name) = form.repeated() {
        let description = format!("{name} must not be repeated");
        return Err(Problem::new("invalid_request", &description));
    }
    let now = back.now();
    let client_id = form.text("client_id");
    let app = back.change(|world| world.arrived_app(asked.host, client_id, now));
    app.ok_or_else(|| Problem::new("invalid_client_id", "client identifier invalid"))
}

fn check_callback(app: &ClientApp, form: &Form) -> Result<(), Problem> {
    match form.get("redirect_uri") {
        None | Some("") => Err(Problem::new(
            "redirect_uri_missing",
            "redirect_uri not provided",
        )),
        Some(uri) if app.callbacks.iter().any(|own| own == uri) => Ok(()),
        Some(_) => {
            let description = "redirect_uri must match configuration";
            Err(Problem::new("redirect_uri_mismatch", description))
        }
    }
}

/// What the request may be told about at its callback.
fn judge(app: &ClientApp, form: &Form, scopes: &[String]) -> Result<Option<Challenge>, Problem> {
    if form.text("response_type") != "code" {
        let description = "response type not supported";
        return Err(Problem::new("unsupported_response_type", description));
    }
    let challenge = challenge_of(form)?;
    if app.pkce_required && challenge.is_none() {
        return Err(Problem::new(
            "invalid_request",
            "missing required code challenge",
        ));
    }
    if scopes.iter().all(|scope| app.allows(scope)) {
        Ok(challenge)
    } else {
        let description = "the requested scope is not allowed";
        Err(Problem::new("invalid_scope", description))
    }
}

/// A challenge without a method is S256, as it is to Salesforce.
fn challenge_of(form: &Form) -> Result<Option<Challenge>, Problem> {
    let Some(value) = form.get("code_challenge") else {
        return Ok(None);
    };
    let method = match form.get("code_challenge_method") {
        None | Some("S256") => ChallengeMethod::S256,
        Some("plain") => ChallengeMethod::Plain,
        Some(_) => {
            return Err(Problem::new(
                "invalid_request",
                "invalid code challenge method",
            ));
        }
    };
    // Base64url of SHA-256 without padding has exactly this length.
    if method == ChallengeMethod::S256 && value.len() != 43 {
        return Err(Problem::new("invalid_request", "invalid code challenge"));
    }
    let value = value.to_owned();
    Ok(Some(Challenge { method, value }))
}

/// The scopes asked for; asking for none asks for all that the app has.
fn scopes_of(app: &ClientApp, form: &Form) -> Vec<String> {
    let asked = words(form.text("scope"));
    if asked.is_empty() {
        app.scopes.clone()
    } else {
        asked
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
