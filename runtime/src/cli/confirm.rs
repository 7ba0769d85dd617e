//! Asking before something is done that costs money or loses something.

use super::error::CliError;
use super::job::Job;
use super::session::Session;
use crate::operations::Cloud;
use std::io::{self, IsTerminal as _, Write as _};
use std::thread;
use tokio::sync::oneshot;

/// What is asked.
pub(super) enum Confirmation<'a> {
    /// Yes or no.
    Proceed(&'a str),
    /// The stack's name: nobody types that without thinking.
    Name {
        /// What would be done.
        what: &'a str,
        /// The data that would go, and that the declaration does not say to delete.
        guarded: &'a [String],
    },
}

impl Confirmation<'_> {
    /// Tells whether `--yes` is enough of an answer. Data has a second key: its declaration, or the stack's name.
    fn takes_yes(&self) -> bool {
        match self {
            Self::Proceed(_) => true,
            Self::Name { guarded, .. } => guarded.is_empty(),
        }
    }
}

/// Asks; an answer that is no consent is a refusal. Nobody is asked where `--confirm` gives the stack's name, nor with
/// `--yes`, unless data would go that the declaration does not say to delete.
async fn confirm(job: &Job<'_>, question: &Confirmation<'_>) -> Result<(), CliError> {
    let stack = job.stack.name;
    match &job.args.confirm {
        Some(name) if name == stack => return Ok(()),
        Some(name) => {
            return Err(
                CliError::usage(format!("`--confirm {name}` is not the name of the stack, {stack}"))
                    .why("You may have meant another stack. Nothing was changed.")
                    .hint(format!("If you mean {stack}: `{} --confirm {stack}`.", command(job))),
            );
        }
        None if job.args.yes && question.takes_yes() => return Ok(()),
        None => {}
    }
    if !io::stdin().is_terminal() {
        return Err(unasked(job, question));
    }
    let text = match question {
        Confirmation::Proceed(what) => format!("{what} [y/N] "),
        Confirmation::Name { what, .. } => format!("{what} Type the stack's name, {stack}, to go on: "),
    };
    let mut stderr = anstream::stderr();
    // A question that nobody sees is answered by nobody.
    let asked = write!(stderr, "\n{text}").and_then(|()| stderr.flush());
    let answer = if asked.is_ok() { line().await } else { String::new() };
    let answer = answer.trim();
    let is_consent = match question {
        Confirmation::Proceed(_) => ["y", "yes"].contains(&answer.to_lowercase().as_str()),
        Confirmation::Name { .. } => answer == stack,
    };
    if is_consent {
        Ok(())
    } else {
        Err(CliError::new("you did not consent").why("Nothing was changed."))
    }
}

impl<P: Cloud> Session<'_, P> {
    /// Asks the user.
    pub(super) async fn confirm(&self, question: &Confirmation<'_>) -> Result<(), CliError> {
        confirm(self.job, question).await
    }
}

/// Reads a line from stdin, on a thread of its own: meanwhile Ctrl-C is heard.
async fn line() -> String {
    let (sender, line) = oneshot::channel();
    thread::spawn(move || {
        let mut line = String::new();
        // What cannot be read is no consent; nor is an answer that nobody waits for any more.
        let _ = io::stdin().read_line(&mut line);
        let _ = sender.send(line);
    });
    line.await.unwrap_or_default()
}

/// Says how to consent where nobody can be asked.
fn unasked(job: &Job<'_>, question: &Confirmation<'_>) -> CliError {
    let command = command(job);
    let guarded = match question {
        Confirmation::Name { guarded, .. } => *guarded,
        Confirmation::Proceed(_) => &[],
    };
    if guarded.is_empty() {
        return CliError::new("nobody can be asked, since stdin is no terminal")
            .why("What the plan says needs your consent. Nothing was changed.")
            .hint(format!(
                "Read the plan, then give consent beforehand: `{command} --yes`."
            ));
    }
    let what = if job.args.yes {
        "`--yes` alone does not let data go, and nobody can be asked, since stdin is no terminal"
    } else {
        "nobody can be asked, since stdin is no terminal"
    };
    CliError::new(what)
        .why(format!(
            "The declaration does not say `on_destroy: Delete` for {}. Nothing was changed.",
            guarded.join(", ")
        ))
        .hint(format!(
            "Read the plan, then give the stack's name beforehand: `{command} --confirm {}`.",
            job.stack.name
        ))
        .hint("Where data may always go, as in a stack for tests, declare `on_destroy: Delete`: then `--yes` is enough, and no copy is left.")
}

/// Names the command that is run.
fn command(job: &Job<'_>) -> String {
    job.again(&job.args.command())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_is_enough_unless_data_goes_that_is_not_declared_to_go() {
        let guarded = ["database.instance".to_owned()];
        let name = |guarded| Confirmation::Name {
            what: "This deletes campus.",
            guarded,
        };
        assert!(Confirmation::Proceed("Deploy this?").takes_yes());
        assert!(name(&[]).takes_yes());
        assert!(!name(&guarded).takes_yes());
    }
}
