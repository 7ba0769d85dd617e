//! What the program says of itself, and of what it does not know.

use super::folder::Folder;

#[test]
fn the_help_says_what_there_is() {
    insta::assert_snapshot!("the_help_says_what_there_is", Folder::new().run("-h"));
    insta::assert_snapshot!("of_logs", Folder::new().run("logs --help"));
}

#[test]
fn a_rule_is_explained_by_its_id() {
    let folder = Folder::new();
    insta::assert_snapshot!("explain", folder.run("explain MS304"));
    insta::assert_snapshot!("explain_a_warning", folder.run("explain MS209"));
    insta::assert_snapshot!("explain_json", folder.run("explain ms304 --json"));
    insta::assert_snapshot!("explain_unknown", folder.run("explain MS3040"));
    let all = folder.run("explain");
    assert!(all.contains("MS001  ") && all.contains("MS901  "), "{all}");
}

#[test]
fn aws_without_the_sdk_names_the_command_that_has_it() {
    if cfg!(not(feature = "aws")) {
        insta::assert_snapshot!(Folder::new().run("deploy --target aws"));
    }
}

#[test]
fn an_unknown_command_and_an_unknown_stack_are_told_what_is_near() {
    let folder = Folder::new();
    insta::assert_snapshot!("unknown_command", folder.run("depoly"));
    insta::assert_snapshot!("unknown_stack", folder.run("plan --stack campsu"));
    insta::assert_snapshot!("speed_that_is_a_command", folder.run("--real-time deploy"));
}
