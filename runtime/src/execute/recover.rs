//! Recovers a lost journal from the resources on AWS.
//!
//! # Invariant
//!
//! After a recovery, the journal has an entry for every resource that this stack owns and that can be found, one for
//! each, and none that does not exist. Nothing is changed on AWS. Anything that a recovery cannot determine is recorded
//! so that nothing is lost: data is retained, and a resource that may have been in use is not replaced because of its
//! state.
//!
//! # Example
//!
//! The journal is lost after a replacement of a load balancer was interrupted. The graph declares the new one.
//!
//! 1. `find`, with the declared name and spec hash, finds the new load balancer: it becomes the current entry of its
//!    address, in the phase `configuring`, because it is unknown whether its configuration was complete.
//! 2. `list` finds the old load balancer, whose tags have the same address and another spec hash: it becomes a deposed entry.
//! 3. The next plan finishes the new one, and deletes the old one last.
//!
//! The search has two parts. First, declared resources are looked for by their deterministic names and their tags. This
//! takes several rounds, since a resource can be looked for only once the values that it refers to are known. Then
//! every kind is listed in the declared regions, the stack's own and CloudFront's, repeatedly while that finds
//! something new: a resource without tags is found through the resource that it belongs to.
//!
//! # Assumptions
//!
//! - Names and tags are as this program set them. A resource without the stack's tags is not owned by the stack.
//! - The spec hash in the tags identifies the fixed fields of a resource. If it is the declared one, AWS need not
//!   report the fields.
//! - AWS does not report references. Among resources that are only found by their tags, each is assumed to depend on all
//!   resources of a kind that its own kind depends on in the declaration: then the deletions have a safe order.
//! - AWS does not report `on_destroy`, so a resource with data that is not declared as found is retained.

mod kind_dependencies;

use super::error::StepError;
use super::rate_limiter::{CallClass, RateLimiter};
use super::refresh::{AT_ONCE, read_found};
use crate::blueprint::{CRON, EDGE_REGION, Graph, SCHEMA};
use crate::clock::Clock;
use crate::journal::{Entry, Journal, Phase, Upgrade};
use crate::kinds::KINDS;
use crate::kinds::cloudfront::Distribution;
use crate::kinds::ecs::Service;
use crate::kinds::rds::DbClusterInstance;
use crate::provider::{ApiError, ApiErrorKind, Live, Owned, Provider, Reference, Scope, State};
use crate::resource::{Kind as _, KindInfo, Retention, resolve};
use crate::retry::EC2_CREATION_LAG;
use crate::spec::Desired;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use kind_dependencies::KindDependencies;
use moodle_stack_model::facts::regions::Partition;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The address or the kind that could not be read, and why.
type Unread = (String, StepError);

/// What a recovery found.
#[derive(Debug, Default)]
pub struct Recovered {
    /// The number of resources in the journal.
    pub count: usize,
    /// What could not be looked for.
    pub unlisted: Vec<Unlisted>,
}

/// Kinds that the credentials do not allow to list in a region, and of which the declaration has nothing there.
#[derive(Debug)]
pub struct Unlisted {
    /// The region.
    pub region: String,
    /// AWS's refusal of the first of them.
    pub error: ApiError,
    /// The nouns of the kinds, such as `web ACL`.
    pub nouns: Vec<&'static str>,
}

/// Rebuilds the journal of a stack from the resources on AWS.
///
/// A list that is denied is an error only if the declaration has a resource of that kind in that region. An account may
/// be denied whole regions and services, and can still have what needs none of them.
pub async fn recover<P: Provider>(
    provider: &P,
    clock: &Clock,
    graph: &Graph,
    journal: &mut Journal,
) -> Result<Recovered, Unread> {
    let rate_limiter = &RateLimiter::new(*clock);
    // A corrupt journal was written a moment ago: AWS may not list yet what that run has created.
    clock.sleep(journal.age.left_of(EC2_CREATION_LAG)).await;
    find_declared(provider, rate_limiter, graph, journal).await?;
    let unlisted = loop {
        let (is_new, unlisted) = list_owned(provider, rate_limiter, graph, journal).await?;
        if !is_new {
            break unlisted;
        }
    };
    link(graph, journal);
    Ok(Recovered {
        count: journal.entries().count(),
        unlisted,
    })
}

