//! What can be asked for.

use super::journal_place::JournalPlace;
use clap::{ArgAction, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use jiff::{Span, SpanRelativeTo};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

/// Where the journals and the sandbox are kept, unless another place is named.
pub(super) const DIR: &str = ".moodle-stack";

const AFTER: &str = "\
Without a command, `deploy` is run. The sandbox is a simulated AWS in a file: nothing on AWS is touched and nothing costs
money. Exit codes: 0 done, 1 failed or refused, 2 not understood, 130 interrupted.";

/// Deploys the Moodle sites that this program declares.
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,

    /// Which stack, where several are declared
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) stack: Option<String>,

    /// Where to deploy to
    #[arg(long, global = true, value_enum, default_value_t = Target::Sandbox)]
    pub(super) target: Target,

    /// Do not ask, unless data would go that is not declared with `on_destroy: Delete`
    #[arg(long, short, global = true)]
    pub(super) yes: bool,

    /// Give the stack's name beforehand, where it would be asked for: data may go
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) confirm: Option<String>,

    /// Write JSON to stdout, and nothing else
    #[arg(long, global = true)]
    pub(super) json: bool,

    /// Let the sandbox take as long as AWS, or so many times less
    #[arg(long, global = true, value_name = "SPEED", num_args = 0..=1, default_missing_value = "1", value_parser = speed)]
    pub(super) real_time: Option<f64>,

    /// Where the journals and the sandbox are kept
    #[arg(long, global = true, default_value = DIR)]
    pub(super) dir: PathBuf,

    /// Where the journal is kept, whatever is declared: `file`, or `s3://BUCKET/PREFIX`
    #[arg(long, global = true, value_name = "PLACE")]
    pub(super) journal: Option<JournalPlace>,

    /// Wait until another deployer has ended, instead of leaving at once
    #[arg(long, global = true)]
    pub(super) wait: bool,

    /// Do not ask AWS first whether what the declaration names is there and fits
    #[arg(long, global = true)]
    pub(super) skip_checks: bool,

    /// Print more about what happens; twice, also the log of all steps and calls
    #[arg(long, short, global = true, action = ArgAction::Count)]
    pub(super) verbose: u8,
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(super) enum Command {
    /// Make what is declared so
    Deploy,
    /// Show what `deploy` would do, and do nothing
    Plan,
    /// Delete the stack, but for what is declared to be kept
    Destroy,
    /// Show how each resource is
    Status,
    /// Put the image of Moodle where AWS finds it
    #[command(subcommand)]
    Image(Image),
    /// Show the address of the site, the administrator's secret, and other names
    Outputs,
    /// Set how many tasks serve the site now
    Scale {
        /// How many
        #[arg(value_name = "N")]
        count: u32,
    },
    /// Put the maintenance page up, or take it down
    Maintenance {
        /// Which
        switch: Switch,
    },
    /// Show what the site's tasks have written
    Logs {
        /// Those that serve the site, those of cron, or those of installation, upgrades and maintenance
        #[arg(value_enum, default_value_t = Part::Web)]
        part: Part,

        /// Go on until Ctrl-C
        #[arg(long, short)]
        follow: bool,

        /// From how long ago on, as 10m, 1h30m or 2d
        #[arg(long, value_name = "SPAN", default_value = "1h", value_parser = span)]
        since: Duration,
    },
    /// Open a shell in a task of its own, or run a command there
    Exec {
        /// The command and its arguments; a shell, if it is left out
        #[arg(last = true, value_name = "COMMAND")]
        command: Vec<String>,
    },
    /// Show where the administrator's password is, or the password
    AdminPassword {
        /// Read the password, and write it to stdout
        #[arg(long)]
        reveal: bool,
    },
    /// Show the site's address, and open it in a browser
    Open,
    /// Copy the database and the files, or list the copies
    Backup {
        /// List the backups that there are
        #[arg(long)]
        list: bool,
    },
    /// Make a new stack from a backup of another
    Restore {
        /// The stack to make, which is declared and not deployed
        #[arg(long, value_name = "STACK")]
        to: String,

        /// Which backup; the newest, if it is left out
        #[arg(long, value_name = "NAME")]
        backup: Option<String>,
    },
    /// Show what is written down of the stack, check it, unlock it, or keep it elsewhere
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Write the least IAM policy that all of this takes on AWS
    Policy {
        /// Only this one of the policies that it is divided into, from 1
        #[arg(value_name = "NUMBER")]
        number: Option<usize>,
    },
    /// Say what a rule demands, and why
    Explain {
        /// The id in brackets at the end of an error's note, as MS304; all rules, if it is left out
        #[arg(value_name = "ID")]
        rule: Option<String>,
    },
}

