//! The rules: one rule, one `const fn`, one id, one row in the generated reference.
//!
//! A rule takes the whole [`Architecture`] and returns the first [`Problem`] that it finds. The macro runs it where
//! every key that it reads is written as a literal; where one is a `const` path, the expansion runs the same function
//! in `const` evaluation, through [`require`].
//!
//! What only AWS's answers can tell is in [`preflight`]: the deployer judges by those rules, before it changes anything.
//!
//! To add one: write the function and its row in the file of its section, and add
//! `ui-tests/fail/<section>/<fault>.rs` and `ui-tests/pass/<section>/<fault>.rs`. The ids' hundreds are the sections'.

#[macro_use]
mod rule;

mod addresses;
mod arn;
mod cache;
mod capacity;
mod certificates;
mod database;
mod directories;
mod edge;
mod email;
mod files;
mod firewall;
mod grammar;
mod identity;
mod image;
mod journal;
mod load_balancer;
mod moodle;
mod moodle_database;
mod moodle_version;
mod network;
mod observability;
mod offered;
mod page;
mod php;
pub mod preflight;
mod processor;
mod range;
mod registry;
mod replicas;
mod scaling;
mod ses;
mod task_size;
#[cfg(test)]
mod tests;
mod timeouts;
mod trail;
mod zones;

use crate::vocabulary::Read;
use crate::{Architecture, Block, Finding, KeySpan, NO_SECRET, Problem, Reader, Subject, Text, secret_fault};

pub use crate::Level;
pub use addresses::*;
pub use cache::*;
pub use capacity::*;
pub use certificates::*;
pub use database::*;
pub use directories::*;
pub use edge::*;
pub use files::*;
pub use firewall::*;
pub use grammar::{GRAMMAR, Grammar};
pub use identity::*;
pub use image::*;
pub use journal::*;
pub use load_balancer::*;
pub use moodle::*;
pub use moodle_database::*;
pub use moodle_version::*;
pub use network::*;
pub use observability::*;
pub use page::{Page, pages};
pub use php::*;
pub use processor::*;
pub use range::*;
pub use registry::*;
pub use replicas::*;
pub use rule::{RULES, Rule};
pub use scaling::*;
pub use ses::*;
pub use task_size::*;
pub use timeouts::*;
pub use trail::*;
pub use zones::*;

pub use crate::text::{after, ends_with, has, is_digits, is_letters, parse, part, same, starts_with};

/// What a declaration turned out to be.
#[derive(Debug)]
pub struct Checked<S> {
    /// The architecture. With findings, it is not to be deployed: fillers stand in for what could not be read.
    pub architecture: Architecture,
    /// Everything that is wrong.
    pub findings: Vec<Finding<S>>,
    /// Where each key's value stands.
    pub places: Vec<KeySpan<S>>,
    /// The rules that could not be run here, since they read a value that only the compiler knows, and where the
    /// first such value stands.
    pub deferred: Vec<(&'static Rule, S)>,
}

/// Reads a declaration and runs every rule on what could be read.
#[must_use]
pub fn check<S: Copy>(declaration: &Block<S>) -> Checked<S> {
    let at = declaration.name_at;
    let mut reader = Reader::new();
    // The stack's own name stands where a type's would.
    let architecture = Architecture::read_block(declaration, Architecture::TYPE.name, &mut reader);
    let Read {
        mut findings,
        places,
        broken,
    } = reader.finish();
    let read = places.iter().filter(|place| !broken.contains(&place.path));
    findings.extend(read.filter(|place| place.unchecked).filter_map(without_table));
    // Most declarations have few; every rule asks whether it reads one of them.
    let constants: Vec<(&str, S)> = places
        .iter()
        .filter_map(|place| Some((place.path.as_str(), place.constant?)))
        .collect();
    let mut deferred = Vec::new();
    for rule in RULES {
        if broken.iter().any(|path| rule.touches(path)) || rule.silenced(&places) {
            continue;
        }
        let mut read = constants.iter().filter(|(path, _)| rule.touches(path));
        if let Some((_, constant)) = read.next().copied() {
            let silenced = |path: &&str| allowed(rule, path, declaration, &places);
            if !rule.reads.iter().any(silenced) {
                deferred.push((rule, constant));
            }
        } else if let Some(problem) = rule.evaluate(&architecture)
            && !allowed(rule, problem.at.path, declaration, &places)
        {
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
        self.reads.iter().any(|read| inside(read, path) || inside(path, read))
    }

    /// Tells whether it judges by a table, and one of the values that it judges is left unchecked.
    fn silenced<S>(&self, places: &[KeySpan<S>]) -> bool {
        let left = |place: &KeySpan<S>| place.unchecked && self.reads.contains(&place.path.as_str());
        self.as_of.is_some() && places.iter().any(left)
    }
}

/// Tells whether an `#[allow]` at a key, or at what it is inside of, silences a rule.
fn allowed<S>(rule: &Rule, path: &str, declaration: &Block<S>, places: &[KeySpan<S>]) -> bool {
    let names = |allow: &[String]| allow.iter().any(|id| id == rule.id);
    rule.level == Level::Warned
        && (names(&declaration.allow)
            || places
                .iter()
                .any(|place| inside(path, &place.path) && names(&place.allow)))
}

/// Says that no table judges a value which is left unchecked.
fn without_table<S: Copy>(place: &KeySpan<S>) -> Option<Finding<S>> {
    let judged = RULES
        .iter()
        .any(|rule| rule.as_of.is_some() && rule.reads.contains(&place.path.as_str()));
    // What looks like a secret, and is none, is written so as well.
    if judged || place.secret_like {
        return None;
    }
    let key = place.path.rsplit('.').next().unwrap_or_default();
    let what = format!("`{key}` is judged by no table that changes with time");
    Some(Finding::language(
        "MS011",
        place.value,
        what,
        "write the value without `unchecked!`",
    ))
}

/// Tells whether a path is another one, or inside it.
fn inside(inner: &str, outer: &str) -> bool {
    inner
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Puts a problem where it stands in the declaration.
fn locate<S: Copy>(rule: &Rule, problem: &Problem, places: &[KeySpan<S>], top: S) -> Finding<S> {
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
        level: rule.level,
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
fn nearest_place<'p, S>(path: &str, places: &'p [KeySpan<S>]) -> Option<&'p KeySpan<S>> {
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
                message = message.push(RULES[at].why).push(" [").push(id).push("]");
                message = message.push("\n  = note: see ").push(RULES[at].source);
            }
            at += 1;
        }
        panic!("{}", message.as_str());
    }
}

/// Refuses, in `const` evaluation, strings that look like secrets; it repeats none of them.
///
/// # Panics
///
/// If one of them does.
#[track_caller]
pub const fn require_no_secret(texts: &[&str]) {
    let mut i = 0;
    while i < texts.len() {
        if let Some(kind) = secret_fault(texts[i]) {
            let message = Text::new("this looks like ")
                .push(kind)
                .push(", and a declaration holds no secrets\n  = help: ")
                .push(NO_SECRET)
                .push(" [MS009]");
            panic!("{}", message.as_str());
        }
        i += 1;
    }
}
