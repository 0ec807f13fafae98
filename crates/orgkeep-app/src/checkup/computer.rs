//! Checks of this computer that need no server.

use std::sync::Arc;

use orgkeep_api::checkup::{CheckStateView, CheckView, FindingView, SubjectView};
use orgkeep_api::vault::StoreReasonView;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::failure::FailureReason;
use orgkeep_loopback::check_port;
use orgkeep_vault::error::SecretError;
use orgkeep_vault::health::DatabaseLibrary;
use orgkeep_vault::lock_state::{LockReason, LockState};
use orgkeep_vault::vault::Vault;

use super::{detailed, found, pending};
use crate::attempt::port_failure;
use crate::surroundings::{Family, Surroundings};
use crate::unlock::store_reason;

/// Below this, a store may soon be unable to grow.
const LITTLE_SPACE: u64 = 64 * 1024 * 1024;

/// What the checks of this computer look at.
pub(crate) struct Checkup<'a> {
    pub(crate) around: &'a Surroundings,
    /// Or why the store cannot be used.
    pub(crate) vault: Result<&'a Vault, StoreReasonView>,
    pub(crate) rule: AuthorityRule,
    pub(crate) has_passphrase: bool,
}

/// The callback port, on both families.
pub(crate) async fn port(around: &Surroundings) -> CheckView {
    let subject = SubjectView::Port;
    let Err(error) = check_port(&around.callback).await else {
        return if around.computer.has_loopback(Family::V6) {
            found(subject, CheckStateView::Fine, FindingView::PortFree)
        } else {
            found(
                subject,
                CheckStateView::Noted,
                FindingView::PortFreeWithoutIpv6,
            )
        };
    };
    let broken = CheckStateView::Broken;
    match port_failure(&error).reason {
        FailureReason::PortOccupied { holder } => CheckView {
            detail: holder,
            ..found(subject, broken, FindingView::PortOccupied)
        },
        FailureReason::PortReserved => found(subject, broken, FindingView::PortReserved),
        _ => found(subject, broken, FindingView::PortUnavailable),
    }
}

/// Where the key of the vault is. An open vault asks for it once more.
pub(crate) async fn keyring(checkup: &Checkup<'_>) -> CheckView {
    let subject = SubjectView::Keyring;
    let Ok(vault) = checkup.vault else {
        return pending(subject, CheckStateView::Skipped);
    };
    let state = *vault.lock_state().borrow();
    match state {
        LockState::Open if checkup.has_passphrase => {
            found(subject, CheckStateView::Fine, FindingView::PassphraseOpen)
        }
        LockState::Open => match vault.read_key_again().await {
            Ok(()) => found(subject, CheckStateView::Fine, checkup.custody()),
            Err(reason) => found(subject, CheckStateView::Broken, lock_finding(reason)),
        },
        LockState::Unlocking { .. } => {
            found(subject, CheckStateView::InTime, FindingView::KeyringAsked)
        }
        LockState::Locked(reason) => found(subject, CheckStateView::Broken, lock_finding(reason)),
    }
}

impl Checkup<'_> {
    fn custody(&self) -> FindingView {
        match self.rule {
            AuthorityRule::Practice => FindingView::PracticeKey,
            AuthorityRule::Salesforce => FindingView::KeyringOpen,
        }
    }
}

fn lock_finding(reason: LockReason) -> FindingView {
    match reason {
        LockReason::KeyringTimeout | LockReason::Waiting => FindingView::KeyringSilent,
        LockReason::KeyringLocked | LockReason::NotAsked => FindingView::KeyringLocked,
        LockReason::KeyringDenied => FindingView::KeyringDenied,
        LockReason::KeyringAbsent | LockReason::NoKeyYet => FindingView::KeyringAbsent,
        LockReason::KeyringEmpty => FindingView::KeyringEmpty,
        LockReason::KeyringForgetful | LockReason::KeyringFailed => FindingView::KeyringFailed,
        LockReason::KeyForgotten => FindingView::KeyForgotten,
        LockReason::KeyAmbiguous
        | LockReason::KeyMalformed
        | LockReason::KeyWrong
        | LockReason::NewerFormat => FindingView::KeyNotOurs,
        LockReason::PassphraseNeeded => FindingView::PassphraseNeeded,
        LockReason::StoreFailed => FindingView::StoreUnusable,
    }
}

