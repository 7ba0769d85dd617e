//! Which tests may run on a real account, with `.ci/real-aws`, and what AWS does there that the emulators do not.

use crate::fixtures::HERE;
use crate::lifecycle::ACCOUNT;
use moodle_stack::provider::{ApiError, ApiErrorKind};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::process::Command;
use std::time::Duration;

/// Whether the tests were built for a real account.
pub const IS_BUILT_FOR: bool = option_env!("REAL_AWS_ACCOUNT").is_some();

/// For how long AWS may not show what was just created: EC2 advises waiting up to a few minutes.
/// <https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html>
const LAG: Duration = Duration::from_mins(3);

const TABLE: &str = include_str!("real_account.json");

/// The tests that may run on a real account, and the others. `.ci/real_aws.py` reads it, too.
#[derive(Deserialize)]
struct Table {
    runs: Vec<String>,
    /// The reason for a test, or for all tests whose names begin like this.
    skipped: BTreeMap<String, String>,
}

impl Table {
    fn read() -> Self {
        serde_json::from_str(TABLE).expect("a table")
    }

    /// Returns how many entries there are for a test.
    fn entries(&self, test: &str) -> usize {
        let is_skipped = |entry: &&String| test == **entry || (entry.ends_with("::") && test.starts_with(*entry));
        self.runs.iter().filter(|name| *name == test).count() + self.skipped.keys().filter(is_skipped).count()
    }
}

/// Returns whether this test may run on the real account that `.ci/real-aws` names.
pub fn allows_this_test() -> bool {
    let asked = std::env::var("AWS_REAL");
    let is_asked = IS_BUILT_FOR && asked.as_deref() == Ok(ACCOUNT);
    let thread = std::thread::current();
    is_asked && Table::read().runs.iter().any(|name| Some(&**name) == thread.name())
}

/// Makes a call about something that was just created, again while AWS does not show it. On the emulators, the first answer is
/// final.
pub async fn shown<T>(
    call: impl AsyncFn() -> Result<T, ApiError>,
    is_shown: impl Fn(&T) -> bool,
) -> Result<T, ApiError> {
    let start = std::time::Instant::now();
    loop {
        let answer = call().await;
        let is_final = match &answer {
            Ok(answer) => is_shown(answer),
            Err(error) => !matches!(error.kind, ApiErrorKind::NotFound | ApiErrorKind::NotReady),
        };
        if is_final || !IS_BUILT_FOR || start.elapsed() > LAG {
            return answer;
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

#[test]
fn every_test_runs_on_a_real_account_or_has_a_reason_not_to() {
    let table = Table::read();
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).arg("--list").output().expect("a list");
    let output = String::from_utf8(output.stdout).expect("text");
    let tests: Vec<&str> = output.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    let wrong: Vec<&&str> = tests.iter().filter(|test| table.entries(test) != 1).collect();
    assert!(
        wrong.is_empty(),
        "each test needs one entry in real_account.json: {wrong:?}"
    );
    let names = table.runs.iter().chain(table.skipped.keys());
    let stale: Vec<&String> = names
        .filter(|name| !tests.iter().any(|test| test.starts_with(name.as_str())))
        .collect();
    assert!(stale.is_empty(), "no test has these names: {stale:?}");
    let silent: Vec<&String> = table
        .skipped
        .iter()
        .filter(|(_, why)| why.is_empty())
        .map(|(name, _)| name)
        .collect();
    assert!(silent.is_empty(), "these have no reason: {silent:?}");
}

#[test]
fn tests_are_built_for_one_account_and_region() {
    assert_eq!((ACCOUNT.len(), HERE.contains('-')), (12, true));
    assert!(
        !allows_this_test(),
        "this test is not in the table, so it must not reach a real account"
    );
}
