//! What happens to one resource, and in which order, on the smallest graphs and journals that show it.

mod decide;
mod order;
mod reuse;

use super::{Action, ObservedState, Plan, deployment};
use crate::blueprint::{Graph, ResourceMeta};
use crate::journal::{Entry, Journal};
use crate::kinds::ec2::{Subnet, Vpc};
use crate::kinds::ecs::TaskDefinition;
use crate::kinds::efs::FileSystem;
use crate::kinds::rds::DbSubnetGroup;
use crate::provider::{Live, State};
use crate::resource::{Kind, Retention, resolve};
use serde_json::{Value, json};

const VPC: &str = "network.vpc";
const SUBNET: &str = "network.private-a";
const GROUP: &str = "database.subnets";
const FILES: &str = "files.file-system";
const TASK: &str = "compute.task-web";

/// A ready entry at an address.
pub(super) fn entry(address: &str) -> Entry {
    let value = json!({
        "address": address, "kind": "AWS::EC2::VPC", "region": "eu-west-1", "name": address, "generation": "1",
        "deployment": "1", "token": address, "id": format!("{address}-id"), "step": "ready", "fields": {}, "outputs": {},
        "depends": [], "key": "network",
    });
    serde_json::from_value(value).unwrap()
}

/// A journal of entries.
pub(super) fn journal(entries: impl IntoIterator<Item = Entry>) -> Journal {
    let mut journal = Journal::new("campus", "111122223333");
    journal.resources = entries
        .into_iter()
        .map(|entry| (entry.address.clone(), entry))
        .collect();
    journal
}

/// The declaration of a small stack.
#[derive(Clone, Copy)]
struct Declared {
    region: &'static str,
    /// The VPC's range, which cannot be changed in place.
    vpc: &'static str,
    /// The subnet's range, which must be free before another subnet gets it.
    subnet: &'static str,
    /// A field of the file system that can be changed in place.
    throughput: &'static str,
    /// What happens to the file system when the stack is destroyed.
    on_destroy: Retention,
    /// Whether a subnet group is declared on the subnet.
    group: bool,
}

const DECLARED: Declared = Declared {
    region: "eu-west-1",
    vpc: "10.0.0.0/16",
    subnet: "10.0.1.0/24",
    throughput: "elastic",
    on_destroy: Retention::Retain,
    group: true,
};

fn meta(address: &str) -> ResourceMeta<'_> {
    ResourceMeta {
        address,
        name: address.replace('.', "-"),
        key: "network",
    }
}

/// A resource of a kind with blank fields.
fn blank<K: Kind>() -> K {
    serde_json::from_value((K::INFO.blank)()).unwrap()
}

impl Declared {
    /// A VPC, a subnet in it, a subnet group on that, a file system, and a document that names the subnet group.
    fn graph(self) -> Graph {
        let mut graph = Graph::new("campus", "111122223333", self.region);
        let vpc = graph.add(meta(VPC), &Vpc { cidr: self.vpc.into() });
        let subnet = Subnet {
            vpc: vpc.id(),
            cidr: self.subnet.into(),
            zone: format!("{}a", self.region),
        };
        let subnet = graph.add(meta(SUBNET), &subnet);
        let mut task: TaskDefinition = blank();
        if self.group {
            let group = DbSubnetGroup {
                vpc: vpc.id(),
                description: "of databases".into(),
                subnets: vec![subnet.id()],
            };
            let group = graph.add(meta(GROUP), &group);
            task.environment
                .insert("GROUP".into(), crate::resource::Joined::text("").then(&group.name()));
        }
        let files = FileSystem {
            throughput: self.throughput.into(),
            on_destroy: self.on_destroy,
            ..blank()
        };
        graph.add(meta(FILES), &files);
        graph.add(meta(TASK), &task);
        graph
    }

    /// The journal after a successful deployment.
    fn deployed(self) -> Journal {
        applied(&self.graph(), &[VPC, SUBNET, GROUP, FILES, TASK])
    }
}

