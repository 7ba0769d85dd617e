//! Plans that are verified before the user is asked to confirm them.

use super::error::CliError;
use crate::blueprint::Graph;
use crate::journal::Journal;
use crate::plan::{self, ObservedState, Plan};
use crate::verify::{self, Finding, Severity};

/// Plans a deployment, and fails if `verify` finds an error.
pub(super) fn deployment(graph: &Graph, journal: &Journal, seen: &ObservedState) -> Result<Plan, CliError> {
    accept(&verify::graph(graph))?;
    let plan = plan::deployment(graph, journal, seen);
    accept(&verify::deployment(graph, journal, seen, &plan))?;
    Ok(plan)
}

/// Plans a destruction, and fails if `verify` finds an error.
pub(super) fn destruction(graph: &Graph, journal: &Journal, seen: &ObservedState) -> Result<Plan, CliError> {
    let plan = plan::destruction(graph, journal, seen);
    accept(&verify::destruction(journal, &plan))?;
    Ok(plan)
}

/// Fails if the findings contain an error.
fn accept(findings: &[Finding]) -> Result<(), CliError> {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let errors: Vec<String> = errors.map(ToString::to_string).collect();
    if errors.is_empty() {
        return Ok(());
    }
    Err(CliError::new(format!("the plan is wrong: {}", errors.join("; ")))
        .why("This is a bug in moodle-stack. The plan could fail halfway, or delete something that it should keep. Nothing was changed.")
        .hint("Report this bug with the output of this command and of `journal show`."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::Rule;

    fn finding(severity: Severity) -> Finding {
        Finding {
            severity,
            rule: Rule::Kept,
            address: "database.instance".into(),
            what: "it is deleted".into(),
        }
    }

    #[test]
    fn plan_with_an_error_is_refused_and_one_with_notices_is_not() {
        assert!(accept(&[finding(Severity::Notice)]).is_ok());
        assert!(accept(&[finding(Severity::Notice), finding(Severity::Error)]).is_err());
    }
}
