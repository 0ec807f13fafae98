//! Checks and what they found: before the browser opens (Verify), and of this computer (Diagnostics).
//!
//! Each finding has its words in `ui/src/text/findings.ts`: what it means, and what to do.

use serde::Serialize;

/// One line: a subject, where its check stands, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// What is checked.
    pub subject: SubjectView,
    /// Where the check stands.
    pub state: CheckStateView,
    /// What was found, once it is known.
    pub finding: Option<FindingView>,
    /// The finding's own value: a host, an org id, a program, a number. Never a secret.
    pub detail: Option<String>,
    /// The connection that the finding is about.
    pub connection: Option<ConnectionNameView>,
    /// The entry of the error catalogue, where Salesforce itself refused.
    pub cause: Option<String>,
}

/// A connection by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionNameView {
    /// Which one.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum SubjectView {
    /// The login address as typed.
    Address,
    /// The way to the server: name, proxy, TLS.
    Network,
    /// The org behind the address.
    Org,
    /// The consumer key.
    Key,
    /// The callback, as registered in the app.
    Callback,
    /// The callback port on this computer.
    Port,
    /// Where the key of the vault lives.
    Keyring,
    /// The computer's clock.
    Clock,
    /// The store: its file, its folder, its disk.
    Store,
    /// The database library inside Orgkeep.
    Database,
    /// The proxy.
    Proxy,
    /// The certificates that the system trusts.
    Certificates,
    /// The browser.
    Browser,
    /// Versions of Orgkeep and of the system.
    Versions,
}

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CheckStateView {
    /// Not begun.
    Waiting,
    /// Under way.
    Running,
    /// Nothing to do.
    Fine,
    /// Worth knowing; it does not stand in the way.
    Noted,
    /// Resolves by itself with time.
    InTime,
    /// In the way. The finding says what to do.
    Broken,
    /// Not looked at, because something before it is in the way.
    Skipped,
}

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum FindingView {
    /// The address is fine.
    AddressFine,
    /// A generic login host: it serves every org, a Local app only its own.
    AddressGeneric,
    /// A host that the person vouched for.
    AddressConfirmed,
    /// The address cannot be used.
    AddressUnusable,
    /// The server answers as Salesforce does.
    ServerAnswers,
    /// The name does not resolve: offline, or a slip in the address.
    NameUnknown,
    /// The connection is refused or reset.
    ServerUnreachable,
    /// The name leads to an address of a private network: Connect asks about it first.
    AddressPrivate,
    /// No answer in time.
    ServerSlow,
    /// The certificate comes from an authority that the system does not know.
    CertificateUnknown,
    /// The certificate is out of date.
    CertificateExpired,
    /// The certificate is another server's.
    CertificateOfAnother,
    /// The certificate is refused for another cause.
    CertificateRefused,
    /// The proxy wants a password.
    ProxyPassword,
    /// The proxy does not answer or refuses.
    ProxyUnreachable,
    /// The network answers in Salesforce's place: a page to sign in to the network.
    CaptivePortal,
    /// Maintenance or overload.
    ServerBusy,
    /// The answer is not Salesforce's.
    AnswerUnexpected,
    /// The org is known. The detail is its id.
    OrgFound,
    /// There is a connection to this org already.
    OrgConnected,
    /// There is a connection to this org with this key already.
    OrgConnectedSameApp,
    /// The address does not tell which org is behind it.
    OrgNotTold,
    /// Salesforce knows the key.
    KeyKnown,
    /// Salesforce does not know the key, and everything speaks for a key that is not active yet.
    KeyNotActiveYet,
    /// Salesforce does not know the key, and something speaks against the key.
    KeyProbablyWrong,
    /// Salesforce refuses; the cause says why.
    Refused,
    /// The callback is one of the app's.
    CallbackAccepted,
    /// The callback is not one of the app's.
    CallbackMismatch,
    /// The port is free on both families.
    PortFree,
    /// The port is free; this computer has no IPv6.
    PortFreeWithoutIpv6,
    /// Another program listens on the port. The detail names it where the system tells.
    PortOccupied,
    /// The system keeps the port for itself.
    PortReserved,
    /// The port cannot be used.
    PortUnavailable,
    /// The key is in the keyring, and came back as it was.
    KeyringOpen,
    /// The vault is open with its passphrase.
    PassphraseOpen,
    /// The practice vault has its key in a file, because nothing in it is real.
    PracticeKey,
    /// The keyring is being asked.
    KeyringAsked,
    /// The keyring is locked.
    KeyringLocked,
    /// There is no keyring service.
    KeyringAbsent,
    /// It answers, without a keyring in it.
    KeyringEmpty,
    /// It fails, or would not keep the key.
    KeyringFailed,
    /// The keyring or the person refused.
    KeyringDenied,
    /// The keyring does not answer.
    KeyringSilent,
    /// The keyring has forgotten the key.
    KeyForgotten,
    /// What the keyring holds is not this vault's key.
    KeyNotOurs,
    /// The vault waits for its passphrase.
    PassphraseNeeded,
    /// The clock is right.
    ClockRight,
    /// The clock is off. The detail is by how many seconds; ahead is positive.
    ClockOff,
    /// No server told the time.
    ClockUnknown,
    /// Every row and every ciphertext is as it was written. The detail is how many connections.
    StoreSound,
    /// Rows of the store are not as they were written.
    StoreDamaged,
    /// The store's file cannot be read as it was written, and is not written any more.
    StoreUnreadable,
    /// The store cannot be written.
    StoreReadOnly,
    /// Another program holds the store.
    StoreBusy,
    /// Other users can read the folder. The detail is its path below the home folder.
    StoreExposed,
    /// The disk is nearly full. The detail is what is left, in mebibytes.
    DiskNearlyFull,
    /// The disk, or the share of it that this user has, is full.
    DiskFull,
    /// The store cannot be used at all.
    StoreUnusable,
    /// The database library is right. The detail is its version.
    DatabaseFine,
    /// The database library is one that can lose data. The detail is its version.
    DatabaseUnsafe,
    /// No proxy is set.
    ProxyNone,
    /// A proxy is set and answers. The detail is its host and port.
    ProxyInUse,
    /// The system trusts certificates. The detail is how many, or where from.
    CertificatesFound,
    /// The system trusts no certificate at all.
    CertificatesMissing,
    /// A browser is there. The detail is its name.
    BrowserFound,
    /// No browser is there.
    BrowserMissing,
    /// Versions, for a report.
    Versions,
}

/// What Verify found for one draft, as one whole snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct VerificationView {
    /// The draft it is of; `None` before the first.
    pub draft: Option<String>,
    /// Whether checks are still running.
    pub running: bool,
    /// Every line, in order.
    pub checks: Vec<CheckView>,
}

/// What Diagnostics found on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct DiagnosisView {
    /// When, RFC 3339.
    pub taken_at: String,
    /// Every line.
    pub checks: Vec<CheckView>,
    /// The same as text to hand on: no secret, no org, no user, no path of the home folder.
    pub report: String,
}
