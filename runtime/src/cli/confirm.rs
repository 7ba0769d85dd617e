//! Asking before something is done that costs money or loses something.

use super::refusal::Refusal;
use super::session::Job;
use std::io::{self, IsTerminal as _, Write as _};
use std::thread;
use tokio::sync::oneshot;

/// What is asked.
pub(super) enum Question<'a> {
    /// Yes or no.
    Proceed(&'a str),
    /// The stack's name: nobody types that without thinking.
    Name(&'a str),
}

/// Asks; an answer that is no consent is a refusal. With `--yes`, nobody is asked.
pub(super) async fn confirm(job: &Job<'_>, question: &Question<'_>) -> Result<(), Refusal> {
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
    // A question that nobody sees is answered by nobody.
    let asked = write!(stderr, "\n{text}").and_then(|()| stderr.flush());
    let answer = if asked.is_ok() { line().await } else { String::new() };
    let answer = answer.trim();
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
