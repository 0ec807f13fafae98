//! The signature on a token answer: base64(HMAC-SHA256(consumer secret, id + issued_at)) (salesforce.md, 3.4).
//!
//! It proves that the answer was made by someone who knows the secret. It does not cover `instance_url`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use orgkeep_secret::ConsumerSecret;
use sha2::Sha256;

/// Whether the signature is there and fits. Compared in constant time.
pub(crate) fn fits(secret: &ConsumerSecret, message: &[&str], signature: Option<&str>) -> bool {
    let Some(signature) = signature.and_then(|text| STANDARD.decode(text).ok()) else {
        return false;
    };
    // EXPOSE: the secret keys the HMAC; nothing of it leaves this function.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else {
        return false;
    };
    for part in message {
        mac.update(part.as_bytes());
    }
    mac.verify_slice(&signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA";
    const SIGNATURE: &str = "5kTBeLwogyyj4tUh9vT/azR62ZOYAV9sWaT5mqjspok=";

    fn check(id: &str, signature: Option<&str>) -> bool {
        let secret = ConsumerSecret::new("ABCDEF0123456789".into());
        fits(&secret, &[id, "1767225600000"], signature)
    }

    #[test]
    fn the_known_vector_fits_and_every_change_does_not() {
        assert!(check(ID, Some(SIGNATURE)));
        assert!(!check(&ID.replace("1AAA", "2AAA"), Some(SIGNATURE)));
        assert!(!check(ID, Some("not base64")));
        assert!(!check(ID, Some("AAAA")));
        assert!(!check(ID, None));
    }
}
