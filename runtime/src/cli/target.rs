//! The targets that a stack can be deployed to.

use super::args::Target;
#[cfg(feature = "aws")]
use super::args::{Command, JournalCommand};
use super::banner::{print_banner, sandbox_line};
#[cfg(feature = "aws")]
use super::console::note;
use super::error::CliError;
use super::exit::Exit;
use super::job::Job;
#[cfg(feature = "aws")]
use super::journal_place::JournalPlace;
use super::session::Session;
#[cfg(feature = "aws")]
use super::sign_in::sign_in;
#[cfg(feature = "aws")]
use super::signals::listen;
use crate::clock::Clock;
use crate::journal::JournalFile;
#[cfg(feature = "aws")]
use crate::journal::Location;
use crate::logged::Logged;
#[cfg(feature = "aws")]
use crate::report::style::{BOLD, paint};
use crate::sandbox::Sandbox;
#[cfg(feature = "aws")]
use std::collections::BTreeMap;
use std::rc::Rc;
use tokio::runtime::{Builder, Runtime};
use tracing::Instrument as _;

/// Runs a command on its target.
pub(super) fn run(job: &Job<'_>) -> Result<Exit, CliError> {
    match job.args.target {
        Target::Sandbox => sandbox(job),
        #[cfg(feature = "aws")]
        Target::Aws => aws(job),
        #[cfg(not(feature = "aws"))]
        Target::Aws => Err(CliError::new("this program does not contain the AWS SDK")),
    }
}

fn sandbox(job: &Job<'_>) -> Result<Exit, CliError> {
    // On a paused clock, time does not advance while anything can run, and jumps when everything waits.
    let work = async {
        print_banner(job, &sandbox_line(job));
        let clock = Clock::start(job.args.real_time.unwrap_or(1.0));
        let world = Sandbox::open(&job.args.dir.join("sandbox").join("world.json"), clock)?;
        Session::new(job, Logged::new(world), clock, Rc::new(in_file(job, "sandbox")))
            .run()
            .await
    };
    runtime(job.args.real_time.is_none())?.block_on(work.instrument(job.span()))
}

/// Returns the file of the stack's journal. `folder` is that of the target's journals.
fn in_file(job: &Job<'_>, folder: &str) -> JournalFile {
    let (name, account) = (job.stack.name, job.stack.architecture.account);
    JournalFile {
        path: job.args.dir.join(folder).join(account).join(format!("{name}.json")),
        durable: job.is_aws(),
        dated: job.is_aws(),
    }
}

#[cfg(feature = "aws")]
fn aws(job: &Job<'_>) -> Result<Exit, CliError> {
    use super::args::Image;
    use super::journal::{in_bucket, move_journal, no_file_left};
    use crate::aws::Aws;
    use crate::report::calls_text;

    let work = async {
        let architecture = &job.stack.architecture;
        let aws = Aws::load(architecture.region).await;
        let emulators = emulators(aws.endpoint(), aws.registry().is_some());
        let place = format!("account {}, region {}.", architecture.account, architecture.region);
        let line = if emulators.is_empty() {
            format!("{} {place}", paint(BOLD, "AWS:"))
        } else {
            let head = paint(BOLD, "Emulator:");
            format!("{head} {} in place of AWS; {place}", emulators.join(", "))
        };
        print_banner(job, &line);
        let account = sign_in(job, &aws).await?;
        if account != architecture.account {
            let place = crate::report::place(job.stack, "account");
            let what = format!(
                "your credentials belong to account {account}, but {} is declared in account {}",
                job.stack.name, architecture.account
            );
            return Err(CliError::new(what)
                .at(place)
                .why("The site would be deployed to the wrong account. Nothing was changed.")
                .hint(format!(
                    "Sign in to account {}, such as with `AWS_PROFILE=<its profile> {}`.",
                    architecture.account,
                    job.again(&job.args.command())
                ))
                .hint("Or change `account` in the declaration, if it is wrong."));
        }
        // An emulator has other resources than AWS, so the two have separate journals.
        let folder = if emulators.is_empty() { "aws" } else { "emulator" };
        let locate = async |place: &JournalPlace| {
            let located: Rc<dyn Location> = match place {
                JournalPlace::File => Rc::new(in_file(job, folder)),
                JournalPlace::S3 { bucket, prefix } => Rc::new(in_bucket(job, &aws, bucket, prefix).await?),
            };
            Ok::<_, CliError>(located)
        };
        let journal = locate(&job.journal_place()).await?;
        if let Command::Journal(JournalCommand::Move { to: place }) = job.args.command() {
            let to = locate(&place).await?;
            let result = move_journal(job, journal.as_ref(), to.as_ref(), &place).await;
            release(to.as_ref()).await;
            release(journal.as_ref()).await;
            return result;
        }
        let is_shared = job.journal_place() != JournalPlace::File;
        if is_shared {
            no_file_left(job, journal.as_ref(), &in_file(job, folder)).await?;
        }
        let calls = aws.counter();
        let session = Session::new(job, Logged::new(aws), Clock::start(1.0), Rc::clone(&journal));
        let work = async {
            match job.args.command() {
                // Only AWS has registries.
                Command::Image(Image::Publish(publish)) => Box::pin(session.publish(&publish)).await,
                _ => session.run().await,
            }
        };
        let result = tokio::select! {
            // First, while the work still handles signals itself.
            biased;
            () = interrupted(job), if is_shared => Err(CliError::interrupted()),
            result = work => result,
        };
        release(journal.as_ref()).await;
        if job.console.is_verbose() {
            let counts = calls.counts();
            let counts = counts.iter().map(|((service, _), count)| (service.as_str(), *count));
            note(&format!("\n{}", calls_text(counts)));
        }
        result
    };
    runtime(false)?.block_on(work.instrument(job.span()))
}