/// Finds declared resources by their names and tags.
async fn find_declared<P: Provider>(
    provider: &P,
    rate_limiter: &RateLimiter,
    graph: &Graph,
    journal: &mut Journal,
) -> Result<(), Unread> {
    let mut waiting: Vec<&String> = graph.resources.keys().collect();
    loop {
        let known = &*journal;
        let round = stream::iter(&waiting).map(|address| async move {
            let desired = &graph.resources[*address];
            let Some(fields) = resolve(&desired.fields, &|address, output| known.output(address, output)) else {
                return Ok(None);
            };
            let entry = Entry::intend(address, desired, fields, "", (*address).clone());
            let found = find(provider, rate_limiter, known, entry).await;
            found
                .map(Some)
                .map_err(|error| ((*address).clone(), StepError::Api(error)))
        });
        let answers: Vec<Option<Option<(Entry, Live)>>> = round.buffered(AT_ONCE).try_collect().await?;
        let before = waiting.len();
        let mut left = Vec::new();
        for (address, answer) in waiting.into_iter().zip(answers) {
            match answer {
                None => left.push(address),
                Some(None) => {}
                Some(Some((entry, live))) => record_declared(journal, entry, live),
            }
        }
        if left.is_empty() || left.len() == before {
            return Ok(());
        }
        waiting = left;
    }
}

async fn find<P: Provider>(
    provider: &P,
    rate_limiter: &RateLimiter,
    journal: &Journal,
    mut entry: Entry,
) -> Result<Option<(Entry, Live)>, ApiError> {
    let Some(target) = entry.target(&journal.stack, &journal.account) else {
        return Ok(None);
    };
    let class = CallClass::reads(target.kind.service, &target.region);
    let find = async || provider.find(&target, &entry.fields).await;
    let Some(id) = rate_limiter.ask(&class, find).await? else {
        return Ok(None);
    };
    let live = read_found(provider, rate_limiter, &target, &id, &entry.fields).await?;
    entry.id = Some(id);
    Ok(live.map(|live| (entry, live)))
}

/// Records a declared resource that was found.
fn record_declared(journal: &mut Journal, mut entry: Entry, live: Live) {
    entry.phase = phase(&entry, &live);
    entry.outputs = live.outputs;
    if entry.address == SCHEMA {
        // The declared version may never have been applied.
        for (field, value) in live.fields {
            entry.fields[&field] = value;
        }
    } else if entry.address == CRON && live.fields.get("enabled") == Some(&Value::Bool(false)) {
        // Only an upgrade holds cron, and it opens the site before it lets cron run.
        journal.upgrade = Some(Upgrade {
            maintenance: true,
            ..Upgrade::default()
        });
    }
    journal.resources.insert(entry.address.clone(), entry);
}

/// Returns the phase of a resource that was found. It is unknown whether the fields that its creation could not set
/// were set, and not all of them can be read, so the next deployment sets them all again. Moodle's tables report their
/// own state.
fn phase(entry: &Entry, live: &Live) -> Phase {
    match live.state {
        State::Deleting(_) => Phase::Deleting,
        State::Failed(_) if entry.kind().is_some_and(may_be_in_use) => Phase::Ready,
        _ if entry.address == SCHEMA => Phase::Ready,
        _ => Phase::Configuring,
    }
}

/// Returns whether a resource of a kind that has failed may have been in use before. Without the journal this is
/// unknown, so a resource that holds data or serves the site is finished, and not replaced.
fn may_be_in_use(kind: &KindInfo) -> bool {
    let serving = [
        Service::INFO.name,
        DbClusterInstance::INFO.name,
        Distribution::INFO.name,
    ];
    kind.holds_data || serving.contains(&kind.name)
}

