//! Asking AWS what there is: of what the journal knows, and, where it is lost, of what the declaration would make.

use super::{Clock, Trouble};
use crate::blueprint::{CRON, Graph, SCHEMA};
use crate::journal::{Entry, Journal, Step, Upgrade};
use crate::plan::Seen;
use crate::provider::{Fault, Live, Provider, State, Target};
use crate::resource::cloudfront::Distribution;
use crate::resource::ecs::Service;
use crate::resource::rds::DbClusterInstance;
use crate::resource::{Kind as _, KindInfo, resolve};
use backon::{BackoffBuilder as _, ExponentialBuilder};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::Value;
use std::time::Duration;

/// How many resources are asked for at once.
const AT_ONCE: usize = 8;

/// Reads every resource that the journal knows the id of.
pub async fn survey<P: Provider>(provider: &P, clock: &Clock, journal: &Journal) -> Result<Seen, (String, Trouble)> {
    let known = journal.resources.values().filter_map(|entry| {
        Some((
            entry,
            entry.target(&journal.stack, &journal.account)?,
            entry.id.as_ref()?,
        ))
    });
    stream::iter(known)
        .map(|(entry, target, id)| async move {
            let read = async || provider.read(&target, id, &entry.fields).await;
            match again(clock, read).await {
                Ok(live) => Ok((entry.address.clone(), live)),
                Err(fault) => Err((entry.address.clone(), Trouble::Fault(fault))),
            }
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await
}

/// Rebuilds the journal of a stack from what AWS has of what the declaration would make: by deterministic names and tags.
/// Returns how many resources were found.
pub async fn recover<P: Provider>(
    provider: &P,
    clock: &Clock,
    graph: &Graph,
    journal: &mut Journal,
) -> Result<usize, (String, Trouble)> {
    let mut waiting: Vec<&String> = graph.resources.keys().collect();
    let mut found = 0;
    // Round by round, since a resource can be looked for once what it refers to is known.
    loop {
        let before = waiting.len();
        let mut left = Vec::new();
        for address in waiting {
            let desired = &graph.resources[address];
            let known = |address: &str, output: &str| journal.output(address, output);
            let Some(fields) = resolve(&desired.fields, &known) else {
                left.push(address);
                continue;
            };
            let mut entry = Entry::intend(address, desired, fields, "", address.clone());
            let Some(target) = entry.target(&journal.stack, &journal.account) else {
                continue;
            };
            match find(provider, clock, &target, &entry).await {
                Ok(None) => {}
                Ok(Some((id, live))) => {
                    found += 1;
                    entry.id = Some(id);
                    entry.step = match live.state {
                        State::Ready => Step::Ready,
                        State::Failed(_) if may_be_in_use(desired.kind) => Step::Ready,
                        // What is still under way is taken up where it is.
                        _ => Step::Configuring,
                    };
                    entry.outputs = live.outputs;
                    if *address == SCHEMA {
                        // What is declared may be newer than what was ever applied.
                        for (field, value) in live.fields {
                            entry.fields[&field] = value;
                        }
                    } else if *address == CRON && live.fields.get("enabled") == Some(&Value::Bool(false)) {
                        // Nothing but an upgrade holds it, and opens the site before it lets it go on.
                        journal.upgrade = Some(Upgrade {
                            maintenance: true,
                            ..Upgrade::default()
                        });
                    }
                    journal.resources.insert(address.clone(), entry);
                }
                Err(fault) => return Err((address.clone(), Trouble::Fault(fault))),
            }
        }
        if left.is_empty() || left.len() == before {
            return Ok(found);
        }
        waiting = left;
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

async fn find<P: Provider>(
    provider: &P,
    clock: &Clock,
    target: &Target,
    entry: &Entry,
) -> Result<Option<(String, Live)>, Fault> {
    let Some(id) = again(clock, async || provider.find(target, &entry.fields).await).await? else {
        return Ok(None);
    };
    let live = again(clock, async || provider.read(target, &id, &entry.fields).await).await?;
    Ok(live.map(|live| (id, live)))
}

/// Repeats a question that AWS did not take, a few times.
pub(crate) async fn again<T>(clock: &Clock, mut call: impl AsyncFnMut() -> Result<T, Fault>) -> Result<T, Fault> {
    let mut pauses = ExponentialBuilder::new()
        .with_min_delay(Duration::from_secs(1))
        .with_max_times(5)
        .build();
    loop {
        match call().await {
            Err(fault) if fault.kind.passes() => match pauses.next() {
                Some(pause) => clock.sleep(pause).await,
                None => return Err(fault),
            },
            result => return result,
        }
    }
}
