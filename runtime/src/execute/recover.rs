//! Rebuilding a lost journal from what AWS has.
//!
//! First by what the declaration would make now: deterministic names, and tags of its places and generations. Then by
//! asking each service for all else that is the stack's: what an earlier declaration has made, and what a replacement was
//! cut off in.

use super::Clock;
use super::StepError;
use super::rate_limiter::RateLimiter;
use super::refresh::AT_ONCE;
use crate::blueprint::{CRON, Desired, EDGE_REGION, Graph, SCHEMA};
use crate::journal::{Entry, Journal, Step, Upgrade};
use crate::kinds::KINDS;
use crate::kinds::cloudfront::Distribution;
use crate::kinds::ecs::Service;
use crate::kinds::rds::DbClusterInstance;
use crate::provider::{ApiError, Live, Owned, Provider, Reference, Scope, State};
use crate::resource::{Kind as _, KindInfo, resolve};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What could not be read: an address or a kind, and why.
type Unread = (String, StepError);

/// Rebuilds the journal of a stack from what AWS has of it. Returns how many resources were found.
pub async fn recover<P: Provider>(
    provider: &P,
    clock: &Clock,
    graph: &Graph,
    journal: &mut Journal,
) -> Result<usize, Unread> {
    let rate_limiter = &RateLimiter::new(*clock);
    declared(provider, rate_limiter, graph, journal).await?;
    // Once more where something was found, since what has no tags is found by what it belongs to.
    while rest(provider, rate_limiter, graph, journal).await? {}
    link(graph, journal);
    Ok(journal.entries().count())
}

/// Finds what the declaration would make now.
async fn declared<P: Provider>(
    provider: &P,
    rate_limiter: &RateLimiter,
    graph: &Graph,
    journal: &mut Journal,
) -> Result<(), Unread> {
    let mut waiting: Vec<&String> = graph.resources.keys().collect();
    // Round by round, since a resource can be looked for once what it refers to is known.
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
                Some(Some((entry, live))) => take_up(journal, entry, live),
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
    let Some(id) = rate_limiter
        .ask(target.kind.service, async || {
            provider.find(&target, &entry.fields).await
        })
        .await?
    else {
        return Ok(None);
    };
    let live = rate_limiter
        .ask(target.kind.service, async || {
            provider.read(&target, &id, &entry.fields).await
        })
        .await?;
    entry.id = Some(id);
    Ok(live.map(|live| (entry, live)))
}

/// Writes down what was found of a declared resource.
fn take_up(journal: &mut Journal, mut entry: Entry, live: Live) {
    entry.step = step(&entry, &live);
    entry.outputs = live.outputs;
    if entry.address == SCHEMA {
        // What is declared may be newer than what was ever applied.
        for (field, value) in live.fields {
            entry.fields[&field] = value;
        }
    } else if entry.address == CRON && live.fields.get("enabled") == Some(&Value::Bool(false)) {
        // Nothing but an upgrade holds it, and opens the site before it lets it go on.
        journal.upgrade = Some(Upgrade {
            maintenance: true,
            ..Upgrade::default()
        });
    }
    journal.resources.insert(entry.address.clone(), entry);
}

/// Tells where a resource is taken up. Nobody knows whether everything that its creation could not set was set, and not
/// all of it can be read, so that the next deployment sets it all again; but the tables of Moodle say themselves what they
/// are.
fn step(entry: &Entry, live: &Live) -> Step {
    match live.state {
        State::Deleting(_) => Step::Deleting,
        State::Failed(_) if entry.kind().is_some_and(may_be_in_use) => Step::Ready,
        _ if entry.address == SCHEMA => Step::Ready,
        _ => Step::Configuring,
    }
}

/// Tells whether what has failed may have been in use before. Once the journal is lost, nobody knows; and what holds data,
/// or serves the site, is worth more than its state, and is set up again rather than replaced.
fn may_be_in_use(kind: &KindInfo) -> bool {
    let serving = [
        Service::INFO.name,
        DbClusterInstance::INFO.name,
        Distribution::INFO.name,
    ];
    kind.holds_data || serving.contains(&kind.name)
}

/// Finds all else that is the stack's; tells whether there was any.
async fn rest<P: Provider>(
    provider: &P,
    rate_limiter: &RateLimiter,
    graph: &Graph,
    journal: &mut Journal,
) -> Result<bool, Unread> {
    let mut regions: BTreeSet<&str> = graph.resources.values().map(|desired| &*desired.region).collect();
    // Also where nothing of it is declared any more.
    regions.extend([&*graph.region, EDGE_REGION]);
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
        let trouble = |error| (format!("every {}", scope.kind.noun), StepError::Api(error));
        let owned = rate_limiter.ask(scope.kind.service, list).await.map_err(trouble)?;
        Ok::<_, Unread>((scope.kind, scope.region, owned))
    });
    let lists: Vec<(&KindInfo, &str, Vec<Owned>)> = lists.buffered(AT_ONCE).try_collect().await?;
    let mut is_new = false;
    for (kind, region, owned) in lists {
        for owned in owned {
            // How often the stack was deployed is known by what the last deployment has made.
            journal.deployment = journal.deployment.max(owned.deployment.parse().unwrap_or_default());
            is_new |= adopt(provider, rate_limiter, graph, journal, (kind, region), owned).await?;
        }
    }
    Ok(is_new)
}