/// Waits for Ctrl-C before or after the work itself, such as at a question: a process that simply ended would leave its lock
/// behind. The work handles Ctrl-C itself, and so do the commands that start other programs.
#[cfg(feature = "aws")]
async fn interrupted(job: &Job<'_>) {
    let handles_signals = matches!(
        job.args.command(),
        Command::Exec { .. } | Command::Logs { .. } | Command::Image(_)
    );
    // Without a handler, Ctrl-C ends the process.
    let signals = if handles_signals { None } else { listen().ok() };
    let Some(mut signals) = signals else {
        return std::future::pending().await;
    };
    loop {
        signals.next().await;
        if !job.is_watched.get() {
            return;
        }
    }
}

/// Releases the lock of a journal at the end of a command, also after an error.
#[cfg(feature = "aws")]
async fn release(journal: &dyn Location) {
    if let Err(error) = journal.release().await {
        note(&format!("The journal remains locked until its lease expires: {error}"));
    }
}

/// Lists the endpoints that replace AWS's, as the SDK reads them from the environment and the profile. The endpoint of a
/// registry only counts together with one for ECR.
#[cfg(feature = "aws")]
fn emulators(endpoint: Option<&str>, has_registry: bool) -> Vec<String> {
    if std::env::var("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").is_ok_and(|value| value.eq_ignore_ascii_case("true")) {
        return Vec::new();
    }
    let services: BTreeMap<String, String> = std::env::vars()
        .filter_map(|(name, value)| Some((name.strip_prefix("AWS_ENDPOINT_URL_")?.to_owned(), value)))
        .filter(|(service, _)| service != "ECR_REGISTRY" || has_registry)
        .collect();
    let services = services
        .into_iter()
        .map(|(service, value)| format!("{} for {service}", without_userinfo(&value)));
    endpoint.map(without_userinfo).into_iter().chain(services).collect()
}

/// Removes the user and the password from an address.
#[cfg(feature = "aws")]
fn without_userinfo(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

fn runtime(is_paused: bool) -> Result<Runtime, CliError> {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(is_paused)
        .build()
        .map_err(|error| CliError::new(format!("cannot start the event loop: {error}")))
}

#[cfg(feature = "aws")]
#[cfg(test)]
mod tests {
    use super::without_userinfo;

    #[test]
    fn endpoint_is_shown_without_its_password() {
        assert_eq!(
            without_userinfo("http://user:hunter2@127.0.0.1:5000/a@b"),
            "http://127.0.0.1:5000/a@b"
        );
        assert_eq!(without_userinfo("http://127.0.0.1:5000"), "http://127.0.0.1:5000");
    }
}
