//! Declarations as JSON: a program that was built without the AWS SDK passes its checked declarations to the installed
//! `moodle-stack`, which has the SDK.
//!
//! The macro and the compiler have checked the declarations in the first program, so the second evaluates no rule that
//! the compiler evaluates. Both programs have the same version, and so the same vocabulary.

mod document;
mod value;

pub(crate) use document::{Declarations, Passed, UnreadableDeclarations};
