//! Reading the types of the vocabulary from a declaration, and writing them as Rust.

use super::reader::{Reader, is_misspelled};
use super::schema::{Shape, Type};
use crate::{Block, Node, Range, Texts, Value};

/// A value that a key can hold.
pub trait Field: Sized + Copy {
    /// Its form in a declaration.
    const SHAPE: Shape;
    /// The value of a key of this type that is omitted and has no default; `None` if the key is required.
    const ABSENT: Option<Self> = None;
    /// The placeholder for a value that could not be read, so that the rest can still be checked.
    const FILLER: Self;

    /// Reads it; reports an error to `reader` and returns `None` if it does not have this shape.
    fn read<S: Copy>(node: &Node<S>, reader: &mut Reader<S>) -> Option<Self>;

    /// Converts it to a tree of Rust source.
    fn tree(&self) -> Tree;
}

/// A value as Rust source, for the macro to turn into tokens.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// A `&'static str`.
    Text(&'static str),
    /// A `u32`.
    Number(u32),
    /// An `f64`.
    Decimal(f64),
    /// A `bool`.
    Switch(bool),
    /// A [`Range`].
    Range(Box<Tree>, Box<Tree>),
    /// A [`Texts`].
    Texts(Vec<&'static str>),
    /// An `Option`.
    Option(Option<Box<Tree>>),
    /// A struct: its name in this crate, and its fields.
    Struct(&'static str, Vec<(&'static str, Tree)>),
    /// An enum's variant: the enum's and the variant's name, and its value.
    Variant(&'static str, &'static str, Option<Box<Tree>>),
}

/// Reads the value of one key of a section; returns the filler if it cannot be read.
pub(crate) fn read_key<T: Field, S: Copy>(
    block: &Block<S>,
    section: &Type,
    key: &'static str,
    default: Option<T>,
    reader: &mut Reader<S>,
) -> T {
    let read = match reader.enter(block, key) {
        Some(node) => T::read(node, reader),
        // A misspelled key is one mistake: its error names this key, so it is not reported as missing too.
        None if is_misspelled(block, section, key) => None,
        None => default.or_else(|| reader.missing(block, section, key, T::SHAPE)),
    };
    reader.leave(read.is_some());
    read.unwrap_or(T::FILLER)
}

impl Field for &'static str {
    const SHAPE: Shape = Shape::Text;
    const FILLER: Self = "";

    fn read<S: Copy>(node: &Node<S>, reader: &mut Reader<S>) -> Option<Self> {
        match node.value {
            Value::Text(text) => reader.text(node, text),
            // Only the compiler knows the value; the rules that read this key run in `const` evaluation.
            Value::Const => Some(""),
            _ => reader.mismatch(node, Self::SHAPE),
        }
    }

    fn tree(&self) -> Tree {
        Tree::Text(self)
    }
}

impl Field for u32 {
    const SHAPE: Shape = Shape::Number;
    const FILLER: Self = 0;

    fn read<S: Copy>(node: &Node<S>, reader: &mut Reader<S>) -> Option<Self> {
        match node.value {
            Value::Number(number) => match u32::try_from(number) {
                Ok(number) => Some(number),
                Err(_) => reader.too_large(node, number),
            },
            Value::Const => Some(0),
            _ => reader.mismatch(node, Self::SHAPE),
        }
    }

    fn tree(&self) -> Tree {
        Tree::Number(*self)
    }
}

impl Field for f64 {
    const SHAPE: Shape = Shape::Decimal;
    const FILLER: Self = 0.0;

    fn read<S: Copy>(node: &Node<S>, reader: &mut Reader<S>) -> Option<Self> {
        match node.value {
            Value::Decimal(number) => Some(number),
            // `1` for `1.0` is not worth an error. No value in the vocabulary is near 2^53.
            #[allow(clippy::cast_precision_loss)]
            Value::Number(number) => Some(number as f64),
            Value::Const => Some(0.0),
            _ => reader.mismatch(node, Self::SHAPE),
        }
    }

    fn tree(&self) -> Tree {
        Tree::Decimal(*self)
    }
}

impl Field for bool {
    const SHAPE: Shape = Shape::Switch;
    const FILLER: Self = false;

    fn read<S: Copy>(node: &Node<S>, reader: &mut Reader<S>) -> Option<Self> {
        match node.value {
            Value::Switch(on) => Some(on),
            Value::Const => Some(false),
            _ => reader.mismatch(node, Self::SHAPE),
        }
    }

    fn tree(&self) -> Tree {
        Tree::Switch(*self)
    }
}

impl<T: Field + 'static> Field for Range<T> {
    const SHAPE: Shape = Shape::Range(&T::SHAPE);
    const FILLER: Self = Self {
        min: T::FILLER,
        max: T::FILLER,
    };

    fn read<S: Copy>(node: &Node<S>, reader: &mut Reader<S>) -> Option<Self> {
        match &node.value {
            Value::Range(min, max) => {
                let (min, max) = (T::read(min, reader), T::read(max, reader));
                Some(Self { min: min?, max: max? })
            }
            Value::Const => Some(Self::FILLER),
            _ => reader.mismatch(node, Self::SHAPE),
        }
    }

    fn tree(&self) -> Tree {
        Tree::Range(Box::new(self.min.tree()), Box::new(self.max.tree()))
    }
}

impl Field for Texts {
    const SHAPE: Shape = Shape::Texts;
    const FILLER: Self = Self::new(&[]);

    fn read<S: Copy>(node: &Node<S>, reader: &mut Reader<S>) -> Option<Self> {
        match &node.value {
            Value::List(items) => {
                let texts: Vec<_> = items.iter().map(|item| reader.item(item)).collect();
                let texts: Vec<_> = texts.into_iter().collect::<Option<_>>()?;
                if texts.len() > Self::CAPACITY {
                    return reader.too_long(node, texts.len());
                }
                Some(Self::new(&texts))
            }
            Value::Const => Some(Self::new(&[])),
            _ => reader.mismatch(node, Self::SHAPE),
        }
    }

    fn tree(&self) -> Tree {
        Tree::Texts(self.as_slice().to_vec())
    }
}

impl<T: Field> Field for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const ABSENT: Option<Self> = Some(None);
    const FILLER: Self = None;

    fn read<S: Copy>(node: &Node<S>, reader: &mut Reader<S>) -> Option<Self> {
        T::read(node, reader).map(Some)
    }

    fn tree(&self) -> Tree {
        Tree::Option(self.as_ref().map(|held| Box::new(held.tree())))
    }
}
