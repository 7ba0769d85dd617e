//! A program without the AWS SDK passes its declarations to the installed `moodle-stack`.

use super::cli_env::CliEnv;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Stdio;

/// The variable that names the installed program.
const PROGRAM: &str = "MOODLE_STACK_PROGRAM";

/// Returns the declarations as the program passes them on.
fn passed(env: &CliEnv) -> PathBuf {
    env.write("installed", "#!/bin/sh\nexec cp \"$2\" passed.json\n");
    let script = env.path("installed");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = env.command(&["plan", "--target", "aws"]);
    assert!(
        command
            .env(PROGRAM, script)
            .env("PATH", "/usr/bin:/bin")
            .status()
            .unwrap()
            .success()
    );
    env.path("passed.json")
}

fn stdout(env: &CliEnv, arguments: &[&str]) -> String {
    let output = env.command(arguments).stdout(Stdio::piped()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn program_that_is_not_installed_is_named_with_the_command_that_installs_it() {
    insta::assert_snapshot!("not_installed", CliEnv::new().run("deploy --target aws"));
}

#[test]
fn installed_program_without_the_sdk_is_refused() {
    let env = CliEnv::new();
    insta::assert_snapshot!(
        "no_sdk",
        env.run_with(PROGRAM, env!("CARGO_BIN_EXE_campus"), "plan --target aws")
    );
}

#[test]
fn installed_program_plans_the_same_and_removes_the_declarations() {
    let env = CliEnv::new();
    let file = passed(&env);
    let own = stdout(&env, &["plan", "--json"]);
    assert_eq!(stdout(&env, &["--declarations", "passed.json", "plan", "--json"]), own);
    assert!(!file.exists());
}

#[test]
fn declarations_of_another_version_are_refused() {
    let env = CliEnv::new();
    passed(&env);
    env.edit("passed.json", |passed| passed["version"] = "0.0.1".into());
    insta::assert_snapshot!("other_version", env.run("--declarations passed.json plan"));
}

#[test]
fn malformed_declarations_are_refused() {
    let env = CliEnv::new();
    env.write("passed.json", "{");
    insta::assert_snapshot!("malformed", env.run("--declarations passed.json plan"));
    insta::assert_snapshot!("missing", env.run("--declarations passed.json plan"));
}
