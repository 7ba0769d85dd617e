//! The worlds that a stack can be deployed to.

use super::args::{Command, JournalCommand, Target};
#[cfg(feature = "aws")]
use super::console::note;
use super::exit::Exit;
use super::journal::JournalPlace;
use super::refusal::Refusal;
use super::session::{Job, Session};
#[cfg(feature = "aws")]
use super::signals::listen;
use crate::clock::Clock;
use crate::journal::JournalFile;
#[cfg(feature = "aws")]
use crate::journal::Location;
use crate::report::style::{BOLD, paint};
use crate::sandbox::Sandbox;
#[cfg(feature = "aws")]
use std::collections::BTreeMap;
use std::rc::Rc;
use tokio::runtime::{Builder, Runtime};

/// Runs what is asked for in the world that it is asked for.
pub(super) fn run(job: &Job<'_>) -> Result<Exit, Refusal> {
    match job.args.target {
        Target::Sandbox => sandbox(job),
        Target::Aws => aws(job),
    }
}

/// Says which world it is, and how to get to the real one.
pub(super) fn sandbox_line(job: &Job<'_>) -> String {
    let mut head = format!(
        "{} nothing on AWS is touched, nothing costs money.",
        paint(BOLD, "Sandbox:")
    );
    if let place @ JournalPlace::S3 { .. } = JournalPlace::of(job) {
        head = format!("{head} The journal is a file here, and not in {place}.");
    }
    match job.args.command() {
        Command::Deploy => format!("{head} For real: {}", job.invocation.on_aws("deploy")),
        _ => head,
    }
}

/// Says which world it is: always before anything is changed in it, but not where somebody only wants the outputs.
fn say_where(job: &Job<'_>, line: &str) {
    match job.args.command() {
        Command::Outputs
        | Command::Logs { .. }
        | Command::Exec { .. }
        | Command::AdminPassword { .. }
        | Command::Open
        | Command::Policy { .. }
        | Command::Explain { .. } => {}
        Command::Deploy
        | Command::Destroy
        | Command::Scale { .. }
        | Command::Maintenance { .. }
        | Command::Backup { list: false }
        | Command::Restore { .. }
        | Command::Journal(JournalCommand::Unlock { .. } | JournalCommand::Move { .. })
        | Command::Image(_) => job.console.tell(line),
        Command::Plan
        | Command::Status
        | Command::Journal(JournalCommand::Show | JournalCommand::Verify)
        | Command::Backup { list: true } => job.console.say(line),
    }
}

fn sandbox(job: &Job<'_>) -> Result<Exit, Refusal> {
    // On a paused clock, time stands still while anything can be done, and jumps when everything waits.
    runtime(job.args.real_time.is_none())?.block_on(async {
        say_where(job, &sandbox_line(job));
        let clock = Clock::start(job.args.real_time.unwrap_or(1.0));
        let world = Sandbox::open(&job.args.dir.join("sandbox").join("world.json"), clock)?;
        Session::new(job, world, clock, Rc::new(in_file(job, "sandbox")))
            .run()
            .await
    })
}

/// Finds the file of the stack's journal; `world` names the folder of the target's journals.
fn in_file(job: &Job<'_>, world: &str) -> JournalFile {
    let (name, account) = (job.stack.name, job.stack.architecture.account);
    JournalFile {
        path: job.args.dir.join(world).join(account).join(format!("{name}.json")),
        durable: job.is_aws(),
    }
}

#[cfg(not(feature = "aws"))]
fn aws(job: &Job<'_>) -> Result<Exit, Refusal> {
    let command = job.invocation.on_aws(&job.args.command().words());
    Err(Refusal::new("this build has no AWS SDK in it")
        .why("The SDK takes many minutes to compile, so that it is only built in where it is asked for.")
        .advice(format!(
            "Run this; the first time, it compiles the SDK:\n\n    {command}\n"
        )))
}

