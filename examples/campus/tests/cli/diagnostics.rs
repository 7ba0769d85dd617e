//! The diagnostic log on stderr.

use super::cli_env::CliEnv;
use std::process::{Output, Stdio};

fn run(env: &CliEnv, arguments: &[&str], filter: Option<&str>) -> Output {
    let mut command = env.command(arguments);
    if let Some(filter) = filter {
        command.env("MOODLE_STACK_LOG", filter);
    }
    command.stdout(Stdio::piped()).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn very_verbose_deploy_logs_its_steps_and_calls_to_stderr() {
    let env = CliEnv::new();
    let output = run(&env, &["deploy", "-vv", "--json"], None);
    assert!(output.status.success(), "{output:?}");
    let log = stderr(&output);
    let step = r#"command{name="deploy" stack="campus" target="sandbox"}:step{address=network.vpc kind="AWS::EC2::VPC" action="create"}"#;
    for line in [
        format!("{step}:call{{operation=\"create\" address=network.vpc"),
        format!("{step}: moodle_stack::cli::diagnostics: done address=network.vpc"),
        format!("{step}: moodle_stack::journal::write_log: wrote the journal"),
    ] {
        assert!(log.contains(&line), "{line} is missing: {log}");
    }
    // Only JSON is on stdout.
    serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap();
}

#[test]
fn nothing_is_logged_by_default() {
    for arguments in [&["deploy"][..], &["deploy", "-v"]] {
        let output = run(&CliEnv::new(), arguments, None);
        let log = stderr(&output);
        assert!(output.status.success() && !log.contains("command{"), "{log}");
    }
}

#[test]
fn filter_selects_a_part_of_the_program() {
    let output = run(&CliEnv::new(), &["deploy"], Some("moodle_stack::journal=debug"));
    let log = stderr(&output);
    assert!(
        log.contains("moodle_stack::journal::write_log: wrote the journal"),
        "{log}"
    );
    assert!(!log.contains("moodle_stack::logged"), "{log}");
}

#[test]
fn wrong_filter_is_refused_and_changes_nothing() {
    let env = CliEnv::new();
    for filter in ["verbose", "moodle_stack=loud", "aws_sigv4=trace"] {
        let output = run(&env, &["deploy"], Some(filter));
        let log = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{log}");
        assert!(
            log.contains(&format!("`MOODLE_STACK_LOG` is `{filter}`")) && log.contains("hint: "),
            "{log}"
        );
        assert!(!env.path(".moodle-stack").exists());
    }
}