/// The journal after a successful deployment of a graph; the addresses are in the order of their references.
fn applied(graph: &Graph, addresses: &[&str]) -> Journal {
    let mut journal = Journal::new("campus", "111122223333");
    for address in addresses {
        let Some(desired) = graph.resources.get(*address) else {
            continue;
        };
        let fields = resolve(&desired.fields, &|address, output| journal.output(address, output)).unwrap();
        let token = format!("{address}-{}", desired.spec_hash);
        let mut entry = Entry::intend(address, desired, fields, "1", token.clone());
        entry.id = Some(format!("{token}-id"));
        entry.phase = crate::journal::Phase::Ready;
        let value = |output: &str| match entry.fields[output].as_str() {
            Some(passed_on) => passed_on.to_owned(),
            None => format!("{token}-{output}"),
        };
        let outputs = desired.kind.outputs.iter();
        entry.outputs = outputs.map(|output| ((*output).to_owned(), value(output))).collect();
        journal.resources.insert((*address).into(), entry);
    }
    journal
}

/// The observed state if everything is ready and as it was applied.
fn seen(journal: &Journal) -> ObservedState {
    let mut seen = ObservedState::default();
    for entry in journal.entries().filter(|entry| entry.id.is_some()) {
        let live = Live {
            fields: entry.fields.as_object().cloned().unwrap_or_default(),
            outputs: entry.outputs.clone(),
            ..Live::default()
        };
        if journal
            .resources
            .get(&entry.address)
            .is_some_and(|known| known.token == entry.token)
        {
            seen.resources.insert(entry.address.clone(), Some(live));
        } else {
            seen.deposed.insert(entry.token.clone(), Some(live));
        }
    }
    seen
}

/// Changes the observed state of a current resource.
fn live<'s>(seen: &'s mut ObservedState, address: &str) -> &'s mut Live {
    seen.resources.get_mut(address).and_then(Option::as_mut).unwrap()
}

fn is(state: State) -> impl Fn(&mut Live) {
    move |live| live.state = state.clone()
}

/// Plans, and lists the steps in order, such as `delete network.vpc`.
fn steps(declared: Declared, journal: &Journal, seen: &ObservedState) -> Vec<String> {
    listed(&deployment(&declared.graph(), journal, seen))
}

fn listed(plan: &Plan) -> Vec<String> {
    let order = plan.order().unwrap();
    let step = |at: usize| {
        let step = &plan.steps[at];
        format!("{} {}", word(step.action()), step.address)
    };
    order.into_iter().map(step).collect()
}

fn word(action: Action) -> String {
    format!("{action:?}").to_lowercase()
}

/// Returns whether the edges of a plan put one step before another.
fn waits(plan: &Plan, first: &str, second: &str) -> bool {
    let find = |text: &str| {
        let (action, address) = text.split_once(' ').unwrap();
        let is_it = |step: &super::Step| step.address == address && word(step.action()) == action;
        plan.steps
            .iter()
            .position(is_it)
            .unwrap_or_else(|| panic!("{text} is not in {:?}", listed(plan)))
    };
    let (first, second) = (find(first), find(second));
    let mut open = vec![second];
    while let Some(at) = open.pop() {
        if at == first {
            return true;
        }
        open.extend(&plan.steps[at].after);
    }
    false
}

#[test]
fn nothing_is_planned_if_everything_is_as_declared() {
    let journal = DECLARED.deployed();
    assert_eq!(steps(DECLARED, &journal, &seen(&journal)), [""; 0]);
}

#[test]
fn field_that_can_be_changed_in_place_is_updated() {
    let journal = DECLARED.deployed();
    let declared = Declared {
        throughput: "bursting",
        ..DECLARED
    };
    assert_eq!(steps(declared, &journal, &seen(&journal)), [format!("update {FILES}")]);
}

/// Reads a field of the entry at an address.
fn field<'j>(journal: &'j Journal, address: &str, field: &str) -> &'j Value {
    &journal.resources[address].fields[field]
}
