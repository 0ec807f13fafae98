//! Texts that nobody thought of.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        prop_assert_eq!(decode(&text), decode(text.trim()));
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        let text = String::from_utf8_lossy(&bytes);
        prop_assert_eq!(decode(&text), decode(text.trim()));
    }

    #[test]
    fn no_mixture_of_known_pieces_is_too_strange(pieces in prop::collection::vec(piece(), 0..40)) {
        if let Decoded::Told(told) = decode(&pieces.concat()) {
            let shown = format!("{:?}", told.words);
            prop_assert!(!shown.contains("5Aep861"), "{}", shown);
            let length = told.words.description.map_or(0, |text| text.chars().count());
            prop_assert!(length <= 301);
        }
    }
}

/// Pieces of what the decoder knows, one secret, and letters that do not fit into one byte.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "https://",
        "acme.my.salesforce.com",
        "localhost:33333",
        "/",
        "?",
        "#",
        "&",
        "=",
        "%",
        "%25",
        "%3D",
        "&#61;",
        "error",
        "errorCode",
        "error_description",
        "startURL",
        "invalid_grant",
        "OAUTH_",
        " : ",
        "{\"",
        "\":\"",
        "\"}",
        "[",
        "<faultcode>",
        "</faultcode>",
        "<faultstring>",
        "00D",
        "!",
        "eyJ",
        ".",
        "force://",
        " ",
        "\n",
        "é",
        "\u{202e}",
        "client identifier invalid",
        "&code=5Aep861.x",
    ])
}
