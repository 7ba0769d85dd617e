//! Where a journal is kept: first as anybody may read it, then as the one deployer has it that may write.

use super::JournalError;
use futures_util::future::LocalBoxFuture;
use std::fmt;

/// What comes of a look at a journal's place, or of a change to it.
pub type Kept<'a, T> = LocalBoxFuture<'a, Result<T, JournalError>>;

/// Where a journal is kept. It is displayed as people name it.
pub trait Location: fmt::Debug + fmt::Display {
    /// Reads what is there, without locking it; nothing if nothing is there.
    fn read(&self) -> Kept<'_, Option<Vec<u8>>>;

    /// Locks it against a second deployer.
    fn lock(&self) -> Kept<'_, Box<dyn Store>>;
}

/// A journal's place, locked against a second deployer as long as this lives.
pub trait Store: fmt::Debug {
    /// Reads what is there; nothing if nothing is there.
    fn read(&mut self) -> Kept<'_, Option<Vec<u8>>>;

    /// Puts this in the place of what is there, as a whole or not at all.
    fn write<'a>(&'a mut self, text: &'a str) -> Kept<'a, ()>;

    /// Moves what is there out of the way; returns where it is then.
    fn set_aside(&mut self) -> Kept<'_, String>;

    /// Removes what is there.
    fn remove(&mut self) -> Kept<'_, ()>;
}
