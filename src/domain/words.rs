//! Closed lists of words: what each stands for, and back.

/// An enum whose values each have a word, in the order in which people read them. What else is told of
/// each follows its word, and is asked for by the name that the head gives it.
macro_rules! words {
    (
        $(#[$doc:meta])* enum $enum:ident;
        $(#[$of:meta])* fn $told:ident -> $type:ty;
        $($(#[$own:meta])* $name:ident $word:literal $more:tt)+
    ) => {
        $crate::domain::words::words! {
            $(#[$doc])* enum $enum;
            $($(#[$own])* $name $word)+
        }

        impl $enum {
            $(#[$of])*
            #[must_use]
            pub fn $told(self) -> $type {
                match self { $(Self::$name => $more),+ }
            }
        }
    };
    (
        $(#[$doc:meta])* enum $enum:ident;
        $($(#[$own:meta])* $name:ident $word:literal)+
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $enum {
            $($(#[$own])* $name,)+
        }

        impl $enum {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The one of that name.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|own| own.word() == word)
            }
        }
    };
}

pub(crate) use words;
