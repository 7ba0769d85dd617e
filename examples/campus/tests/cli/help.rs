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
    assert_eq!(
        env.run("explain 304").split_once('\n').unwrap().1,
        env.run("explain MS304").split_once('\n').unwrap().1
    );
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

#[test]
fn completions_are_those_of_this_program_for_each_shell() {
    let env = CliEnv::new();
    for (shell, says) in [
        ("bash", "complete -F _campus"),
        ("zsh", "#compdef campus"),
        ("fish", "complete -c campus"),
        ("powershell", "-CommandName 'campus'"),
    ] {
        let script = env.run(&format!("completions {shell}"));
        assert!(script.contains(says) && script.contains("admin-password"), "{script}");
    }
}

#[test]
fn man_pages_are_written_for_every_command() {
    let env = CliEnv::new();
    env.run("man pages");
    for page in ["campus.1", "campus-deploy.1", "campus-journal-move.1"] {
        assert!(
            std::fs::read_to_string(env.path(&format!("pages/{page}")))
                .unwrap()
                .contains(".SH NAME")
        );
    }
}

#[test]
fn colours_follow_the_option_and_the_environment() {
    let env = CliEnv::new();
    let is_coloured = |text: &str| text.contains('\u{1b}');
    assert!(!is_coloured(&env.run("plan --stack other")));
    assert!(is_coloured(&env.run("plan --stack other --color always")));
    assert!(is_coloured(&env.run_with("FORCE_COLOR", "1", "plan --stack other")));
    assert!(!is_coloured(&env.run_with(
        "FORCE_COLOR",
        "1",
        "plan --stack other --color never"
    )));
}
