//! The command line.

use super::journal_place::JournalPlace;
use crate::template::Size;
use clap::{ArgAction, ColorChoice, FromArgMatches as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::{Span, SpanRelativeTo};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

/// The default folder of the journals and the sandbox.
pub(super) const DIR: &str = ".moodle-stack";

const AFTER: &str = "\
Without a command, `deploy` runs. The sandbox is a simulated AWS in a file: it touches nothing on AWS and costs nothing.
Exit codes: 0 success, 1 failure, 2 usage error, 130 interrupted.";

/// Deploys the Moodle sites that this program declares.
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a separate switch on the command line"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,

    /// The stack to work on, if the program declares several
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) stack: Option<String>,

    /// The target to deploy to
    #[arg(long, global = true, value_enum, default_value_t = Target::Sandbox)]
    pub(super) target: Target,

    /// Skip the confirmation, unless data would be deleted that is not declared with `on_destroy: Delete`
    #[arg(long, short, global = true)]
    pub(super) yes: bool,

    /// Confirm the deletion of data in advance, with the name of the stack
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) confirm: Option<String>,

    /// Print only JSON to stdout
    #[arg(long, global = true)]
    pub(super) json: bool,

    /// Let the sandbox take as long as AWS, or SPEED times faster
    #[arg(long, global = true, value_name = "SPEED", num_args = 0..=1, default_missing_value = "1", value_parser = speed)]
    pub(super) real_time: Option<f64>,

    /// The folder of the journals and the sandbox
    #[arg(long, global = true, default_value = DIR)]
    pub(super) dir: PathBuf,

    /// Where to keep the journal, instead of the declared place: `file`, or `s3://BUCKET/PREFIX`
    #[arg(long, global = true, value_name = "PLACE")]
    pub(super) journal: Option<JournalPlace>,

    /// If another deployer is running, wait until it has ended, instead of failing
    #[arg(long, global = true)]
    pub(super) wait: bool,

    /// Skip the preflight checks of everything that the declaration names on AWS
    #[arg(long, global = true)]
    pub(super) skip_checks: bool,

    /// The file with the declarations that another program passes on
    #[arg(long, global = true, hide = true, value_name = "FILE")]
    pub(super) declarations: Option<PathBuf>,

    /// When to print colours
    #[arg(long, global = true, value_name = "WHEN", default_value_t)]
    pub(super) color: ColorChoice,

    /// Print more details; `-vv` also logs every step and call to stderr
    #[arg(long, short, global = true, action = ArgAction::Count)]
    pub(super) verbose: u8,
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(super) enum Command {
    /// Write a repository for a site of your own
    New(New),
    /// Create or update the stack as declared
    Deploy,
    /// Show what `deploy` would do, without doing it
    Plan,
    /// Check whether AWS accepts the declaration, before anything is created
    Doctor,
    /// Delete everything of the stack that is not marked as retained
    Destroy,
    /// Show the state of each resource
    Status,
    /// Publish the image of Moodle to ECR
    #[command(subcommand)]
    Image(Image),
    /// Show the site's address, the administrator's secret and other outputs
    Outputs,
    /// Change the number of tasks that serve the site
    Scale {
        /// The number of tasks
        #[arg(value_name = "N")]
        count: u32,
    },
    /// Turn the maintenance page on or off
    Maintenance {
        /// Whether the page is on
        switch: Switch,
    },
    /// Show the logs of the site's tasks
    Logs {
        /// The tasks: those that serve the site, cron, or installation, upgrades and maintenance
        #[arg(value_enum, default_value_t = Part::Web)]
        part: Part,

        /// Keep printing new lines until Ctrl-C
        #[arg(long, short)]
        follow: bool,

        /// How far back to start, such as 10m, 1h30m or 2d
        #[arg(long, value_name = "SPAN", default_value = "1h", value_parser = span)]
        since: Duration,
    },
    /// Open a shell in a separate task, or run a command in it
    Exec {
        /// The command and its arguments [default: a shell]
        #[arg(last = true, value_name = "COMMAND")]
        command: Vec<String>,
    },
    /// Show where the administrator's password is stored, or the password itself
    AdminPassword {
        /// Read the password and print it to stdout
        #[arg(long)]
        reveal: bool,
    },
    /// Show the site's address and open it in a browser
    Open,
    /// Back up the database and the files, or list the backups
    Backup {
        /// List the existing backups
        #[arg(long)]
        list: bool,
    },
    /// Create a new stack from a backup of another
    Restore {
        /// The stack to create, which is declared and not deployed
        #[arg(long, value_name = "STACK")]
        to: String,

        /// The backup to restore [default: the newest]
        #[arg(long, value_name = "NAME")]
        backup: Option<String>,
    },
    /// Show, verify, unlock or move the journal of the stack
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Print the least-privilege IAM policy for all commands
    Policy {
        /// Print only this one of the policies that it is split into, counted from 1
        #[arg(value_name = "NUMBER")]
        number: Option<usize>,
    },
    /// Print the completions of commands and options for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Write the man pages into a folder
    Man {
        /// The folder
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
    },
    /// Explain what a rule requires, and why
    Explain {
        /// The id in brackets at the end of an error's note, such as MS304 [default: list all rules]
        #[arg(value_name = "ID")]
        rule: Option<String>,
    },
}

