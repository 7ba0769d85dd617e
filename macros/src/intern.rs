//! The strings of declarations, which live as long as the compiler.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

/// Returns a `'static` copy of a string. Equal strings share one copy, since an editor's macro server may run for days and
/// expands at every keystroke.
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
