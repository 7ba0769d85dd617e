//! The warnings that the deployer prints, because rustc cannot.

use super::problem::warned;
use moodle_stack_model::Stack;
use moodle_stack_model::rules::RULES;

/// Runs the rules that the macro could not run because of a constant, and writes what they warn of.
///
/// Rules that refuse ran in `const` evaluation, which cannot warn.
pub(crate) fn warnings(stack: &Stack) -> Vec<String> {
    let left = |id: &&str| RULES.iter().find(|rule| rule.id == *id);
    let rules = stack.deferred_warnings.iter().filter_map(left);
    rules
        .filter_map(|rule| {
            let problem = rule.evaluate(&stack.architecture)?;
            Some(warned(stack, rule, &problem))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::warnings;
    use moodle_stack_model::{Architecture, Field as _, Location, Nat, Stack};

    /// A stack in which a constant defines how private subnets reach the internet.
    fn stack(nat: Nat) -> Stack {
        let mut architecture = Architecture::FILLER;
        architecture.network.nat = nat;
        Stack {
            name: "campus",
            architecture,
            file: "src/main.rs",
            locations: &[Location {
                path: "network.nat",
                line: 12,
                column: 14,
            }],
            deferred_warnings: &["MS209"],
        }
    }

    #[test]
    fn warning_that_rustc_could_not_give_has_its_place() {
        let text = anstream::adapter::strip_str(&warnings(&stack(Nat::Single))[0]).to_string();
        insta::assert_snapshot!(text, @"
        warning: a single NAT gateway serves all zones, and fails with its own zone
          --> src/main.rs:12:14

        If the zone of the only NAT gateway fails, tasks in all other zones lose access to e-mail, to the services of plugins and to images for Spot tasks. [MS209]

        hint: write `nat: PerZone`, or `nat: Regional` for one gateway that spans the zones
        ");
    }

    #[test]
    fn correct_value_is_not_warned_of() {
        assert!(warnings(&stack(Nat::Regional)).is_empty());
    }
}