/// Lists the regions to search: the stack's own, the declared ones, and CloudFront's, even if nothing is declared there
/// now. An account of another partition cannot sign in to CloudFront's region.
fn regions(graph: &Graph) -> BTreeSet<&str> {
    let mut regions: BTreeSet<&str> = graph.resources.values().map(|desired| &*desired.region).collect();
    regions.insert(&graph.region);
    if Partition::of(&graph.region) == Partition::of(EDGE_REGION) {
        regions.insert(EDGE_REGION);
    }
    regions
}

/// The resources of a kind in a region, or the reason why they cannot be listed.
type Listed<'a> = (&'static KindInfo, &'a str, Result<Vec<Owned>, ApiError>);

/// Finds everything else that the stack owns. Returns whether there was anything new, and what could not be listed.
async fn list_owned<P: Provider>(
    provider: &P,
    rate_limiter: &RateLimiter,
    graph: &Graph,
    journal: &mut Journal,
) -> Result<(bool, Vec<Unlisted>), Unread> {
    let regions = regions(graph);
    let declared = graph.resources.values();
    let declared: BTreeSet<(&str, &str)> = declared.map(|one| (one.kind.name, &*one.region)).collect();
    let known = references(journal);
    let (stack, account, home) = (&*graph.stack, &*graph.account, &*graph.region);
    let known = &known;
    let scopes = KINDS.iter().flat_map(|kind| {
        regions.iter().map(|region| Scope {
            stack,
            account,
            home,
            region,
            kind,
            known,
        })
    });
    let lists = stream::iter(scopes).map(|scope| async move {
        let list = async || provider.list(&scope).await;
        let class = CallClass::reads(scope.kind.service, scope.region);
        (scope.kind, scope.region, rate_limiter.ask(&class, list).await)
    });
    let lists: Vec<Listed<'_>> = lists.buffered(AT_ONCE).collect().await;
    let (mut is_new, mut unlisted) = (false, Vec::new());
    for (kind, region, owned) in lists {
        let owned = match owned {
            Err(error) if error.kind == ApiErrorKind::Denied && !declared.contains(&(kind.name, region)) => {
                note_unlisted(&mut unlisted, kind, region, error);
                continue;
            }
            owned => owned.map_err(|error| (format!("every {} in {region}", kind.noun), StepError::Api(error)))?,
        };
        for owned in owned {
            // The last deployment tagged the resources that it created with its number.
            journal.deployment = journal.deployment.max(owned.deployment.parse().unwrap_or_default());
            is_new |= adopt(provider, rate_limiter, graph, journal, (kind, region), owned).await?;
        }
    }
    Ok((is_new, unlisted))
}

/// Notes a kind that could not be listed, together with the others of its region.
fn note_unlisted(unlisted: &mut Vec<Unlisted>, kind: &'static KindInfo, region: &str, error: ApiError) {
    match unlisted.iter_mut().find(|one| one.region == region) {
        Some(one) => one.nouns.push(kind.noun),
        None => unlisted.push(Unlisted {
            region: region.into(),
            error,
            nouns: vec![kind.noun],
        }),
    }
}

/// Lists the outputs of all known resources.
fn references(journal: &Journal) -> Vec<Reference> {
    let outputs = journal.entries().flat_map(|entry| {
        entry.outputs.values().map(|value| Reference {
            kind: entry.kind.clone(),
            value: value.clone(),
        })
    });
    outputs.collect()
}

