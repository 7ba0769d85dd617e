//! The rules: one rule, one `const fn`, one id, one row in the generated reference.
//!
//! A rule takes the whole [`Architecture`] and returns the first [`Problem`] that it finds. The macro runs it where
//! every key that it reads is written as a literal; where one is a `const` path, the expansion runs the same function
//! in `const` evaluation, through [`require`].
//!
//! To add one: write the function in the file of its section, add its row to the table below, and add
//! `ui-tests/fail/<section>/<fault>.rs` and `ui-tests/pass/<section>/<fault>.rs`. The ids' hundreds are the sections'.

mod cache;
mod catalogue;
mod certificates;
mod compute;
mod database;
mod edge;
mod files;
mod grammar;
mod identity;
mod load_balancer;
mod moodle;
mod network;
mod observability;

use crate::vocabulary::Read;
use crate::{Architecture, Block, Finding, Place, Problem, Reading, Subject};

pub use catalogue::*;
pub use grammar::{GRAMMAR, Grammar};

pub use crate::text::{after, ends_with, has, is_digits, is_letters, parse, part, same, starts_with};

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
    /// The keys that it judges by; one that only its help mentions is not among them.
    pub reads: &'static [&'static str],
    /// A line that breaks it, as near to legal as can be.
    pub wrong: &'static str,
    /// The same line, legal.
    pub right: &'static str,
    /// The check.
    pub check: fn(&Architecture) -> Option<Problem>,
}

/// What a declaration turned out to be.
#[derive(Debug)]
pub struct Checked<S> {
    /// The architecture. With findings, it is not to be deployed: fillers stand in for what could not be read.
    pub architecture: Architecture,
    /// Everything that is wrong.
    pub findings: Vec<Finding<S>>,
    /// Where each key's value stands.
    pub places: Vec<Place<S>>,
    /// The rules that could not be run here, since they read a value that only the compiler knows, and where the
    /// first such value stands.
    pub deferred: Vec<(&'static Rule, S)>,
}

/// Reads a declaration and runs every rule on what could be read.
#[must_use]
pub fn check<S: Copy>(declaration: &Block<S>) -> Checked<S> {
    let at = declaration.name_at;
    let mut reading = Reading::new();
    // The stack's own name stands where a type's would.
    let architecture = Architecture::read_block(declaration, Architecture::TYPE.name, &mut reading);
    let Read {
        mut findings,
        places,
        broken,
    } = reading.finish();
    let mut deferred = Vec::new();
    for rule in RULES {
        if broken.iter().any(|path| rule.touches(path)) {
            continue;
        }
        let mut read = places.iter().filter(|place| rule.touches(&place.path));
        if let Some(constant) = read.find_map(|place| place.constant) {
            deferred.push((rule, constant));
        } else if let Some(problem) = (rule.check)(&architecture) {
            findings.push(locate(rule, &problem, &places, at));
        }
    }
    Checked {
        architecture,
        findings,
        places,
        deferred,
    }
}

impl Rule {
    /// Tells whether the rule reads a path, something inside it, or what it is inside of.
    #[must_use]
    pub fn touches(&self, path: &str) -> bool {
        let inside = |inner: &str, outer: &str| {
            inner
                .strip_prefix(outer)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.reads.iter().any(|read| inside(read, path) || inside(path, read))
    }
}

/// Puts a problem where it stands in the declaration.
fn locate<S: Copy>(rule: &Rule, problem: &Problem, places: &[Place<S>], top: S) -> Finding<S> {
    let find = |subject: &Subject| {
        let place = nearest_place(subject.path, places)?;
        Some((
            place.path == subject.path,
            subject
                .item
                .and_then(|item| place.items.get(item).copied())
                .unwrap_or(place.value),
        ))
    };
    Finding {
        id: rule.id,
        at: find(&problem.at).map_or(top, |(_, at)| at),
        what: problem.what.as_str().into(),
        against: problem.against.and_then(|subject| {
            let key = subject.path.rsplit('.').next().unwrap_or(subject.path);
            let (set, at) = find(&subject)?;
            let what = if set {
                format!("`{key}` is set")
            } else {
                format!("`{key}` is left at its default in the section")
            };
            Some((what, at))
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
        let mut message = problem
            .what
            .push("\n  = help: ")
            .push(problem.help.as_str())
            .push("\n  = note: ");
        let mut at = 0;
        while at < RULES.len() {
            if same(RULES[at].id, id) {
                message = message.push(RULES[at].why).push(" ");
            }
            at += 1;
        }
        let message = message.push("[").push(id).push("]");
        panic!("{}", message.as_str());
    }
}
