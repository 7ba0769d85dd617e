//! How a type of the vocabulary is read from a declaration and written as Rust again.

use super::reader::{Reader, slipped};
use super::schema::{Shape, Type};
use crate::{Block, Node, Range, Texts, Value};

/// A value that a key can hold.
pub trait Field: Sized + Copy {
    /// What a declaration writes for it.
    const SHAPE: Shape;
    /// What a key of this type is when it is left out and has no default; `None` if it must be given.
    const ABSENT: Option<Self> = None;
    /// What stands in for a value that could not be read, so that the rest can still be checked.
    const FILLER: Self;

    /// Reads it; tells `reader` what is wrong and returns nothing if it is not of this shape.
    fn read<S: Copy>(node: &Node<S>, reader: &mut Reader<S>) -> Option<Self>;

    /// Writes it as a tree of Rust source.
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
    /// An enum's variant: the enum's and the variant's name, and what it holds.
    Variant(&'static str, &'static str, Option<Box<Tree>>),
}

/// Reads the value of one key of a section; a filler stands in for one that cannot be read.
pub(crate) fn read_key<T: Field, S: Copy>(
    block: &Block<S>,
    section: &Type,
    key: &'static str,
    default: Option<T>,
    reader: &mut Reader<S>,
) -> T {
    let read = match reader.enter(block, key) {
        Some(node) => T::read(node, reader),
        // A slip in the key is one mistake: what is said of it names the key, so nothing is missing beside it.
        None if slipped(block, section, key) => None,
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
            // What the compiler alone knows is checked by it; rules that read this key wait until then.
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
            // `1` for `1.0` is no mistake worth an error. Nothing in the vocabulary is near 2^53.
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