/// Adds a resource that the stack owns to the journal, unless the journal has it. Returns whether it was added.
async fn adopt<P: Provider>(
    provider: &P,
    rate_limiter: &RateLimiter,
    graph: &Graph,
    journal: &mut Journal,
    (kind, region): (&'static KindInfo, &str),
    owned: Owned,
) -> Result<bool, Unread> {
    // An emulator may report another ID each time; a unique name identifies a resource as well.
    let is_named = kind.has_unique_names() && !owned.name.is_empty();
    let is_it = |entry: &Entry| {
        entry.kind == kind.name
            && (entry.id.as_ref() == Some(&owned.id)
                || is_named && (&*entry.name, &*entry.region) == (&owned.name, region))
    };
    let mut entries = journal.resources.values_mut().chain(&mut journal.deposed);
    if let Some(entry) = entries.find(|entry| is_it(entry)) {
        entry.deployment = owned.deployment;
        return Ok(false);
    }
    let declared = graph.resources.get(&owned.address);
    let declared = declared.filter(|desired| desired.kind.name == kind.name);
    let mut entry = Entry {
        token: token(kind.name, &owned.id),
        address: owned.address,
        kind: kind.name.into(),
        region: region.into(),
        name: owned.name,
        spec_hash: owned.spec_hash,
        deployment: owned.deployment,
        id: Some(owned.id),
        phase: Phase::Ready,
        fields: kind.filled(owned.fields),
        outputs: BTreeMap::new(),
        depends: BTreeSet::new(),
        key: declared.map(|desired| desired.key.to_owned()).unwrap_or_default(),
    };
    if let Some(desired) = declared.filter(|desired| desired.spec_hash == entry.spec_hash) {
        fill_fixed(journal, desired, &mut entry);
    }
    let Some((target, id)) = entry.target(&journal.stack, &journal.account).zip(entry.id.clone()) else {
        return Ok(false);
    };
    let live = read_found(provider, rate_limiter, &target, &id, &entry.fields).await;
    let live = live.map_err(|error| (entry.address.clone(), StepError::Api(error)))?;
    let Some(live) = live else { return Ok(false) };
    entry.phase = phase(&entry, &live);
    entry.outputs.clone_from(&live.outputs);
    if declared.is_some_and(|desired| desired.spec_hash != entry.spec_hash) {
        // The spec hash differs, so fixed fields differ. Those that AWS does not report count as different.
        for field in kind.replaces {
            entry.fields[*field] = Value::Null;
        }
    }
    if let Value::Object(fields) = &mut entry.fields {
        fields.extend(live.fields);
    }
    if kind.holds_data && entry.retention() == Retention::Unknown {
        // AWS does not report what was declared.
        entry.set_retention(Retention::Retain);
    }
    // If no declared resource was found at its address, it is the current resource there, and will be replaced.
    if (declared.is_some() || !graph.resources.contains_key(&entry.address))
        && !journal.resources.contains_key(&entry.address)
    {
        journal.resources.insert(entry.address.clone(), entry);
    } else {
        journal.deposed.push(entry);
    }
    Ok(true)
}

/// Fills the fixed fields that AWS does not list from the declaration: the spec hash shows that they are the same. A
/// value that is still unknown is null.
fn fill_fixed(journal: &Journal, desired: &Desired, entry: &mut Entry) {
    for field in desired
        .kind
        .replaces
        .iter()
        .filter(|field| !desired.kind.listed.contains(field))
    {
        let declared = resolve(&desired.fields[*field], &|address, output| {
            journal.output(address, output)
        });
        entry.fields[*field] = declared.unwrap_or_default();
    }
}

/// Makes each resource that was found without its references depend on all resources of the kinds that its own kind
/// depends on, so it is deleted before them.
fn link(graph: &Graph, journal: &mut Journal) {
    let kinds = KindDependencies::of(graph);
    let place = |entry: &Entry| (entry.address.clone(), entry.kind.clone());
    let current: Vec<(String, String)> = journal.resources.values().map(place).collect();
    let deposed: Vec<(String, String)> = journal.deposed.iter().map(place).collect();
    let dependencies = |entry: &Entry, others: &[(String, String)]| -> BTreeSet<String> {
        let found = others.iter().filter(|(_, kind)| kinds.has(&entry.kind, kind));
        found.map(|(address, _)| address.clone()).collect()
    };
    let is_found = |entry: &&mut Entry| {
        entry
            .id
            .as_ref()
            .is_some_and(|id| entry.token == token(&entry.kind, id))
    };
    for entry in journal.resources.values_mut().filter(is_found) {
        entry.depends = dependencies(entry, &current);
    }
    for entry in journal.deposed.iter_mut().filter(is_found) {
        entry.depends = dependencies(entry, &current);
        entry.depends.extend(dependencies(entry, &deposed));
    }
}

/// Returns a token for a resource that was only found by its tags. A resource that is found twice gets the same token.
fn token(kind: &str, id: &str) -> String {
    format!("{kind}/{id}")
}

#[cfg(test)]
mod tests;
