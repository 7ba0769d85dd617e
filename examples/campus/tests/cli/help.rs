//! The help, explanations of rules, and unknown arguments.

use super::cli_env::CliEnv;

#[test]
fn help_lists_commands_and_options() {
    insta::assert_snapshot!("overview", CliEnv::new().run("-h"));
    insta::assert_snapshot!("logs", CliEnv::new().run("logs --help"));
}

#[test]
fn explain_describes_a_rule_by_its_id() {
    let env = CliEnv::new();
    insta::assert_snapshot!("explain", env.run("explain MS304"));
    insta::assert_snapshot!("explain_a_warning", env.run("explain MS209"));
    insta::assert_snapshot!("explain_json", env.run("explain ms304 --json"));
    insta::assert_snapshot!("explain_unknown", env.run("explain MS3040"));
    let all = env.run("explain");
    assert!(all.contains("MS001  ") && all.contains("MS901  "), "{all}");
}

#[test]
fn unknown_command_and_unknown_stack_suggest_similar_names() {
    let env = CliEnv::new();
    insta::assert_snapshot!("unknown_command", env.run("depoly"));
    insta::assert_snapshot!("unknown_stack", env.run("plan --stack campsu"));
    insta::assert_snapshot!("speed_that_is_a_command", env.run("--real-time deploy"));
}
