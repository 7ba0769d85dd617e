//! The strings of declarations, kept for as long as the compiler runs.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

/// Returns a string that lives on. An editor's macro server expands at each keystroke, for days; so equal strings are
/// kept once.
pub(crate) fn intern(text: &str) -> &'static str {
    static STRINGS: LazyLock<Mutex<HashSet<&'static str>>> = LazyLock::new(Mutex::default);
    let mut strings = STRINGS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = strings.get(text) {
        return known;
    }
    let kept: &'static str = String::leak(text.into());
    strings.insert(kept);
    kept
}