/// Lists what the resources that are known give.
fn references(journal: &Journal) -> Vec<Reference> {
    let outputs = journal.entries().flat_map(|entry| {
        entry.outputs.values().map(|value| Reference {
            kind: entry.kind.clone(),
            value: value.clone(),
        })
    });
    outputs.collect()
}

/// Takes something that is the stack's into the journal, unless it is there; tells whether it was taken.
async fn adopt<P: Provider>(
    provider: &P,
    rate_limiter: &RateLimiter,
    graph: &Graph,
    journal: &mut Journal,
    (kind, region): (&'static KindInfo, &str),
    owned: Owned,
) -> Result<bool, Unread> {
    // An emulator may make up another id at each look; where names are unique, they tell as well.
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
        step: Step::Ready,
        fields: kind.filled(owned.fields),
        outputs: BTreeMap::new(),
        depends: BTreeSet::new(),
        key: declared.map(|desired| desired.key.to_owned()).unwrap_or_default(),
    };
    if let Some(desired) = declared.filter(|desired| desired.spec_hash == entry.spec_hash) {
        take_fixed(journal, desired, &mut entry);
    }
    let Some((target, id)) = entry.target(&journal.stack, &journal.account).zip(entry.id.clone()) else {
        return Ok(false);
    };
    let live = rate_limiter
        .ask(target.kind.service, async || {
            provider.read(&target, &id, &entry.fields).await
        })
        .await;
    let live = live.map_err(|error| (entry.address.clone(), StepError::Api(error)))?;
    let Some(live) = live else { return Ok(false) };
    entry.step = step(&entry, &live);
    entry.outputs.clone_from(&live.outputs);
    if declared.is_some_and(|desired| desired.spec_hash != entry.spec_hash) {
        // What cannot change in place differs, or the generation would not; where AWS does not tell in what, in all.
        for field in kind.replaces {
            entry.fields[*field] = Value::Null;
        }
    }
    if let Value::Object(fields) = &mut entry.fields {
        fields.extend(live.fields);
    }
    if kind.holds_data && entry.fields["on_destroy"] == "" {
        // AWS does not tell what was declared.
        entry.fields["on_destroy"] = "Retain".into();
    }
    // The place is free where nothing of what is declared now was found at it: then it is what is to be replaced.
    if (declared.is_some() || !graph.resources.contains_key(&entry.address))
        && !journal.resources.contains_key(&entry.address)
    {
        journal.resources.insert(entry.address.clone(), entry);
    } else {
        journal.deposed.push(entry);
    }
    Ok(true)
}

/// Takes from the declaration what cannot change in place and AWS does not list: the generation says that it is the same.
/// What is not known yet is null.
fn take_fixed(journal: &Journal, desired: &Desired, entry: &mut Entry) {
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

/// Says of what was found without its references on what it stands: on everything of a kind that its own kind stands on.
/// Then it is deleted before that.
fn link(graph: &Graph, journal: &mut Journal) {
    let ground = Ground::of(graph);
    let place = |entry: &Entry| (entry.address.clone(), entry.kind.clone());
    let standing: Vec<(String, String)> = journal.resources.values().map(place).collect();
    let deposed: Vec<(String, String)> = journal.deposed.iter().map(place).collect();
    let below = |entry: &Entry, others: &[(String, String)]| -> BTreeSet<String> {
        let below = others.iter().filter(|(_, kind)| ground.is_below(kind, &entry.kind));
        below.map(|(address, _)| address.clone()).collect()
    };
    let is_found = |entry: &&mut Entry| {
        entry
            .id
            .as_ref()
            .is_some_and(|id| entry.token == token(&entry.kind, id))
    };
    for entry in journal.resources.values_mut().filter(is_found) {
        entry.depends = below(entry, &standing);
    }
    for entry in journal.deposed.iter_mut().filter(is_found) {
        entry.depends = below(entry, &standing);
        entry.depends.extend(below(entry, &deposed));
    }
}

/// Tells what was found apart from all else in the journal; what is found twice is written down once.
fn token(kind: &str, id: &str) -> String {
    format!("{kind}/{id}")
}

/// Which kinds stand on which, as the declaration has it.
struct Ground<'g> {
    below: BTreeMap<&'g str, BTreeSet<&'g str>>,
}

impl<'g> Ground<'g> {
    fn of(graph: &'g Graph) -> Self {
        let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for desired in graph.resources.values() {
            let grounds = desired
                .depends
                .iter()
                .filter_map(|address| graph.resources.get(address));
            below
                .entry(desired.kind.name)
                .or_default()
                .extend(grounds.map(|ground| ground.kind.name));
        }
        // What stands on something stands on all that it stands on.
        loop {
            let wider: BTreeMap<&str, BTreeSet<&str>> = below
                .iter()
                .map(|(kind, grounds)| {
                    let further = grounds.iter().filter_map(|ground| below.get(ground)).flatten();
                    (*kind, grounds.iter().chain(further).copied().collect())
                })
                .collect();
            if wider == below {
                return Self { below };
            }
            below = wider;
        }
    }

    /// Tells whether one kind stands on another, and not the other way round as well: then there would be no order.
    fn is_below(&self, ground: &str, kind: &str) -> bool {
        let stands_on = |kind: &str, ground: &str| self.below.get(kind).is_some_and(|below| below.contains(ground));
        stands_on(kind, ground) && !stands_on(ground, kind)
    }
}

#[cfg(test)]
mod tests;
