//! `journal move`: moves the journal to another place.

use super::super::error::CliError;
use super::super::exit::Exit;
use super::super::job::Job;
use super::super::journal_place::JournalPlace;
use crate::journal::{Journal, Location, OpenJournal};
use serde_json::json;

/// Moves the journal of a stack. Both places are locked during the move, and the new journal is read back before the
/// old one is set aside.
pub(in crate::cli) async fn move_journal(
    job: &Job<'_>,
    from: &dyn Location,
    to: &dyn Location,
    place: &JournalPlace,
) -> Result<Exit, CliError> {
    let (old, new) = (from.to_string(), to.to_string());
    if old == new {
        return Err(CliError::new(format!("the journal is already in {new}"))
            .why("Nothing was changed.")
            .hint("If it is somewhere else, name that place: `journal move --journal PLACE --to PLACE`."));
    }
    let (stack, account) = (job.stack.name, job.stack.architecture.account);
    // A corrupt journal is left where it is: this returns its error.
    if Journal::peek(from, stack, account).await?.is_none() {
        return Err(CliError::new(format!("there is no journal of {stack} in {old}"))
            .why("Nothing was changed.")
            .hint("If it is somewhere else, name that place: `journal move --journal PLACE --to PLACE`.")
            .hint(format!("If there is none yet, {}.", declare(place))));
    }
    let source = OpenJournal::open(from, stack, account).await?;
    let mut target = OpenJournal::open(to, stack, account).await?;
    let is_there = Journal::peek(to, stack, account).await?;
    if is_there.is_some_and(|there| there != source.journal) {
        return Err(CliError::new(format!("there is another journal of {stack} in {new}"))
            .why("One of the two is out of date, and only you can tell which. Nothing was changed.")
            .hint("Compare them with `journal show --journal PLACE`, then move the wrong one away."));
    }
    target.journal.clone_from(&source.journal);
    target.save().await?;
    if Journal::peek(to, stack, account).await?.as_ref() != Some(&source.journal) {
        return Err(CliError::new(format!(
            "the journal in {new} differs from the one that was written there"
        ))
        .why(format!("The journal in {old} is unchanged, and still the valid one.")));
    }
    let aside = source.set_aside("moved").await?;
    job.console.print(&format!(
        "\nThe journal of {stack} is now in {new}. The old one is kept as {aside}.\nFrom now on, {}.",
        declare(place)
    ));
    job.console.json(&json!({ "from": old, "to": new, "kept": aside }));
    Ok(Exit::Done)
}

/// Returns the key to declare, so that all deployers find the journal.
fn declare(place: &JournalPlace) -> String {
    match place {
        JournalPlace::File => "declare no `journal`, or use `--journal file`".into(),
        JournalPlace::S3 { bucket, prefix } => {
            format!(
                "declare `journal: S3 {{ bucket: \"{bucket}\", prefix: \"{prefix}\" }}`, for everybody who deploys it"
            )
        }
    }
}
