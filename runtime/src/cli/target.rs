//! The worlds that a stack can be deployed to.

use super::args::{Command, Target};
use super::exit::Exit;
use super::refusal::Refusal;
use super::session::{Job, Session};
use crate::execute::Clock;
use crate::report::style::{BOLD, paint};
use crate::sandbox::Sandbox;
#[cfg(feature = "aws")]
use std::collections::BTreeMap;
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
    let head = format!(
        "{} nothing on AWS is touched, nothing costs money.",
        paint(BOLD, "Sandbox:")
    );
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
        | Command::Image(_) => job.console.tell(line),
        Command::Plan | Command::Status | Command::Backup { list: true } => job.console.say(line),
    }
}

fn sandbox(job: &Job<'_>) -> Result<Exit, Refusal> {
    // On a paused clock, time stands still while anything can be done, and jumps when everything waits.
    runtime(job.args.real_time.is_none())?.block_on(async {
        say_where(job, &sandbox_line(job));
        let clock = Clock::start(job.args.real_time.unwrap_or(1.0));
        let world = Sandbox::open(&job.args.dir.join("sandbox").join("world.json"), clock)?;
        Session::new(job, world, clock, "sandbox").run().await
    })
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
        let account = account.map_err(|fault| Refusal::call("asking AWS who you are", &fault))?;
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
        let calls = aws.counter();
        let session = Session::new(job, aws, Clock::start(1.0), world);
        let ended = match job.args.command() {
            // Only AWS has registries.
            Command::Image(Image::Publish(publish)) => Box::pin(session.publish(&publish)).await,
            _ => session.run().await,
        };
        if job.console.is_verbose() {
            let counts = calls.counts();
            let counts = counts.iter().map(|((service, _), count)| (service.as_str(), *count));
            note(&format!("\n{}", calls_text(counts)));
        }
        ended
    })
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
        .map(|(service, value)| format!("{value} for {service}"));
    endpoint.map(str::to_owned).into_iter().chain(services).collect()
}

fn runtime(is_paused: bool) -> Result<Runtime, Refusal> {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(is_paused)
        .build()
        .map_err(|error| Refusal::new(format!("the system gives this program no event loop: {error}")))
}
