//! The rules. Each rule is one `const fn`, one id, and one row in the generated reference.
//!
//! A rule takes the whole [`Architecture`] and returns the first [`Problem`] that it finds. The macro evaluates it if all
//! keys that it reads are literals. If one is a `const` path, the expansion runs the same function in `const` evaluation,
//! through [`require`]. A rule is silent if a rule in its `unless` reports the cause.
//!
//! Rules that need answers from AWS are in [`preflight`]: the deployer evaluates them before it changes anything.
//!
//! To add a rule, write the function and its row in the file of its section, and add
//! `ui-tests/fail/<section>/<fault>.rs` and `ui-tests/pass/<section>/<fault>.rs`. The hundreds of an ID identify the
//! section.

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
mod table;
mod task_size;
#[cfg(test)]
mod tests;
mod timeouts;
mod trail;
mod zones;

use crate::vocabulary::Read;
use crate::{
    Architecture, Block, Finding, KeySpan, NO_SECRET, Problem, Reader, Subject, Text, Trail, bucket_name_fault,
    name_fault, secret_fault, stack_name,
};

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
pub(crate) use journal::RESERVED_STARTS;
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
pub use rule::Rule;
pub use scaling::*;
pub use ses::*;
pub use table::RULES;
pub use task_size::*;
pub use timeouts::*;
pub use trail::*;
pub use zones::*;

pub use crate::strings::{after, ends_with, has, is_digits, is_letters, parse, part, same, starts_with};

/// The result of checking a declaration.
#[derive(Debug)]
pub struct Checked<S> {
    /// The architecture. If there are findings, it must not be deployed: values that could not be read are fillers.
    pub architecture: Architecture,
    /// All errors and warnings.
    pub findings: Vec<Finding<S>>,
    /// The places of all given keys and their values.
    pub spans: Vec<KeySpan<S>>,
    /// The rules that could not be evaluated, since they read a value that only the compiler knows, and the place of the
    /// first such value.
    pub deferred: Vec<(&'static Rule, S)>,
}

/// Reads a declaration and evaluates every rule whose keys could be read.
#[must_use]
pub fn check<S: Copy>(declaration: &Block<S>) -> Checked<S> {
    let at = declaration.name_at;
    let mut reader = Reader::new();
    // The stack's own name is in the place of a type's name.
    let architecture = Architecture::read_block(declaration, Architecture::TYPE.name, &mut reader);
    let Read {
        mut findings,
        spans,
        broken,
    } = reader.finish();
    let read = spans.iter().filter(|span| !broken.contains(&span.path));
    findings.extend(read.filter(|span| span.unchecked).filter_map(without_table));
    // Most declarations have few constants; every rule checks whether it reads one of them.
    let constants: Vec<(&str, S)> = spans
        .iter()
        .filter_map(|span| Some((span.path.as_str(), span.constant?)))
        .collect();
    let mut deferred = Vec::new();
    for rule in RULES {
        if broken.iter().any(|path| rule.touches(path)) || rule.silenced(&spans) {
            continue;
        }
        let mut read = constants.iter().filter(|(path, _)| rule.touches(path));
        if let Some((_, constant)) = read.next().copied() {
            let silenced = |path: &&str| allowed(rule, path, declaration, &spans);
            if !rule.reads.iter().any(silenced) {
                deferred.push((rule, constant));
            }
        } else if let Some(problem) = rule.evaluate(&architecture)
            && !allowed(rule, problem.at.path, declaration, &spans)
        {
            findings.push(locate(rule, &problem, &spans, at));
        }
    }
    findings.extend(bucket_names(declaration, &architecture, &broken, &constants));
    Checked {
        architecture,
        findings,
        spans,
        deferred,
    }
}

impl Rule {
    /// Returns whether the rule reads a path, a part of it, or something that contains it.
    #[must_use]
    pub fn touches(&self, path: &str) -> bool {
        self.reads.iter().any(|read| inside(read, path) || inside(path, read))
    }

