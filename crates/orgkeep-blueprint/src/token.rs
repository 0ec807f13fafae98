//! Closed sets of words that metadata and Setup spell differently.

/// An enum whose every value has a spelling in metadata and one on Setup's pages.
macro_rules! tokens {
    (
        $(#[$meta:meta])*
        $name:ident { $( $(#[$doc:meta])* $variant:ident = $metadata:literal, $setup:literal; )* }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$doc])* $variant, )* }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The spelling in metadata.
            #[must_use]
            pub fn metadata(self) -> &'static str {
                match self { $(Self::$variant => $metadata,)* }
            }

            /// The words on Setup's pages.
            #[must_use]
            pub fn setup(self) -> &'static str {
                match self { $(Self::$variant => $setup,)* }
            }

            /// The value that metadata spells so. Salesforce does not mind the case, so neither does this.
            #[must_use]
            pub fn from_metadata(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.metadata().eq_ignore_ascii_case(text))
            }

            /// The value that Setup calls so.
            #[must_use]
            pub fn from_setup(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.setup() == text)
            }
        }
    };
}

pub(crate) use tokens;
