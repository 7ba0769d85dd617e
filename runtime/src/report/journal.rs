//! A journal as text.

use super::part::sort;
use crate::journal::{Journal, Phase};

/// Lists the entries of a journal.
pub(crate) fn journal_text(journal: &Journal) -> String {
    let current = journal.resources.values().map(|entry| (entry, word(entry.phase)));
    let deposed = journal.deposed.iter().map(|entry| (entry, "replaced, to be deleted"));
    let mut rows: Vec<_> = current.chain(deposed).collect();
    sort(&mut rows, |(entry, _)| &entry.address);
    let width = |of: fn(&str, &str) -> usize| {
        let widths = rows.iter().map(|(entry, word)| of(&entry.address, word));
        widths.max().unwrap_or(0)
    };
    let (addresses, words) = (width(|address, _| address.len()), width(|_, word| word.len()));
    let lines = rows.iter().map(|(entry, word)| {
        let id = entry.id.as_deref().unwrap_or("-");
        format!("  {:addresses$}  {word:words$}  {id}", entry.address)
    });
    let mut text: Vec<String> = lines.collect();
    if let Some(origin) = &journal.origin {
        text.push(format!(
            "\nIt is being created from the backup {} of {}.",
            origin.name, origin.stack
        ));
    }
    if let Some(origin) = &journal.restored {
        text.push(format!(
            "\nIt was created from the backup {} of {}.",
            origin.name, origin.stack
        ));
    }
    if let Some(upgrade) = &journal.upgrade {
        text.push(format!("\nAn upgrade of Moodle is under way; {upgrade}."));
    }
    text.join("\n")
}

fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::Creating => "about to be created",
        Phase::Configuring => "being configured",
        Phase::Ready => "ready",
        Phase::Updating => "being changed",
        Phase::Deleting => "being deleted",
    }
}