/// What a new repository is made of. What is missing is asked for.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub(super) struct New {
    /// The folder to write; its name becomes that of the package and of the stack
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,

    /// The ID of the AWS account
    #[arg(long, value_name = "ID")]
    pub(super) account: Option<String>,

    /// The AWS region
    #[arg(long, value_name = "REGION")]
    pub(super) region: Option<String>,

    /// The host name of the site
    #[arg(long, value_name = "NAME")]
    pub(super) domain: Option<String>,

    /// The ID of the domain's hosted zone in Route 53, for certificates and DNS records
    #[arg(long, value_name = "ID")]
    pub(super) zone: Option<String>,

    /// The size of the site
    #[arg(long, value_enum, default_value_t)]
    pub(super) size: Size,

    /// Take moodle-stack from a Git repository, instead of crates.io
    #[arg(long, value_name = "URL", conflicts_with = "path")]
    pub(super) git: Option<String>,

    /// Take moodle-stack from a folder on this machine
    #[arg(long, value_name = "FOLDER")]
    pub(super) path: Option<PathBuf>,
}

/// A command on the journal.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(super) enum JournalCommand {
    /// Show the journal, and who has locked it
    Show,
    /// Compare the journal with what exists
    Verify,
    /// Remove a lock whose holder no longer runs
    Unlock {
        /// Remove the lock with this id, even if it has not expired
        #[arg(long, value_name = "ID")]
        lock: Option<String>,
    },
    /// Move the journal to another place
    Move {
        /// The new place: `file`, or `s3://BUCKET/PREFIX`
        #[arg(long, value_name = "PLACE")]
        to: JournalPlace,
    },
}

/// Whether the maintenance page is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Switch {
    /// Everybody sees the maintenance page, and cron does nothing
    On,
    /// Everybody sees the site
    Off,
}

/// The tasks whose log is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Part {
    /// The tasks that serve the site
    Web,
    /// The task that runs Moodle's cron
    Cron,
    /// The tasks that install and upgrade Moodle, and all other one-off tasks
    #[value(alias = "maintenance")]
    Install,
}

/// A command on the image.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub(super) enum Image {
    /// Build or copy the image for the declared processor, and push it to ECR under the declared name
    Publish(Publish),
}

/// The source of the image.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub(super) struct Publish {
    /// Copy this image from another registry or from a folder with an OCI layout; needs no container engine
    #[arg(long, value_name = "IMAGE", conflicts_with = "folder")]
    pub(super) from: Option<String>,

    /// The folder to build [default: moodle-image or examples/moodle-image]
    #[arg(value_name = "FOLDER")]
    pub(super) folder: Option<PathBuf>,
}

/// The target of a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Target {
    /// A simulated AWS, in a file
    Sandbox,
    /// AWS, with the same credentials as the AWS CLI
    Aws,
}

impl Args {
    /// Reads the arguments of the process.
    pub(super) fn read() -> Result<Self, clap::Error> {
        Self::from_arg_matches(&in_groups(Self::command_line()).try_get_matches()?)
    }

    pub(super) fn command_line() -> clap::Command {
        <Self as clap::CommandFactory>::command()
    }

    /// Returns the command; the default is `deploy`.
    pub(super) fn command(&self) -> Command {
        self.command.clone().unwrap_or(Command::Deploy)
    }
}

