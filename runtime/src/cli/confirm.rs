//! Asking before something is done that costs money or loses something.

use super::refusal::Refusal;
use super::session::Job;
use std::io::{self, IsTerminal as _, Write as _};

/// What is asked.
pub(super) enum Question<'a> {
    /// Yes or no.
    Proceed(&'a str),
    /// The stack's name: nobody types that without thinking.
    Name(&'a str),
}

/// Asks; an answer that is no consent is a refusal. With `--yes`, nobody is asked.
pub(super) fn confirm(job: &Job<'_>, question: &Question<'_>) -> Result<(), Refusal> {
    if job.args.yes {
        return Ok(());
    }
    let command = job.again(&job.args.command());
    if !io::stdin().is_terminal() {
        return Err(Refusal::new("nobody can be asked, since stdin is no terminal")
            .why("What the plan says needs your consent. Nothing was changed.")
            .advice(format!(
                "Read the plan, then give consent beforehand: `{command} --yes`."
            )));
    }
    let stack = job.stack.name;
    let text = match question {
        Question::Proceed(what) => format!("{what} [y/N] "),
        Question::Name(what) => format!("{what} Type the stack's name, {stack}, to go on: "),
    };
    let mut stderr = anstream::stderr();
    let mut answer = String::new();
    let read = write!(stderr, "\n{text}")
        .and_then(|()| stderr.flush())
        .and_then(|()| io::stdin().read_line(&mut answer));
    let answer = read.map_or("", |_| answer.trim());
    let is_consent = match question {
        Question::Proceed(_) => ["y", "yes"].contains(&answer.to_lowercase().as_str()),
        Question::Name(_) => answer == stack,
    };
    if is_consent {
        Ok(())
    } else {
        Err(Refusal::new("you did not consent").why("Nothing was changed."))
    }
}