    /// Returns whether it checks against a table, and one of the keys that it reads is unchecked.
    fn silenced<S>(&self, spans: &[KeySpan<S>]) -> bool {
        let unchecked = |span: &KeySpan<S>| span.unchecked && self.reads.contains(&span.path.as_str());
        self.as_of.is_some() && spans.iter().any(unchecked)
    }
}

/// Returns whether an `#[allow]` at a key, or at something that contains it, silences a rule.
fn allowed<S>(rule: &Rule, path: &str, declaration: &Block<S>, spans: &[KeySpan<S>]) -> bool {
    let names = |allow: &[String]| allow.iter().any(|id| id == rule.id);
    rule.level == Level::Warned
        && (names(&declaration.allow) || spans.iter().any(|span| inside(path, &span.path) && names(&span.allow)))
}

/// Reports `unchecked!` on a value that is not checked against any table.
fn without_table<S: Copy>(span: &KeySpan<S>) -> Option<Finding<S>> {
    let is_checked = RULES
        .iter()
        .any(|rule| rule.as_of.is_some() && rule.reads.contains(&span.path.as_str()));
    // `unchecked!` is also the way to write a value that only looks like a secret.
    if is_checked || span.secret_like {
        return None;
    }
    let key = span.path.rsplit('.').next().unwrap_or_default();
    let what = format!("`{key}` is not checked against a table that changes with time");
    Some(Finding::language(
        "MS011",
        span.value,
        what,
        "write the value without `unchecked!`",
    ))
}

/// Checks the stack's name if it certainly has buckets. A value that only the compiler knows is not certain.
fn bucket_names<S: Copy>(
    declaration: &Block<S>,
    architecture: &Architecture,
    broken: &[String],
    constants: &[(&str, S)],
) -> Option<Finding<S>> {
    let is_read = |key: &str| {
        let is_broken = broken.iter().any(|path| inside(path, key) || inside(key, path));
        !is_broken && !constants.iter().any(|(path, _)| inside(path, key))
    };
    let logs = architecture.load_balancer.access_logs && is_read("load_balancer.access_logs");
    let trail = matches!(architecture.trail, Trail::CloudTrail(_)) && is_read("trail");
    if !logs && !trail {
        return None;
    }
    let identifier = declaration.name.strip_prefix("r#").unwrap_or(&declaration.name);
    let name = stack_name(identifier);
    // A name with another fault must be changed anyway.
    let fault = bucket_name_fault(&name).filter(|_| name_fault(&name).is_none())?;
    Some(Finding::language(fault.id, declaration.name_at, fault.what, fault.help))
}

/// Returns whether a path is equal to another or inside it.
fn inside(inner: &str, outer: &str) -> bool {
    inner
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Converts a problem to a finding with places in the declaration.
fn locate<S: Copy>(rule: &Rule, problem: &Problem, spans: &[KeySpan<S>], top: S) -> Finding<S> {
    let find = |subject: &Subject| {
        let span = nearest_span(subject.path, spans)?;
        Some((
            span.path == subject.path,
            subject
                .item
                .and_then(|item| span.items.get(item).copied())
                .unwrap_or(span.value),
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
                format!("`{key}` has its default in the section")
            };
            Some((what, at))
        }),
        help: problem.help.as_str().into(),
        note: rule.why.into(),
    }
}

/// Finds the span of a path, or of its section if the key is omitted.
fn nearest_span<'p, S>(path: &str, spans: &'p [KeySpan<S>]) -> Option<&'p KeySpan<S>> {
    let mut path = path;
    loop {
        if let Some(span) = spans.iter().find(|span| span.path == path) {
            return Some(span);
        }
        path = path.rsplit_once('.')?.0;
    }
}

/// Reports a problem in `const` evaluation.
///
/// # Panics
///
/// If there is a problem: this is how `const` evaluation reports a compile error.
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

/// Reports strings that look like secrets in `const` evaluation, without repeating them.
///
/// # Panics
///
/// If one of them looks like a secret.
#[track_caller]
pub const fn require_no_secret(texts: &[&str]) {
    let mut i = 0;
    while i < texts.len() {
        if let Some(kind) = secret_fault(texts[i]) {
            let message = Text::new("this looks like ")
                .push(kind)
                .push("; a declaration must not contain secrets\n  = help: ")
                .push(NO_SECRET)
                .push(" [MS009]");
            panic!("{}", message.as_str());
        }
        i += 1;
    }
}