/// What is done with the journal.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(super) enum JournalCommand {
    /// Show what is written down, and who works on the stack
    Show,
    /// Compare it with what there is
    Verify,
    /// Take away a lock whose holder is gone
    Unlock {
        /// Take away this one, even if it has not run out
        #[arg(long, value_name = "ID")]
        lock: Option<String>,
    },
    /// Keep it in another place from now on
    Move {
        /// Where: `file`, or `s3://BUCKET/PREFIX`
        #[arg(long, value_name = "PLACE")]
        to: JournalPlace,
    },
}

/// Whether the maintenance page is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Switch {
    /// Everybody sees the page, and cron does nothing
    On,
    /// Everybody sees the site
    Off,
}

/// Whose log is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Part {
    /// The tasks that serve the site
    Web,
    /// The task that runs Moodle's cron
    Cron,
    /// The tasks that install and upgrade Moodle, and all others that run once
    #[value(alias = "maintenance")]
    Install,
}

/// What is done with the image.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(super) enum Image {
    /// Build the image for the declared processor, or copy it, and push it to ECR under the declared name
    Publish(Publish),
}

/// Where the image comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub(super) struct Publish {
    /// Copy this image of another registry, or a folder with an OCI layout in it; needs no container engine
    #[arg(long, value_name = "IMAGE", conflicts_with = "folder")]
    pub(super) from: Option<String>,

    /// Build what is in this folder; without it, moodle-image or examples/moodle-image
    #[arg(value_name = "FOLDER")]
    pub(super) folder: Option<PathBuf>,
}

/// Where a stack is deployed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Target {
    /// A simulated AWS, in a file
    Sandbox,
    /// AWS, with the credentials that the AWS CLI would use
    Aws,
}

impl Args {
    /// Reads the arguments of the process.
    pub(super) fn read() -> Result<Self, clap::Error> {
        Self::from_arg_matches(&in_groups(Self::command_line()).try_get_matches()?)
    }

    fn command_line() -> clap::Command {
        <Self as clap::CommandFactory>::command()
    }

    /// Returns the command; `deploy`, if none is named.
    pub(super) fn command(&self) -> Command {
        self.command.clone().unwrap_or(Command::Deploy)
    }
}

impl Command {
    /// Returns the words that stand for it on the command line.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Deploy => "deploy".into(),
            Self::Plan => "plan".into(),
            Self::Destroy => "destroy".into(),
            Self::Status => "status".into(),
            Self::Image(Image::Publish(publish)) => publish.words(),
            Self::Outputs => "outputs".into(),
            Self::Scale { count } => format!("scale {count}"),
            Self::Maintenance { switch: Switch::On } => "maintenance on".into(),
            Self::Maintenance { switch: Switch::Off } => "maintenance off".into(),
            Self::Logs { .. } => "logs".into(),
            Self::Exec { .. } => "exec".into(),
            Self::AdminPassword { .. } => "admin-password".into(),
            Self::Open => "open".into(),
            Self::Backup { list: false } => "backup".into(),
            Self::Backup { list: true } => "backup --list".into(),
            Self::Restore { to, backup: None } => format!("restore --to {to}"),
            Self::Restore { to, backup: Some(name) } => format!("restore --to {to} --backup {name}"),
            Self::Journal(JournalCommand::Show) => "journal show".into(),
            Self::Journal(JournalCommand::Verify) => "journal verify".into(),
            Self::Journal(JournalCommand::Unlock { lock: None }) => "journal unlock".into(),
            Self::Journal(JournalCommand::Unlock { lock: Some(id) }) => format!("journal unlock --lock {id}"),
            Self::Journal(JournalCommand::Move { to }) => format!("journal move --to {to}"),
            Self::Policy { .. } => "policy".into(),
            Self::Explain { .. } => "explain".into(),
        }
    }
}

