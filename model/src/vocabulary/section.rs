//! The two macros that declare the vocabulary, once for the reader, the writer, the schema, the editor and the book.
//!
//! `in network` names a module that contains only the words that a key takes. rust-analyzer completes from this module, so
//! that it offers only legal words, and jumps from a word to its declaration here.

/// Declares a section: a struct with its keys, their documentation and their defaults.
macro_rules! section {
    (
        $(#[doc = $doc:literal])+
        $name:ident $(in $words:ident)? {
            $( $(#[doc = $key_doc:literal])+ $key:ident: $type:ty $(= $default:expr)?, )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name {
            $( $(#[doc = $key_doc])+ pub $key: $type, )+
        }

        $(
            #[doc(hidden)]
            pub mod $words {
                pub use super::$name;
            }
        )?

        impl $name {
            /// The section under its own name.
            pub const TYPE: $crate::Type = Self::named(stringify!($name));

            /// The section as a type with another name, for engines that share one set of keys.
            #[must_use]
            pub const fn named(name: &'static str) -> $crate::Type {
                $crate::Type { name, doc: &[$($doc),+], keys: Self::KEYS, words: concat!($(stringify!($words))?) }
            }

            const KEYS: &'static [$crate::Key] = &[
                $( $crate::Key {
                    name: stringify!($key),
                    doc: &[$($key_doc),+],
                    shape: <$type as $crate::Field>::SHAPE,
                    default: section!(@text $($default)?),
                    required: section!(@required $($default)?) && <$type as $crate::Field>::ABSENT.is_none(),
                }, )+
            ];

            pub(crate) fn read_block<S: Copy>(
                block: &$crate::Block<S>,
                name: &'static str,
                reader: &mut $crate::Reader<S>,
            ) -> Self {
                let one = Self::named(name);
                reader.keys(block, &one);
                $( let $key = $crate::vocabulary::read_key::<$type, S>(
                    block, &one, stringify!($key), section!(@default $type $(, $default)?), reader,
                ); )+
                Self { $( $key, )+ }
            }
        }

        impl $crate::Field for $name {
            const SHAPE: $crate::Shape = $crate::Shape::OneOf(&[Self::TYPE]);
            const FILLER: Self = Self { $( $key: <$type as $crate::Field>::FILLER, )+ };

            fn read<S: Copy>(node: &$crate::Node<S>, reader: &mut $crate::Reader<S>) -> Option<Self> {
                let (_, block) = reader.choose(node, Self::SHAPE)?;
                Some(Self::read_block(block, stringify!($name), reader))
            }

            fn tree(&self) -> $crate::Tree {
                $crate::Tree::Struct(stringify!($name), vec![
                    $( (stringify!($key), $crate::Field::tree(&self.$key)), )+
                ])
            }
        }
    };
    (@text) => { None };
    (@text $default:expr) => { Some(stringify!($default)) };
    (@required) => { true };
    (@required $default:expr) => { false };
    (@default $type:ty) => { <$type as $crate::Field>::ABSENT };
    (@default $type:ty, $default:expr) => { Some($default) };
}

/// Declares the types that a key accepts: an enum of sections, or of plain names.
macro_rules! one_of {
    (
        $(#[doc = $doc:literal])+
        $name:ident in $words:ident $(or text as $text:ident)? {
            $( $(#[doc = $variant_doc:literal])+ $variant:ident $(($section:ident))?, )+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq)]
        // A declaration holds one value of each; a box could not be built in `const` evaluation.
        #[allow(clippy::large_enum_variant)]
        pub enum $name {
            $(
                /// Given as a string.
                $text(&'static str),
            )?
            $( $(#[doc = $variant_doc])+ $variant $(($section))?, )+
        }

        #[doc(hidden)]
        #[allow(clippy::module_inception)]
        pub mod $words {
            $( one_of!(@word $name, $variant, [$($variant_doc),+] $(, $section)?); )+
        }

        impl $name {
            const TYPES: &'static [$crate::Type] = &[
                $( one_of!(@type $words, $variant, [$($variant_doc),+] $(, $section)?), )+
            ];
        }

        impl $crate::Field for $name {
            const SHAPE: $crate::Shape = one_of!(@shape $($text)?);
            const FILLER: Self = one_of!(@filler $name $($text)?; $( $variant $(($section))?, )+);

            fn read<S: Copy>(node: &$crate::Node<S>, reader: &mut $crate::Reader<S>) -> Option<Self> {
                $(
                    if let $crate::Value::Text(text) = node.value {
                        return reader.text(node, text).map(Self::$text);
                    }
                    if let $crate::Value::Const = node.value {
                        return Some(Self::$text(""));
                    }
                )?
                let (index, block) = reader.choose(node, Self::SHAPE)?;
                let written = Self::TYPES[index].name;
                $(
                    if written == stringify!($variant) {
                        return one_of!(@read Self::$variant, stringify!($variant), block, reader $(, $section)?);
                    }
                )+
                let _ = block;
                None
            }

            fn tree(&self) -> $crate::Tree {
                match self {
                    $( Self::$text(text) => $crate::Tree::Variant(
                        stringify!($name), stringify!($text), Some(Box::new($crate::Tree::Text(text))),
                    ), )?
                    $( one_of!(@pattern Self::$variant, held $(, $section)?) => $crate::Tree::Variant(
                        stringify!($name), stringify!($variant), one_of!(@held held $(, $section)?),
                    ), )+
                }
            }
        }
    };
    (@shape) => { $crate::Shape::OneOf(Self::TYPES) };
    (@shape $text:ident) => { $crate::Shape::TextOr(Self::TYPES) };
    (@filler $name:ident $text:ident; $($rest:tt)*) => { $name::$text("") };
    (@filler $name:ident; $first:ident, $($rest:tt)*) => { $name::$first };
    (@filler $name:ident; $first:ident ($section:ident), $($rest:tt)*) => {
        $name::$first(<$section as $crate::Field>::FILLER)
    };
    (@word $name:ident, $variant:ident, [$($doc:literal),+]) => { pub use super::$name::$variant; };
    (@word $name:ident, $variant:ident, [$($doc:literal),+], $section:ident) => {
        $(#[doc = $doc])+
        pub type $variant = super::$section;
    };
    (@type $words:ident, $variant:ident, [$($doc:literal),+]) => {
        $crate::Type { name: stringify!($variant), doc: &[$($doc),+], keys: &[], words: stringify!($words) }
    };
    (@type $words:ident, $variant:ident, [$($doc:literal),+], $section:ident) => {
        $crate::Type { doc: &[$($doc),+], words: stringify!($words), ..$section::named(stringify!($variant)) }
    };
    (@read $path:path, $name:expr, $block:ident, $reader:ident) => { Some($path) };
    (@read $path:path, $name:expr, $block:ident, $reader:ident, $section:ident) => {
        Some($path($section::read_block($block, $name, $reader)))
    };
    (@pattern $path:path, $held:ident) => { $path };
    (@pattern $path:path, $held:ident, $section:ident) => { $path($held) };
    (@held $held:ident) => { None };
    (@held $held:ident, $section:ident) => { Some(Box::new($crate::Field::tree($held))) };
}