#[cfg(feature = "aws")]
fn aws(job: &Job<'_>) -> Result<Exit, Refusal> {
    use super::args::Image;
    use super::console::note;
    use super::journal::{in_bucket, move_journal, no_file_left};
    use crate::aws::Aws;
    use crate::report::calls_text;

    runtime(false)?.block_on(async {
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
        say_where(job, &line);
        let account = aws.account(architecture.region).await;
        let account = account.map_err(|api_error| Refusal::call("asking AWS who you are", &api_error))?;
        if account != architecture.account {
            let place = crate::report::place(job.stack, "account");
            let what = format!(
                "your credentials are of account {account}, and {} is declared in account {}",
                job.stack.name, architecture.account
            );
            return Err(Refusal::new(what)
                .at(place)
                .why("The site would come to stand in the wrong account. Nothing was changed.")
                .advice(format!(
                    "Sign in to account {}, as with `AWS_PROFILE=<its profile> {}`.",
                    architecture.account,
                    job.again(&job.args.command())
                ))
                .advice("Or change `account` in the declaration, if that is wrong."));
        }
        // What an emulator holds is not what AWS holds, so that the two have journals of their own.
        let world = if emulators.is_empty() { "aws" } else { "emulator" };
        let locate = async |place: &JournalPlace| {
            let located: Rc<dyn Location> = match place {
                JournalPlace::File => Rc::new(in_file(job, world)),
                JournalPlace::S3 { bucket, prefix } => Rc::new(in_bucket(job, &aws, bucket, prefix).await?),
            };
            Ok::<_, Refusal>(located)
        };
        let journal = locate(&JournalPlace::of(job)).await?;
        if let Command::Journal(JournalCommand::Move { to: place }) = job.args.command() {
            let to = locate(&place).await?;
            let result = move_journal(job, journal.as_ref(), to.as_ref(), &place).await;
            leave(to.as_ref()).await;
            leave(journal.as_ref()).await;
            return result;
        }
        let is_shared = JournalPlace::of(job) != JournalPlace::File;
        if is_shared {
            no_file_left(job, journal.as_ref(), &in_file(job, world)).await?;
        }
        let calls = aws.counter();
        let session = Session::new(job, aws, Clock::start(1.0), Rc::clone(&journal));
        let work = async {
            match job.args.command() {
                // Only AWS has registries.
                Command::Image(Image::Publish(publish)) => Box::pin(session.publish(&publish)).await,
                _ => session.run().await,
            }
        };
        let result = tokio::select! {
            // First, while whoever else hears it still is at work.
            biased;
            () = interrupted(job), if is_shared => Err(Refusal::interrupted()),
            result = work => result,
        };
        leave(journal.as_ref()).await;
        if job.console.is_verbose() {
            let counts = calls.counts();
            let counts = counts.iter().map(|((service, _), count)| (service.as_str(), *count));
            note(&format!("\n{}", calls_text(counts)));
        }
        result
    })
}

/// Waits for a Ctrl-C before or after the work itself, as at a question: a process that simply ended would leave its lock
/// behind. What starts other programs hears it by itself, and so does the work.
#[cfg(feature = "aws")]
async fn interrupted(job: &Job<'_>) {
    let hears_itself = matches!(
        job.args.command(),
        Command::Exec { .. } | Command::Logs { .. } | Command::Image(_)
    );
    // Where nobody listens, Ctrl-C ends the process.
    let signals = if hears_itself { None } else { listen().ok() };
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

/// Gives the lock of a journal back, however the command went.
#[cfg(feature = "aws")]
async fn leave(journal: &dyn Location) {
    if let Err(error) = journal.release().await {
        note(&format!("The journal stays locked until its lease runs out: {error}"));
    }
}

/// Lists the endpoints that stand in for AWS's own, as the SDK takes them from the environment and the profile. That of a
/// registry is only taken beside one for ECR.
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
        .map(|(service, value)| format!("{} for {service}", unsigned(&value)));
    endpoint.map(unsigned).into_iter().chain(services).collect()
}

/// Leaves the user and the password out of an address.
#[cfg(feature = "aws")]
fn unsigned(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

fn runtime(is_paused: bool) -> Result<Runtime, Refusal> {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(is_paused)
        .build()
        .map_err(|error| Refusal::new(format!("the system gives this program no event loop: {error}")))
}

#[cfg(all(test, feature = "aws"))]
mod tests {
    use super::unsigned;

    #[test]
    fn an_endpoint_is_told_without_the_password_in_it() {
        assert_eq!(
            unsigned("http://user:hunter2@127.0.0.1:5000/a@b"),
            "http://127.0.0.1:5000/a@b"
        );
        assert_eq!(unsigned("http://127.0.0.1:5000"), "http://127.0.0.1:5000");
    }
}
