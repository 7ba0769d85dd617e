//! What can be asked for.

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Where the journals and the sandbox are kept, unless another place is named.
pub(super) const DIR: &str = ".moodle-stack";

const AFTER: &str = "\
Without a command, `deploy` is run. The sandbox is a simulated AWS in a file: nothing on AWS is touched and nothing costs
money. Exit codes: 0 done, 1 failed or refused, 2 not understood, 130 interrupted.";

/// Deploys the Moodle sites that this program declares.
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,

    /// Which stack, where several are declared
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) stack: Option<String>,

    /// Where to deploy to
    #[arg(long, global = true, value_enum, default_value_t = Target::Sandbox)]
    pub(super) target: Target,

    /// Do not ask
    #[arg(long, short, global = true)]
    pub(super) yes: bool,

    /// Write JSON to stdout, and nothing else
    #[arg(long, global = true)]
    pub(super) json: bool,

    /// Let the sandbox take as long as AWS, or so many times less
    #[arg(long, global = true, value_name = "SPEED", num_args = 0..=1, default_missing_value = "1", value_parser = speed)]
    pub(super) real_time: Option<f64>,

    /// Where the journals and the sandbox are kept
    #[arg(long, global = true, default_value = DIR)]
    pub(super) dir: PathBuf,

    /// Tell more of what happens
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
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
    /// Show the address of the site, the administrator's secret, and other names
    Outputs,
    /// Say what a rule demands, and why
    Explain {
        /// The id in brackets at the end of an error's note, as MS304; all rules, if it is left out
        #[arg(value_name = "ID")]
        rule: Option<String>,
    },
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
    /// Returns the command; `deploy`, if none is named.
    pub(super) fn command(&self) -> Command {
        self.command.clone().unwrap_or(Command::Deploy)
    }
}

impl Command {
    /// Returns the word that stands for it on the command line.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Deploy => "deploy",
            Self::Plan => "plan",
            Self::Destroy => "destroy",
            Self::Status => "status",
            Self::Outputs => "outputs",
            Self::Explain { .. } => "explain",
        }
    }
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
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        <Args as CommandFactory>::command().debug_assert();
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
