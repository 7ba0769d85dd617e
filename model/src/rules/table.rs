//! The table of all rules, and the evaluation of a rule with its causes.

use super::rule::Rule;
use super::{
    addresses, cache, capacity, certificates, database, directories, edge, files, firewall, identity, image, journal,
    load_balancer, moodle, moodle_database, moodle_version, network, observability, php, processor, range, registry,
    replicas, scaling, ses, task_size, timeouts, trail, zones,
};
use crate::strings::{after, parse};
use crate::{Architecture, Problem};

/// Every rule, by id.
pub const RULES: &[Rule] = &table::<{ count() }>();

const FILES: &[&[Rule]] = &[
    identity::RULES,
    network::RULES,
    zones::RULES,
    range::RULES,
    addresses::RULES,
    certificates::RULES,
    edge::RULES,
    firewall::groups::RULES,
    firewall::rate_limit::RULES,
    firewall::exceptions::RULES,
    load_balancer::RULES,
    task_size::RULES,
    replicas::RULES,
    capacity::RULES,
    timeouts::RULES,
    scaling::RULES,
    processor::RULES,
    directories::RULES,
    files::RULES,
    moodle::RULES,
    moodle_version::RULES,
    php::RULES,
    moodle_database::RULES,
    image::RULES,
    registry::RULES,
    database::storage::RULES,
    database::standby::RULES,
    database::capacity::RULES,
    database::backups::RULES,
    database::version::RULES,
    database::class::RULES,
    cache::nodes::RULES,
    cache::serverless::RULES,
    cache::version::RULES,
    observability::RULES,
    trail::RULES,
    ses::RULES,
    journal::RULES,
];

impl Rule {
    /// Finds the rule with an id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        let index = RULES.binary_search_by_key(&id, |rule| rule.id).ok()?;
        RULES.get(index)
    }

    /// Returns the first problem that the rule finds; nothing if a rule in `unless` reports the cause.
    #[must_use]
    pub fn evaluate(&self, stack: &Architecture) -> Option<Problem> {
        let mut causes = self.unless.iter().filter_map(|id| Self::by_id(id));
        if causes.any(|cause| cause.evaluate(stack).is_some()) {
            None
        } else {
            (self.check)(stack)
        }
    }
}

const fn count() -> usize {
    let (mut rules, mut file) = (0, 0);
    while file < FILES.len() {
        rules += FILES[file].len();
        file += 1;
    }
    rules
}

const fn table<const N: usize>() -> [Rule; N] {
    let mut rules = [FILES[0][0]; N];
    let (mut at, mut file) = (0, 0);
    while file < FILES.len() {
        let mut row = 0;
        while row < FILES[file].len() {
            rules[at] = FILES[file][row];
            at += 1;
            row += 1;
        }
        file += 1;
    }
    sorted(rules)
}

/// Sorts rules by id: a file contains the rules on one topic, whose ids need not be consecutive.
const fn sorted<const N: usize>(mut rules: [Rule; N]) -> [Rule; N] {
    let mut end = 1;
    while end < N {
        let mut at = end;
        while at > 0 && number(rules[at].id) < number(rules[at - 1].id) {
            rules.swap(at, at - 1);
            at -= 1;
        }
        end += 1;
    }
    rules
}

/// Returns the number of an id: 501 for `MS501`.
const fn number(id: &str) -> u32 {
    match after(id, "MS") {
        Some(number) => match parse(number) {
            Some(number) => number,
            None => 0,
        },
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{RULES, Rule};
    use crate::rules::GRAMMAR;
    use crate::{Architecture, Capacity, Field as _, Key, Range, Spread, Type};

    #[test]
    fn ids_are_unique_and_sorted() {
        let ids: Vec<&str> = GRAMMAR
            .iter()
            .map(|rule| rule.id)
            .chain(RULES.iter().map(|rule| rule.id))
            .collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
    }

    #[test]
    fn every_cause_in_unless_exists_and_there_is_no_cycle() {
        fn walk(rule: &Rule, waiting: &mut Vec<&str>) {
            assert!(!waiting.contains(&rule.id), "cycle: {waiting:?} and {}", rule.id);
            waiting.push(rule.id);
            for id in rule.unless {
                walk(
                    Rule::by_id(id).unwrap_or_else(|| panic!("{}: there is no {id}", rule.id)),
                    waiting,
                );
            }
            waiting.pop();
        }
        for rule in RULES {
            walk(rule, &mut Vec::new());
            assert!(rule.unless.is_sorted_by(|one, next| one < next), "{}", rule.id);
        }
    }

    #[test]
    fn silent_cause_silences_nothing() {
        let mut stack = Architecture::FILLER;
        // `spot_share` yields to `base_within_replicas`, which yields to `capacity_base`.
        let Capacity::Spread(spread) = &mut stack.compute.capacity;
        *spread = Spread {
            fargate: 1,
            spot: 4,
            base: 11,
        };
        stack.compute.replicas = Range { min: 2, max: 10 };
        let reports = |stack: &Architecture| {
            ["MS514", "MS515", "MS516"].map(|id| Rule::by_id(id).unwrap().evaluate(stack).is_some())
        };
        assert_eq!(reports(&stack), [false, false, true]);
        let Capacity::Spread(spread) = &mut stack.compute.capacity;
        spread.base = 100_001;
        assert_eq!(reports(&stack), [true, true, false]);
    }

    #[test]
    fn every_rule_reads_existing_keys() {
        fn known(types: &[Type], path: &str) -> bool {
            let (key, rest) = path.split_once('.').unwrap_or((path, ""));
            let keys =
                |one: &Type| -> Vec<Key> { one.keys.iter().filter(|known| known.name == key).copied().collect() };
            let mut found = types.iter().flat_map(keys);
            found.any(|found| rest.is_empty() || known(found.shape.types(), rest))
        }
        for rule in RULES {
            for path in rule.reads {
                assert!(known(&[Architecture::TYPE], path), "{}: {path}", rule.id);
            }
        }
    }

    #[test]
    fn every_rule_has_sentences_and_a_source() {
        for Rule {
            id,
            statement,
            why,
            source,
            ..
        } in RULES
        {
            assert!(
                statement.ends_with('.') && why.ends_with('.') && source.starts_with("https://"),
                "{id}"
            );
        }
    }

    #[test]
    fn no_rule_panics_on_fillers() {
        for rule in RULES {
            let _ = rule.evaluate(&Architecture::FILLER);
        }
    }
}