/// The store: can it be read and written, by this user alone, and does every ciphertext open?
pub(crate) async fn store(checkup: &Checkup<'_>) -> CheckView {
    let subject = SubjectView::Store;
    let vault = match checkup.vault {
        Ok(vault) => vault,
        Err(reason) => return unusable(reason),
    };
    let broken = |finding| found(subject, CheckStateView::Broken, finding);
    if vault.is_exposed() {
        return broken(FindingView::StoreExposed);
    }
    if let Err(error) = vault.probe_write().await {
        return unusable(store_reason(&error));
    }
    match vault.integrity().await {
        Ok(found_rows) if !found_rows.is_sound() => return broken(FindingView::StoreDamaged),
        // A locked vault cannot open its ciphertexts; the keyring's line says so.
        Ok(_) | Err(SecretError::Locked(_)) => {}
        Err(SecretError::Store(error)) => return unusable(store_reason(&error)),
        Err(_) => return broken(FindingView::StoreDamaged),
    }
    disk(checkup, vault).unwrap_or(found(
        subject,
        CheckStateView::Fine,
        FindingView::StoreSound,
    ))
}

/// A store that does not open, or is not written.
fn unusable(reason: StoreReasonView) -> CheckView {
    let finding = match reason {
        StoreReasonView::Damaged => FindingView::StoreUnreadable,
        StoreReasonView::ReadOnly => FindingView::StoreReadOnly,
        StoreReasonView::Full => FindingView::DiskFull,
        StoreReasonView::Busy => FindingView::StoreBusy,
        StoreReasonView::Newer
        | StoreReasonView::NetworkFileSystem
        | StoreReasonView::SyncedFolder
        | StoreReasonView::Inaccessible => FindingView::StoreUnusable,
    };
    found(SubjectView::Store, CheckStateView::Broken, finding)
}

fn disk(checkup: &Checkup<'_>, vault: &Vault) -> Option<CheckView> {
    let left = checkup.around.computer.free_space(vault.folder())?;
    let mebibytes = (left / (1024 * 1024)).to_string();
    let (broken, finding) = (CheckStateView::Broken, FindingView::DiskNearlyFull);
    (left < LITTLE_SPACE).then(|| detailed(SubjectView::Store, broken, finding, mebibytes))
}

/// The database library inside the program.
pub(crate) fn database(library: DatabaseLibrary) -> CheckView {
    let (state, finding) = if library.is_safe {
        (CheckStateView::Fine, FindingView::DatabaseFine)
    } else {
        (CheckStateView::Broken, FindingView::DatabaseUnsafe)
    };
    detailed(SubjectView::Database, state, finding, library.version)
}

/// The certificate authorities that the system trusts.
pub(crate) async fn certificates(around: &Surroundings) -> CheckView {
    let computer = Arc::clone(&around.computer);
    let counted = tokio::task::spawn_blocking(move || computer.trusted_authorities()).await;
    let subject = SubjectView::Certificates;
    match counted.unwrap_or_default() {
        0 => found(
            subject,
            CheckStateView::Broken,
            FindingView::CertificatesMissing,
        ),
        count => {
            let finding = FindingView::CertificatesFound;
            detailed(subject, CheckStateView::Fine, finding, count.to_string())
        }
    }
}

/// The browser that a sign-in would open.
pub(crate) async fn browser(around: &Surroundings) -> CheckView {
    let browser = Arc::clone(&around.browser);
    let installed = tokio::task::spawn_blocking(move || browser.installed()).await;
    let subject = SubjectView::Browser;
    match installed.unwrap_or_default().into_iter().next() {
        Some(first) => detailed(
            subject,
            CheckStateView::Fine,
            FindingView::BrowserFound,
            first.name,
        ),
        None => found(subject, CheckStateView::Broken, FindingView::BrowserMissing),
    }
}

/// What Orgkeep runs on.
pub(crate) fn versions(around: &Surroundings) -> CheckView {
    let own = ("Orgkeep".to_owned(), env!("CARGO_PKG_VERSION").to_owned());
    let all: Vec<String> = std::iter::once(own)
        .chain(around.computer.versions())
        .map(|(name, version)| format!("{name} {version}"))
        .collect();
    let detail = all.join(", ");
    detailed(
        SubjectView::Versions,
        CheckStateView::Fine,
        FindingView::Versions,
        detail,
    )
}