impl Publish {
    /// Returns the words that stand for it on the command line.
    fn words(&self) -> String {
        let mut words = "image publish".to_owned();
        if let Some(from) = &self.from {
            words = format!("{words} --from {from}");
        }
        if let Some(folder) = &self.folder {
            words = format!("{words} {}", folder.display());
        }
        words
    }
}

/// The commands on a stack that stands.
const OPERATING: [&str; 7] = [
    "backup",
    "scale",
    "maintenance",
    "logs",
    "exec",
    "admin-password",
    "open",
];

/// Lists the commands in two groups.
fn in_groups(command: clap::Command) -> clap::Command {
    let (head, word) = (command.get_styles().get_header(), command.get_styles().get_literal());
    let names = command.get_subcommands().map(|one| one.get_name().len());
    let width = names.max().unwrap_or(0);
    let list = |operating: bool| {
        let all = command.get_subcommands();
        let mut list = String::new();
        for one in all.filter(|one| OPERATING.contains(&one.get_name()) == operating) {
            let (name, about) = (one.get_name(), one.get_about().cloned().unwrap_or_default());
            // Writing to a string cannot fail.
            let _ = writeln!(list, "  {word}{name:width$}{word:#}  {about}");
        }
        list
    };
    let groups = [("Deploying", false), ("Operating", true)];
    let groups = groups.map(|(title, operating)| format!("{head}{title}:{head:#}\n{}", list(operating)));
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}\n{head}Options:{head:#}\n{{options}}{{after-help}}",
        groups.join("\n")
    );
    command.help_template(template)
}

fn span(text: &str) -> Result<Duration, String> {
    let help = "a span is as 10m, 1h30m or 2d";
    let span: Span = text.parse().map_err(|_| help.to_owned())?;
    let span = span.to_duration(SpanRelativeTo::days_are_24_hours());
    let span = span.ok().and_then(|span| Duration::try_from(span).ok());
    span.filter(|span| !span.is_zero()).ok_or_else(|| help.to_owned())
}

fn speed(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(speed) if (0.01..=100_000.0).contains(&speed) => Ok(speed),
        Ok(_) => Err("a speed is a number from 0.01 to 100000".into()),
        Err(_) => Err("a speed is a number, as 60; a command stands before `--real-time`".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Args::command_line().debug_assert();
    }

    #[test]
    fn every_command_on_a_stack_that_stands_is_a_command() {
        let command = Args::command_line();
        let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        for one in OPERATING {
            assert!(names.contains(&one), "{one}");
        }
    }

    #[test]
    fn a_span_is_as_people_write_it() {
        let seconds = |text| span(text).map(|span| span.as_secs());
        let spans = [seconds("10m"), seconds("1h30m"), seconds("2d"), seconds("1 week")];
        assert_eq!(spans, [Ok(600), Ok(5400), Ok(172_800), Ok(604_800)]);
        for wrong in ["", "10", "-5m", "0s", "1 month", "yesterday"] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn deploy_into_the_sandbox_is_what_no_arguments_mean() {
        let args = Args::try_parse_from(["campus"]).unwrap();
        assert_eq!(
            (args.command(), args.target, args.real_time),
            (Command::Deploy, Target::Sandbox, None)
        );
    }

    #[test]
    fn real_time_has_a_speed_or_none() {
        let speed = |line: &str| Args::try_parse_from(line.split(' ')).map(|args| args.real_time);
        assert_eq!(speed("campus deploy --real-time").unwrap(), Some(1.0));
        assert_eq!(speed("campus --real-time 60").unwrap(), Some(60.0));
        assert!(speed("campus --real-time 0").is_err());
        assert!(speed("campus --real-time deploy").is_err());
    }
}
