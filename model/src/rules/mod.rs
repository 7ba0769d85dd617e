//! The rules: one rule, one `const fn`, one id, one row in the generated reference.
//!
//! A rule takes the whole [`Architecture`] and returns the first [`Problem`] that it finds. The macro runs it where
//! every key that it reads is written as a literal; where one is a `const` path, the expansion runs the same function
//! in `const` evaluation, through [`require`].
//!
//! To add one: write the function in the file of its section, add its row to the table below, and add
//! `ui-tests/fail/<section>/<fault>.rs` and `ui-tests/pass/<section>/<fault>.rs`. The ids' hundreds are the sections'.

mod compute;

use crate::vocabulary::Field as _;
use crate::{Architecture, Block, Finding, Node, Place, Problem, Reading, Value};

pub use crate::text::{ends_with, parse, part, same, starts_with};

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id, as `MS501`.
    pub id: &'static str,
    /// The function's name.
    pub name: &'static str,
    /// What must be true, in one line.
    pub statement: &'static str,
    /// Why: what happens on AWS otherwise.
    pub why: &'static str,
    /// The AWS or Moodle page behind it.
    pub source: &'static str,
    /// The keys that it reads.
    pub reads: &'static [&'static str],
    /// A line that breaks it, as near to legal as can be.
    pub wrong: &'static str,
    /// The same line, legal.
    pub right: &'static str,
    /// The check.
    pub check: fn(&Architecture) -> Option<Problem>,
}

/// Builds the table, and makes the functions public under their names, which the expansion calls.
macro_rules! rules {
    ($( $id:literal $module:ident::$name:ident {
        statement: $statement:literal,
        why: $why:literal,
        source: $source:literal,
        reads: [$($reads:literal),+ $(,)?],
        wrong: $wrong:literal,
        right: $right:literal,
    } )+) => {
        $( pub use $module::$name; )+

        /// Every rule, by id.
        pub const RULES: &[Rule] = &[
            $( Rule {
                id: $id,
                name: stringify!($name),
                statement: $statement,
                why: $why,
                source: $source,
                reads: &[$($reads),+],
                wrong: $wrong,
                right: $right,
                check: $name,
            }, )+
        ];
    };
}

rules! {
    "MS501" compute::fargate_size {
        statement: "A Fargate task has one of the sizes that AWS offers.",
        why: "Fargate offers fixed pairs of CPU units and memory; ECS refuses to register a task definition with any other.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
        reads: ["compute.cpu", "compute.memory"],
        wrong: "cpu: 1024, memory: 1024",
        right: "cpu: 1024, memory: 2048",
    }
}

/// What a declaration turned out to be.
#[derive(Debug)]
pub struct Checked<S> {
    /// The architecture, if it could be read as one. With findings, it is not to be deployed.
    pub architecture: Option<Architecture>,
    /// Everything that is wrong.
    pub findings: Vec<Finding<S>>,
    /// Where each key's value stands.
    pub places: Vec<Place<S>>,
    /// The rules that could not be run here, since they read a value that only the compiler knows.
    pub deferred: Vec<&'static Rule>,
}

/// Reads a declaration and runs every rule on it.
#[must_use]
pub fn check<S: Copy>(declaration: Block<S>) -> Checked<S> {
    let mut reading = Reading::new();
    let at = declaration.name_at;
    // The stack's own name stands where a type's would.
    let block = Block {
        name: Architecture::TYPE.name.into(),
        bare: false,
        ..declaration
    };
    let architecture = Architecture::read(
        &Node {
            value: Value::Block(block),
            at,
        },
        &mut reading,
    );
    let (mut findings, places) = reading.finish();
    let mut deferred = Vec::new();
    if let Some(architecture) = &architecture {
        for rule in RULES {
            if rule
                .reads
                .iter()
                .any(|path| places.iter().any(|place| place.constant && place.path == *path))
            {
                deferred.push(rule);
            } else if let Some(problem) = (rule.check)(architecture) {
                findings.push(locate(rule, &problem, &places, at));
            }
        }
    }
    Checked {
        architecture,
        findings,
        places,
        deferred,
    }
}

/// Puts a problem where it stands in the declaration.
fn locate<S: Copy>(rule: &Rule, problem: &Problem, places: &[Place<S>], top: S) -> Finding<S> {
    let find = |subject: &crate::Subject| {
        let place = nearest_place(subject.path, places)?;
        Some(
            subject
                .item
                .and_then(|item| place.items.get(item).copied())
                .unwrap_or(place.value),
        )
    };
    Finding {
        id: rule.id,
        at: find(&problem.at).unwrap_or(top),
        what: problem.what.as_str().into(),
        against: problem.against.and_then(|subject| {
            let key = subject.path.rsplit('.').next().unwrap_or(subject.path);
            Some((format!("`{key}`"), find(&subject)?))
        }),
        help: problem.help.as_str().into(),
        note: rule.why.into(),
    }
}

/// Finds the place of a path, or, where a default applies, of the section that it belongs to.
fn nearest_place<'p, S>(path: &str, places: &'p [Place<S>]) -> Option<&'p Place<S>> {
    let mut path = path;
    loop {
        if let Some(place) = places.iter().find(|place| place.path == path) {
            return Some(place);
        }
        path = path.rsplit_once('.')?.0;
    }
}

/// Refuses, in `const` evaluation, what a rule found.
///
/// # Panics
///
/// If there is a problem: that is how a `const` tells the compiler to stop.
#[track_caller]
pub const fn require(id: &str, problem: Option<Problem>) {
    if let Some(problem) = problem {
        let message = problem
            .what
            .push("\n  = help: ")
            .push(problem.help.as_str())
            .push("\n  = note: ")
            .push(id);
        panic!("{}", message.as_str());
    }
}
