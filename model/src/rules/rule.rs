//! The type of a rule, and the table of all rules.

use super::{
    addresses, cache, capacity, certificates, database, directories, edge, files, firewall, identity, image, journal,
    load_balancer, moodle, moodle_database, moodle_version, network, observability, php, processor, range, registry,
    replicas, scaling, ses, task_size, timeouts, trail, zones,
};
use crate::text::{after, parse};
use crate::{Architecture, Level, Problem};

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id, such as `MS501`.
    pub id: &'static str,
    /// The name of its function.
    pub name: &'static str,
    /// Whether it is an error or a warning.
    pub level: Level,
    /// What must be true, in one line.
    pub statement: &'static str,
    /// Why: what happens on AWS otherwise.
    pub why: &'static str,
    /// The AWS or Moodle page that it is based on.
    pub source: &'static str,
    /// The keys that it reads; a key that only its help mentions is not listed.
    pub reads: &'static [&'static str],
    /// The ids of the rules that report the cause: where one of them finds a problem, this one reports nothing.
    pub unless: &'static [&'static str],
    /// The date of the table that it checks against, if the table changes with time: `unchecked!("…")` then silences it.
    pub as_of: Option<&'static str>,
    /// A line that breaks it, as close to a legal one as possible.
    pub wrong: &'static str,
    /// The same line, corrected.
    pub right: &'static str,
    /// The check, on its own. [`Rule::evaluate`] also obeys `unless`.
    pub(in crate::rules) check: fn(&Architecture) -> Option<Problem>,
}

impl Rule {
    /// Finds the rule with an id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        let index = RULES.binary_search_by_key(&id, |rule| rule.id).ok()?;
        RULES.get(index)
    }

    /// Returns the first problem that the rule finds; nothing where a rule in `unless` reports the cause.
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

/// Declares the rules of a file, one row of the table for each.
///
/// A rule is an error unless `: Warned` follows its name. `unless` and `as_of` may be omitted.
macro_rules! rules {
    ($( $id:literal $name:ident $(: $level:ident)? {
        statement: $statement:literal,
        why: $why:literal,
        source: $source:literal,
        reads: [$($reads:literal),+ $(,)?],
        $(unless: [$($unless:literal),+ $(,)?],)?
        $(as_of: $as_of:expr,)?
        wrong: $wrong:literal,
        right: $right:literal,
    } )+) => {
        pub(in $crate::rules) const RULES: &[$crate::rules::Rule] = &[
            $( $crate::rules::Rule {
                id: $id,
                name: stringify!($name),
                level: rules!(@level $($level)?),
                statement: $statement,
                why: $why,
                source: $source,
                reads: &[$($reads),+],
                unless: &[$($($unless),+)?],
                as_of: rules!(@as_of $($as_of)?),
                wrong: $wrong,
                right: $right,
                check: $name,
            }, )+
        ];
    };
    (@level) => { $crate::rules::Level::Refused };
    (@level $level:ident) => { $crate::rules::Level::$level };
    (@as_of) => { None };
    (@as_of $as_of:expr) => { Some($as_of) };
}

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
    firewall::RULES,
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
