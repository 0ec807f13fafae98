// Generated from crates/orgkeep-domain/data/catalogue.toml by `cargo xtask generate`. Do not edit.
import type { CauseCopy } from './causes';

export const catalogue: Record<string, CauseCopy> = {
  keyUnknown: {
    title: "Salesforce does not know the key",
    why: "The Consumer ID is wrong, or the app is in another org than the Login URL leads to. A new key needs 10 minutes as a rule, at most 30.",
    steps: [
      { title: "Compare the Consumer ID", note: "Copy it again from Salesforce. The first and last characters must agree.", action: "backToCredentials" },
      { title: "Check that the app exists and is activated", note: "Setup, External Client App Manager", action: "openSetupPage" },
      { title: "Wait for a new key", note: "Orgkeep asks again by itself and goes on as soon as the key is known.", action: "wait" },
    ],
    retry: "countdown",
    setupPage: "externalClientAppManager",
  },
  callbackMismatch: {
    title: "Salesforce refused the callback URL",
    why: "The address Orgkeep sent is not in the app’s list. Salesforce compares every character.",
    steps: [
      { title: "Open the app’s OAuth settings", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings", action: "openSetupPage" },
      { title: "Replace the callback URL and save", note: "http, not https. No slash at the end. A change can need up to 10 minutes.", action: "copyCallback" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  consumerKeyMissing: {
    title: "No Consumer ID arrived at Salesforce",
    why: "The request did not contain it. The link was probably cut when it was copied.",
    steps: [
      { title: "Sign in from here", note: "If you copy the link, copy all of it.", action: "retry" },
    ],
    retry: "signInAgain",
  },
  appOfAnotherOrg: {
    title: "The app belongs to another org",
    why: "The browser was signed in to an org that does not have this app. A Local app works in its own org only.",
    steps: [
      { title: "Use the My Domain of the app’s org", note: "The generic addresses lead to whichever org you sign in to.", action: "editAddress" },
      { title: "Sign in again in a private window", note: "There, no older session of another org or user answers.", action: "privateWindow" },
    ],
    retry: "signInAgain",
  },
  crossOrg: {
    title: "The sign-in went to another org",
    why: "A session of another org answered, or the sign-in began at a generic address. A Local app takes users of its own org only.",
    steps: [
      { title: "Use the My Domain of the app’s org", note: "The generic addresses lead to whichever org you sign in to.", action: "editAddress" },
      { title: "Sign in again in a private window", note: "There, no older session of another org or user answers.", action: "privateWindow" },
    ],
    retry: "signInAgain",
  },
  appNotInstalled: {
    title: "The app is not installed in this org",
    why: "Salesforce lets users authorize only apps that are installed in their org. An app that the org created itself counts as installed.",
    steps: [
      { title: "Use the key of an app in this org", note: "A Local External Client App of the org needs no installation.", action: "backToCredentials" },
      { title: "Or let the user approve the app", note: "The permission is called Approve Uninstalled Connected Apps. Under API access control it is Use Any API Client." },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
  },
  appBlocked: {
    title: "The app is blocked in this org",
    why: "An administrator has blocked it. Nobody can sign in through it until it is unblocked.",
    steps: [
      { title: "Unblock the app", note: "Setup, Connected Apps OAuth Usage", action: "openSetupPage" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "connectedAppsUsage",
  },
  userNotApproved: {
    title: "This user is not approved for the app",
    why: "The app admits only users whom an administrator has approved. This user’s profile or permission set is not among them.",
    steps: [
      { title: "Allow the user", note: "Setup, External Client App Manager, your app, Policies tab, OAuth Policies. Either all users may self-authorize, or the user’s profile or permission set is added.", action: "openSetupPage" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  consentMissing: {
    title: "The user has not approved the app",
    why: "Salesforce has no approval of this user for this app.",
    steps: [
      { title: "Sign in again and choose Allow", note: "The browser opens with the same values.", action: "retry" },
      { title: "Or approve the user in advance", note: "Setup, External Client App Manager, your app, Policies tab, OAuth Policies", action: "openSetupPage" },
    ],
    retry: "signInAgain",
    setupPage: "externalClientAppManager",
  },
  approvalFailed: {
    title: "Salesforce could not approve the sign-in",
    why: "This is its general error. Behind it is an app that is not installed in the org, a missing PKCE challenge, or a policy of the app.",
    steps: [
      { title: "Use the My Domain of the app’s org", note: "The generic addresses lead to whichever org you sign in to.", action: "editAddress" },
      { title: "Check the app’s policies", note: "Setup, External Client App Manager, your app, Policies tab, OAuth Policies", action: "openSetupPage" },
      { title: "Start the sign-in from here", note: "Orgkeep always sends PKCE. A link of another program may not.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  preauthorizationNeeded: {
    title: "The app needs a scope and preauthorized users",
    why: "Salesforce wants the scope refresh_token, and the app installed and preauthorized. It says so mostly for the JWT bearer flow, which Orgkeep does not use.",
    steps: [
      { title: "Add the scope refresh_token to the app", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings", action: "openSetupPage" },
      { title: "Approve the user in advance", note: "Policies tab, OAuth Policies: Admin approved users are pre-authorized, with the user’s profile or permission set." },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  policyMissing: {
    title: "The app has no OAuth policy",
    why: "Salesforce found no policy that says who may use the app, and for how long.",
    steps: [
      { title: "Open the app’s policies and save them", note: "Setup, External Client App Manager, your app, Policies tab, OAuth Policies", action: "openSetupPage" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  distributionStateWrong: {
    title: "The app’s distribution state does not fit",
    why: "An app that was made in the org itself has the state Local. Packaged is for apps that travel in a package.",
    steps: [
      { title: "Check the distribution state", note: "Setup, External Client App Manager, your app, Basic Information", action: "openSetupPage" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  appSetUpIncomplete: {
    title: "The app is not ready for this sign-in",
    why: "Something in its set-up does not allow it. Salesforce does not say what.",
    steps: [
      { title: "Check that the app is activated and OAuth is enabled", note: "Setup, External Client App Manager, your app, Settings tab", action: "openSetupPage" },
      { title: "Compare it with the checklist", note: "The Policies tab says who may use the app.", action: "backToCredentials" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  flowDisabled: {
    title: "The sign-in flow is switched off",
    why: "The app or the org does not allow the web server flow.",
    steps: [
      { title: "Check that OAuth is enabled for the app", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings", action: "openSetupPage" },
      { title: "Check the org’s switch for External Client Apps", note: "Setup, External Client App Settings" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  otherFlow: {
    title: "Salesforce answered for another kind of sign-in",
    why: "The code belongs to a flow that Orgkeep does not use: the web server flow has no assertion, one-time password or registration.",
    steps: [
      { title: "Check what the app is for", note: "Setup, External Client App Manager, your app. Orgkeep needs the web server flow only.", action: "openSetupPage" },
      { title: "Compare the Consumer ID", note: "Copy it again from Salesforce. The first and last characters must agree.", action: "backToCredentials" },
      { title: "Start the sign-in from here", note: "A page or link of another program does not belong to it.", action: "retry" },
    ],
    retry: "signInAgain",
    setupPage: "externalClientAppManager",
  },
  dpopRequired: {
    title: "The app requires DPoP",
    why: "It takes only tokens that are bound to a key of the caller (DPoP). Orgkeep does not use DPoP.",
    steps: [
      { title: "Switch DPoP off for the app", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings", action: "openSetupPage" },
      { title: "Or use the key of another app", action: "backToCredentials" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  attestationRequired: {
    title: "The app requires an attestation",
    why: "It takes only programs that prove what they are (app attestation). Orgkeep does not attest.",
    steps: [
      { title: "Switch app attestation off for the app", note: "Setup, External Client App Manager, your app", action: "openSetupPage" },
      { title: "Or use the key of another app", action: "backToCredentials" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  clientCredentialsUser: {
    title: "The app has no user to run as",
    why: "The client credentials flow needs a user, chosen in the app’s policies. Orgkeep itself does not use this flow.",
    steps: [
      { title: "Choose the user in the app’s policies", note: "Setup, External Client App Manager, your app, Policies tab, OAuth Policies. The user must exist in this org.", action: "openSetupPage" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  scratchSignUp: {
    title: "Scratch orgs cannot be made through this app",
    why: "Salesforce copies the Dev Hub’s app into each new scratch org, and cannot do so with an External Client App.",
    steps: [
      { title: "Sign up with the app PlatformCLI", note: "Set SF_SCRATCH_SIGNUP_CONNECTED_APP to PlatformCLI and SF_SCRATCH_SIGNUP_CALLBACK_URL to http://localhost:1717/OauthRedirect for sf." },
    ],
    retry: "never",
  },
  denied: {
    title: "Access was denied",
    why: "Deny was chosen at Salesforce, or the org denied it for this user.",
    steps: [
      { title: "Choose Allow next time", note: "Salesforce shows what Orgkeep may do before you decide." },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "signInAgain",
  },
  secretWrong: {
    title: "The consumer secret is wrong",
    why: "Salesforce knows the key and refused the secret. It may have been rotated, or belong to another app.",
    steps: [
      { title: "Copy the secret from Salesforce", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings, Consumer Key and Secret", action: "openSetupPage" },
      { title: "Enter it", note: "Then choose Connect. Everything else is kept.", action: "backToCredentials" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  secretMissing: {
    title: "The app requires a consumer secret",
    why: "None was entered, and this app does not do without.",
    steps: [
      { title: "Copy the secret from Salesforce", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings, Consumer Key and Secret", action: "openSetupPage" },
      { title: "Enter it", note: "Then choose Connect. Everything else is kept.", action: "backToCredentials" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  scopeNotAllowed: {
    title: "A scope is missing in the app",
    why: "Orgkeep asked for a scope that the app does not have.",
    steps: [
      { title: "Add the missing scopes", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings. The checklist shows which ones.", action: "openSetupPage" },
      { title: "Or take what the app has", note: "Orgkeep then asks for all scopes of the app and shows what is missing.", action: "retryWithAllScopes" },
      { title: "Or sign in again with the added scopes", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  webScopeMissing: {
    title: "The scope for opening the org is missing",
    why: "Opening an org in the browser needs the scope web or full. This sign-in has neither.",
    steps: [
      { title: "Add the scope web to the app", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings", action: "openSetupPage" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "signInAgain",
    setupPage: "externalClientAppManager",
  },
  pkceMissing: {
    title: "The app requires PKCE",
    why: "The request carried no code challenge. Orgkeep always sends one, so the link was cut or came from another program.",
    steps: [
      { title: "Sign in from here", note: "If you copy the link, copy all of it.", action: "retry" },
    ],
    retry: "signInAgain",
  },
  codeVerifierMismatch: {
    title: "The answer belongs to another attempt",
    why: "Each attempt has its own secret number (PKCE), and the one for this answer was different.",
    steps: [
      { title: "Close older tabs of the sign-in", note: "Two attempts at the same time mix their answers." },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "signInAgain",
  },
  codeExpired: {
    title: "The answer was too old",
    why: "The code in it works once and for 15 minutes. A reloaded page or a long pause uses it up.",
    steps: [
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "signInAgain",
  },
  immediateFailed: {
    title: "Salesforce has to ask you first",
    why: "The request wanted an answer without any page, and Salesforce could not give one.",
    steps: [
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "signInAgain",
  },
  signInPending: {
    title: "The sign-in is not complete yet",
    why: "Salesforce still waits for the user in the browser.",
    steps: [
      { title: "Complete the sign-in in the browser" },
      { title: "Try again", action: "retry" },
    ],
    retry: "atOnce",
  },
  requestRefused: {
    title: "Salesforce did not accept the request",
    why: "A value in it is missing, or not as Salesforce expects. Its own words are under Details.",
    steps: [
      { title: "Compare the Consumer ID", note: "Copy it again from Salesforce. The first and last characters must agree.", action: "backToCredentials" },
      { title: "Check the app’s OAuth settings", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings", action: "openSetupPage" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  authenticationFailed: {
    title: "Salesforce could not sign the user in",
    why: "The user may be locked, the password may have changed, or a rule of the org forbids it. Salesforce says which in its login history.",
    steps: [
      { title: "Look at the login history", note: "Setup, Login History shows the reason for each refused sign-in.", action: "openSetupPage" },
      { title: "Check the user", note: "Setup, Users. Or sign in as another user." },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "loginHistory",
  },
  userInactive: {
    title: "This user cannot sign in",
    why: "The user is inactive, frozen or locked.",
    steps: [
      { title: "Unlock or activate the user", note: "Setup, Users. Or sign in as another user." },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
  },
  loginRestricted: {
    title: "Not from here, or not at this hour",
    why: "The profile’s login hours or IP ranges, or the app’s IP Relaxation, do not allow this sign-in.",
    steps: [
      { title: "Use an allowed network", note: "Or change the login ranges of the profile." },
      { title: "Or relax the app’s IP restrictions", note: "Setup, External Client App Manager, your app, Policies tab, OAuth Policies", action: "openSetupPage" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  addressRestricted: {
    title: "The user may not sign in from this network",
    why: "The IP ranges of the user’s profile do not contain the address of this computer.",
    steps: [
      { title: "Use an allowed network", note: "Or change the login IP ranges of the profile." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  hoursRestricted: {
    title: "The user may not sign in at this hour",
    why: "The login hours of the user’s profile do not contain this time.",
    steps: [
      { title: "Wait for the allowed hours", note: "Or change the login hours of the profile." },
      { title: "Try again", action: "retry" },
    ],
    retry: "later",
  },
  sessionLevelTooLow: {
    title: "The app requires a stronger sign-in",
    why: "Its policy asks for a high-assurance session, and this sign-in does not reach that level.",
    steps: [
      { title: "Sign in with a second factor", note: "With multi-factor authentication, where the user has it.", action: "privateWindow" },
      { title: "Or lower the level that the app requires", note: "Setup, External Client App Manager, your app, Policies tab, OAuth Policies", action: "openSetupPage" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  orgInactive: {
    title: "The org is not active",
    why: "Salesforce says that nobody can sign in to this org.",
    steps: [
      { title: "Check the Login URL", note: "My Domain is best: it leads to the one org that has the app.", action: "editAddress" },
      { title: "Ask Salesforce Support about the org", note: "Name the org id and the code under Details." },
    ],
    retry: "afterFix",
  },
  orgLocked: {
    title: "The org is locked",
    why: "Salesforce has locked it, so nobody can sign in.",
    steps: [
      { title: "Ask Salesforce Support about the org", note: "Name the org id and the code under Details." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  orgSigningUp: {
    title: "The org is still being made",
    why: "Salesforce has not finished its sign-up. A new org can be used after that.",
    steps: [
      { title: "Wait until the org is ready" },
      { title: "Try again", action: "retry" },
    ],
    retry: "later",
  },
  trialExpired: {
    title: "The org’s trial has ended",
    why: "Nobody can sign in to a trial org after its last day.",
    steps: [
      { title: "Check the Login URL", note: "My Domain is best: it leads to the one org that has the app.", action: "editAddress" },
      { title: "Ask Salesforce about the trial" },
    ],
    retry: "never",
  },
  maintenance: {
    title: "The org is in maintenance",
    why: "Salesforce is working on it. Nothing is wrong with your values.",
    steps: [
      { title: "Wait a little", note: "trust.salesforce.com shows the state of your instance." },
      { title: "Try again", action: "retry" },
    ],
    retry: "later",
  },
  permissionMissing: {
    title: "The user lacks a permission",
    why: "Salesforce knows the user and does not let it do this.",
    steps: [
      { title: "Give the user the permission", note: "Creating an app needs Customize Application, Modify Metadata and API Enabled, and the permissions for External Client Apps." },
      { title: "Or let another user of the org do it", note: "An administrator usually may." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  transactionSecurity: {
    title: "A security policy of the org stopped this",
    why: "The org has a transaction security policy that does not allow it.",
    steps: [
      { title: "Ask the org’s administrator about the policy", note: "The code under Details says what it demands." },
      { title: "Look at the login history", note: "Setup, Login History shows the reason for each refused sign-in.", action: "openSetupPage" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "loginHistory",
  },
  tokenExpired: {
    title: "The sign-in has ended",
    why: "Its token was revoked or replaced, or has expired. A password change, a sandbox refresh, or a sixth sign-in of the same user through the same app does that.",
    steps: [
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
      { title: "If it comes back, check the refresh token policy", note: "Setup, External Client App Manager, your app, Policies tab, OAuth Policies", action: "openSetupPage" },
    ],
    retry: "signInAgain",
    setupPage: "externalClientAppManager",
  },
  tokenLifetimeOver: {
    title: "The sign-in has reached its age limit",
    why: "The app’s refresh token policy lets a sign-in live only so long.",
    steps: [
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
      { title: "Or allow a longer life", note: "Setup, External Client App Manager, your app, Policies tab, OAuth Policies, Refresh Token Policy", action: "openSetupPage" },
    ],
    retry: "signInAgain",
    setupPage: "externalClientAppManager",
  },
  grantRefused: {
    title: "Salesforce does not accept this sign-in any more",
    why: "The code or token in the request was used, revoked or replaced, or belongs to another app.",
    steps: [
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
      { title: "Compare the Consumer ID", note: "Copy it again from Salesforce. The first and last characters must agree.", action: "backToCredentials" },
    ],
    retry: "signInAgain",
  },
  alreadyProcessing: {
    title: "Another request uses the same sign-in",
    why: "Salesforce renews a sign-in for one caller at a time, and another one was faster.",
    steps: [
      { title: "Wait a few seconds", note: "Only one program may use a sign-in whose token rotates." },
      { title: "Try again", action: "retry" },
    ],
    retry: "later",
  },
  tokenTypeUnsupported: {
    title: "Salesforce does not take this kind of token here",
    why: "A JWT access token, for example, cannot be revoked on its own before it ends.",
    steps: [
      { title: "End the session in the org", note: "Setup, External Client App OAuth Usage", action: "openSetupPage" },
      { title: "Switch JWT access tokens off for the app", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings" },
    ],
    retry: "never",
    setupPage: "externalClientAppUsage",
  },
  sessionExpired: {
    title: "The session has expired",
    why: "An access token lives only for a while. Orgkeep renews it with the refresh token.",
    steps: [
      { title: "Try again", note: "Orgkeep renews the session first. If that fails, sign in again.", action: "retry" },
    ],
    retry: "refresh",
  },
  sessionNotForRest: {
    title: "This session cannot use the REST API",
    why: "Salesforce does not let it, and renewing it does not help.",
    steps: [
      { title: "Check that the app has the scope api", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings", action: "openSetupPage" },
      { title: "Sign in again", note: "The browser opens with the same values.", action: "retry" },
    ],
    retry: "signInAgain",
    setupPage: "externalClientAppManager",
  },
  appNotAttached: {
    title: "The app is not attached to the agent",
    why: "Salesforce takes this call only from apps that are attached to the agent. Renewing the session does not help.",
    steps: [
      { title: "Attach the app to the agent in the org" },
      { title: "Or use the key of another app", action: "backToCredentials" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  serverBusy: {
    title: "Salesforce is busy",
    why: "It asks to come back later. That is maintenance or overload, not a fault of your values.",
    steps: [
      { title: "Wait a little", note: "trust.salesforce.com shows the state of your instance." },
      { title: "Try again", action: "retry" },
    ],
    retry: "later",
  },
  serverFault: {
    title: "Salesforce had an internal error",
    why: "The fault is on its side, and it asks to send the request again.",
    steps: [
      { title: "Wait a little", note: "trust.salesforce.com shows the state of your instance." },
      { title: "Try again", action: "retry" },
    ],
    retry: "later",
  },
  limitReached: {
    title: "Too many sign-ins",
    why: "Salesforce limits how often a user may sign in within an hour.",
    steps: [
      { title: "Wait a while", note: "Another program that signs in as the same user may use up the limit." },
      { title: "Try again", action: "retry" },
    ],
    retry: "later",
  },
  requestLimitReached: {
    title: "The org’s API requests are used up",
    why: "An org has a number of API requests for each day, and all programs share them.",
    steps: [
      { title: "Wait until requests are free again", note: "Limits in Org Details shows how many are left." },
      { title: "Look for a program that asks too often" },
      { title: "Try again", action: "retry" },
    ],
    retry: "later",
  },
  apiDisabled: {
    title: "The API is off for this org or user",
    why: "The org’s edition has no API, or the user’s permissions do not contain it.",
    steps: [
      { title: "Give the user the permission API Enabled", note: "Setup, Users, the user’s profile or a permission set" },
      { title: "Check the edition of the org", note: "Not every edition has the API." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  apiUnavailable: {
    title: "The API is off at the moment",
    why: "The org’s edition has no API, or Salesforce has switched it off for a time.",
    steps: [
      { title: "Wait a little", note: "trust.salesforce.com shows the state of your instance." },
      { title: "Check the edition of the org", note: "Not every edition has the API." },
      { title: "Try again", action: "retry" },
    ],
    retry: "later",
  },
  apiVersionUnsupported: {
    title: "The org does not have this API version",
    why: "External Client Apps need version 59.0, and reading their secrets needs 60.0. Versions up to 30.0 are retired.",
    steps: [
      { title: "Do this step in Setup instead", note: "The checklist names every value and the page for it." },
    ],
    retry: "never",
  },
  typeUnknown: {
    title: "The org does not have this kind of record",
    why: "Its API version does not know it. For scratch orgs it means that Dev Hub is off, or that this user cannot see it.",
    steps: [
      { title: "Check Dev Hub, if this is about scratch orgs", note: "Setup, Dev Hub. Enabling it cannot be undone.", action: "openSetupPage" },
      { title: "Check that External Client Apps are enabled", note: "Setup, External Client App Settings" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "devHub",
  },
  nameTaken: {
    title: "The name or key is already taken",
    why: "The org has an External Client App or a Connected App of this name, or the chosen consumer key is in use.",
    steps: [
      { title: "Look at the app that has the name", note: "Setup, External Client App Manager. Connected Apps are under App Manager.", action: "openSetupPage" },
      { title: "Choose another name, or use that app" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  appNameMismatch: {
    title: "The settings name another app",
    why: "Settings and policies must name the app by its API name, and no such app is in the org.",
    steps: [
      { title: "Compare the API names", note: "Setup, External Client App Manager. The element externalClientApplication must hold the app’s API name.", action: "openSetupPage" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  oauthSettingsMissing: {
    title: "The app has no OAuth settings yet",
    why: "Policies can be set only when OAuth is. The order is app, OAuth settings, policies.",
    steps: [
      { title: "Enable OAuth for the app first", note: "Setup, External Client App Manager, your app, Settings tab, OAuth Settings", action: "openSetupPage" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppManager",
  },
  oauthLinkForeign: {
    title: "The settings are linked to another org",
    why: "The file carries an oauthLink, and that belongs to the org it was made in.",
    steps: [
      { title: "Remove the element oauthLink from the file", note: "Salesforce makes a new one. Only an app in a package keeps the one of its Dev Hub." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  oauthLinkMissing: {
    title: "The app’s OAuth settings are broken",
    why: "They were deployed without the global OAuth settings, so the app has no consumer.",
    steps: [
      { title: "Delete the OAuth settings of the app", note: "In the Metadata API they are the component ExtlClntAppOauthSettings." },
      { title: "Deploy them again together with the global ones" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  packagedInScratch: {
    title: "Scratch orgs take no packaged apps this way",
    why: "An app with the distribution state Packaged cannot be deployed into a scratch org. Local works.",
    steps: [
      { title: "Set the distribution state to Local", note: "Or install the package instead." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  policyNotAccepted: {
    title: "The org does not take a field of the policies",
    why: "Not every org and edition knows each field, such as the session timeout or the life of JWT access tokens.",
    steps: [
      { title: "Leave those fields out of the policies", note: "The app itself does not need them." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  fieldInvalid: {
    title: "A value does not fit its field",
    why: "Salesforce checked the record and refused a value. Its own words name the field.",
    steps: [
      { title: "Correct the value", note: "The field is named under Details." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  fieldMissing: {
    title: "A required value is missing",
    why: "Salesforce needs a value that was not sent. Its own words name the field.",
    steps: [
      { title: "Add the value", note: "The field is named under Details." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  secretReadingOff: {
    title: "Secrets cannot be read through the API",
    why: "The org’s switch for it is off, or this user lacks the permission for it.",
    steps: [
      { title: "Allow access to consumer secrets via REST API", note: "Setup, External Client App Settings", action: "openSetupPage" },
      { title: "Give the user the permission to view consumer secrets" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "externalClientAppSettings",
  },
  loginWrong: {
    title: "User name, password or security token is wrong",
    why: "Salesforce does not say which. A user who is locked out gets the same answer.",
    steps: [
      { title: "Enter user name and password again", note: "The security token follows the password directly, without a space.", action: "backToCredentials" },
      { title: "Look at the login history", note: "Setup, Login History shows the reason for each refused sign-in.", action: "openSetupPage" },
    ],
    retry: "afterFix",
    setupPage: "loginHistory",
  },
  securityTokenNeeded: {
    title: "The security token is missing",
    why: "Salesforce wants the user’s security token after the password.",
    steps: [
      { title: "Enter the security token", note: "It is added to the end of the password.", action: "backToCredentials" },
    ],
    retry: "afterFix",
  },
  identityVerification: {
    title: "Salesforce wants to verify the user",
    why: "It asks for a proof of identity before it lets the user in.",
    steps: [
      { title: "Sign in to the org in the browser and verify", note: "Use the same user." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  soapLoginOff: {
    title: "The org does not allow login() any more",
    why: "Sign-in by user name and password is off by default in newer orgs, and ends everywhere in June 2027.",
    steps: [
      { title: "Move the connection to an External Client App", note: "Org Details, Move to OAuth via ECA. Its sign-in in the browser does not depend on login()." },
    ],
    retry: "never",
  },
  soapVersionRetired: {
    title: "This API version has no login()",
    why: "From version 65.0 on, sign-in by user name and password does not exist. In older versions it ends in June 2027.",
    steps: [
      { title: "Move the connection to an External Client App", note: "Org Details, Move to OAuth via ECA. Its sign-in in the browser does not depend on login()." },
    ],
    retry: "never",
  },
  anyApiAuthMissing: {
    title: "This user may not use login()",
    why: "Since Summer ’26 it takes the permission Use Any API Auth, which the user does not have.",
    steps: [
      { title: "Move the connection to an External Client App", note: "Org Details, Move to OAuth via ECA. Its sign-in in the browser does not depend on login()." },
      { title: "Or give the user the permission Use Any API Auth", note: "It helps until June 2027, when login() ends." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  passwordLocked: {
    title: "The user is locked out",
    why: "Salesforce has locked the user’s password.",
    steps: [
      { title: "Unlock the user", note: "Setup, Users" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  passwordExpired: {
    title: "The password has expired",
    why: "Until a new one is set, the user can do nothing else.",
    steps: [
      { title: "Sign in to the org in the browser and set a new one" },
      { title: "Enter the new password", action: "backToCredentials" },
    ],
    retry: "afterFix",
  },
  clientNotAccessible: {
    title: "This user may not sign in with this program",
    why: "The org does not let the user use this kind of client.",
    steps: [
      { title: "Move the connection to an External Client App", note: "Org Details, Move to OAuth via ECA. Its sign-in in the browser does not depend on login()." },
      { title: "Check the user", note: "Setup, Users. Or sign in as another user." },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
  },
  ssoDown: {
    title: "The org’s single sign-on does not answer",
    why: "Salesforce could not reach the service that the org signs its users in with.",
    steps: [
      { title: "Ask who runs the single sign-on" },
      { title: "Try again", action: "retry" },
    ],
    retry: "later",
  },
  unknown: {
    title: "Salesforce refused the sign-in",
    why: "It gave a reason that Orgkeep does not know. Its own words are under Details.",
    steps: [
      { title: "Look at the login history", note: "Setup, Login History shows the reason for each refused sign-in.", action: "openSetupPage" },
      { title: "Compare the Consumer ID", note: "Copy it again from Salesforce. The first and last characters must agree.", action: "backToCredentials" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "loginHistory",
  },
  unreadable: {
    title: "Salesforce’s error cannot be read",
    why: "Its code has characters that no code has, so Orgkeep does not repeat it. What else came with it is under Details.",
    steps: [
      { title: "Look at the login history", note: "Setup, Login History shows the reason for each refused sign-in.", action: "openSetupPage" },
      { title: "Compare the Consumer ID", note: "Copy it again from Salesforce. The first and last characters must agree.", action: "backToCredentials" },
      { title: "Try again", action: "retry" },
    ],
    retry: "afterFix",
    setupPage: "loginHistory",
  },
};