impl Command {
    /// Returns its words on the command line.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Deploy => "deploy".into(),
            Self::Plan => "plan".into(),
            Self::Doctor => "doctor".into(),
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
            Self::New(new) => format!("new {}", new.folder.display()),
            Self::Policy { .. } => "policy".into(),
            Self::Completions { shell } => format!("completions {shell}"),
            Self::Man { folder } => format!("man {}", folder.display()),
            Self::Explain { .. } => "explain".into(),
        }
    }
}

impl Publish {
    /// Returns its words on the command line.
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

/// The day-two commands, on a deployed stack.
const OPERATING: [&str; 7] = [
    "backup",
    "scale",
    "maintenance",
    "logs",
    "exec",
    "admin-password",
    "open",
];

/// The commands about this program, which need no stack.
const ABOUT: [&str; 4] = ["new", "explain", "completions", "man"];

/// Lists the commands in groups.
fn in_groups(command: clap::Command) -> clap::Command {
    let (head, word) = (command.get_styles().get_header(), command.get_styles().get_literal());
    let names = command.get_subcommands().map(|one| one.get_name().len());
    let width = names.max().unwrap_or(0);
    let group = |name: &str| match name {
        name if OPERATING.contains(&name) => "Operating",
        name if ABOUT.contains(&name) => "Other",
        _ => "Deploying",
    };
    let list = |title: &str| {
        let all = command.get_subcommands();
        let mut list = String::new();
        for one in all.filter(|one| group(one.get_name()) == title) {
            let (name, about) = (one.get_name(), one.get_about().cloned().unwrap_or_default());
            // Writing to a string cannot fail.
            let _ = writeln!(list, "  {word}{name:width$}{word:#}  {about}");
        }
        list
    };
    let groups = ["Deploying", "Operating", "Other"];
    let groups = groups.map(|title| format!("{head}{title}:{head:#}\n{}", list(title)));
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}\n{head}Options:{head:#}\n{{options}}{{after-help}}",
        groups.join("\n")
    );
    command.help_template(template)
}

fn span(text: &str) -> Result<Duration, String> {
    let help = "write a time span such as 10m, 1h30m or 2d";
    let span: Span = text.parse().map_err(|_| help.to_owned())?;
    let span = span.to_duration(SpanRelativeTo::days_are_24_hours());
    let span = span.ok().and_then(|span| Duration::try_from(span).ok());
    span.filter(|span| !span.is_zero()).ok_or_else(|| help.to_owned())
}

fn speed(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(speed) if (0.01..=100_000.0).contains(&speed) => Ok(speed),
        Ok(_) => Err("a speed is a number from 0.01 to 100000".into()),
        Err(_) => Err("a speed is a number, such as 60; write the command before `--real-time`".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definition_is_valid() {
        Args::command_line().debug_assert();
    }

    #[test]
    fn every_command_of_a_group_exists() {
        let command = Args::command_line();
        let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        for one in OPERATING.into_iter().chain(ABOUT) {
            assert!(names.contains(&one), "{one}");
        }
    }

    #[test]
    fn time_span_is_read_as_people_write_it() {
        let seconds = |text| span(text).map(|span| span.as_secs());
        let spans = [seconds("10m"), seconds("1h30m"), seconds("2d"), seconds("1 week")];
        assert_eq!(spans, [Ok(600), Ok(5400), Ok(172_800), Ok(604_800)]);
        for wrong in ["", "10", "-5m", "0s", "1 month", "yesterday"] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn default_is_to_deploy_to_the_sandbox() {
        let args = Args::try_parse_from(["campus"]).unwrap();
        assert_eq!(
            (args.command(), args.target, args.real_time),
            (Command::Deploy, Target::Sandbox, None)
        );
    }

    #[test]
    fn speed_of_real_time_is_optional() {
        let speed = |line: &str| Args::try_parse_from(line.split(' ')).map(|args| args.real_time);
        assert_eq!(speed("campus deploy --real-time").unwrap(), Some(1.0));
        assert_eq!(speed("campus --real-time 60").unwrap(), Some(60.0));
        assert!(speed("campus --real-time 0").is_err());
        assert!(speed("campus --real-time deploy").is_err());
    }
}
