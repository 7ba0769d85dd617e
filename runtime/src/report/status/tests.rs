//! Hand-made journals and answers, written as a status.

use super::{Status, status};
use crate::blueprint::Graph;
use crate::journal::{Entry, Journal, Phase};
use crate::kinds::info;
use crate::plan::ObservedState;
use crate::provider::{Live, State};
use crate::spec::Desired;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const SUBNET: &str = "AWS::EC2::Subnet";
const FILES: &str = "AWS::EFS::FileSystem";

/// The declaration, the journal and the observed state of a stack.
struct Case {
    graph: Graph,
    journal: Journal,
    seen: ObservedState,
}

impl Case {
    fn new() -> Self {
        Self {
            graph: Graph {
                stack: "campus".into(),
                account: "111122223333".into(),
                region: "ap-southeast-1".into(),
                resources: BTreeMap::new(),
                outputs: Vec::new(),
            },
            journal: Journal::new("campus", "111122223333"),
            seen: ObservedState::default(),
        }
    }

    fn declared(mut self, address: &str, kind: &str) -> Self {
        let desired = Desired {
            kind: info(kind).unwrap(),
            region: "ap-southeast-1".into(),
            name: address.into(),
            spec_hash: "1".into(),
            fields: if kind == SUBNET {
                json!({ "zone": "a" })
            } else {
                json!({})
            },
            depends: BTreeSet::new(),
            key: "network",
        };
        self.graph.resources.insert(address.into(), desired);
        self
    }

    fn known(mut self, address: &str, kind: &str, phase: Phase, fields: Value) -> Self {
        let entry = Entry {
            address: address.into(),
            kind: kind.into(),
            region: "ap-southeast-1".into(),
            name: address.into(),
            spec_hash: "1".into(),
            deployment: "1".into(),
            token: address.into(),
            id: Some(format!("id-of-{address}")),
            phase,
            fields,
            outputs: BTreeMap::new(),
            depends: BTreeSet::new(),
            key: "network".into(),
        };
        self.journal.resources.insert(address.into(), entry);
        self
    }

    fn seen(mut self, address: &str, live: impl Into<Option<Live>>) -> Self {
        self.seen.resources.insert(address.into(), live.into());
        self
    }

    /// A subnet that is declared and journaled, with some observed state.
    fn subnet(self, address: &str, phase: Phase, live: impl Into<Option<Live>>) -> Self {
        self.declared(address, SUBNET)
            .known(address, SUBNET, phase, json!({ "zone": "a" }))
            .seen(address, live)
    }

    fn status(&self) -> Status {
        status(&self.graph, &self.journal, &self.seen)
    }

    fn written(&self) -> String {
        let status = self.status();
        let written = format!("{}{}\n{}", status.table(), status.notes(), status.headline());
        anstream::adapter::strip_str(&written).to_string()
    }
}

fn live(state: State) -> Live {
    Live::new(state)
}

#[test]
fn each_status_is_shown() {
    let case = Case::new()
        .subnet("network.a-ready", Phase::Ready, live(State::Ready))
        .subnet("network.b-drifted", Phase::Ready, live(State::Ready).field("zone", "b"))
        .subnet("network.c-missing", Phase::Ready, None)
        .subnet(
            "network.d-failed",
            Phase::Ready,
            live(State::Failed("no capacity\nin zone a".into())),
        )
        .subnet(
            "network.e-pending",
            Phase::Configuring,
            live(State::Pending("creating".into())),
        )
        .subnet("network.f-updated", Phase::Updating, live(State::Ready))
        .declared("network.g-new", SUBNET)
        .declared("network.i-edited", SUBNET)
        .known("network.i-edited", SUBNET, Phase::Ready, json!({ "zone": "c" }))
        .seen("network.i-edited", live(State::Ready).field("zone", "c"))
        .known("network.h-old", SUBNET, Phase::Ready, json!({}))
        .seen("network.h-old", live(State::Ready));
    insta::assert_snapshot!(case.written(), @r#"
    network
      network.a-ready    subnet  ready                                    id-of-network.a-ready
      network.b-drifted  subnet  drifted: zone                            id-of-network.b-drifted
      network.c-missing  subnet  missing                                  id-of-network.c-missing
      network.d-failed   subnet  failed: no capacity                      id-of-network.d-failed
      network.e-pending  subnet  under way: creating                      id-of-network.e-pending
      network.f-updated  subnet  unfinished: its change was not finished  id-of-network.f-updated
      network.g-new      subnet  not deployed
      network.h-old      subnet  no longer declared                       id-of-network.h-old
      network.i-edited   subnet  declared otherwise: zone                 id-of-network.i-edited

    Failed
      network.d-failed
          no capacity
          in zone a

    Changed outside of this program
      network.b-drifted
          zone: "a" → "b"

    Declared otherwise, and not deployed
      network.i-edited
          zone: "c" → "a"

    campus: 1 of 9 resources are ready; 1 missing, 1 failed, 1 drifted, 1 declared otherwise, 1 under way, 1 unfinished, 1 not deployed, 1 no longer declared.
    "#);
}

#[test]
fn recovered_resources_show_what_differs_and_one_common_note() {
    let case = Case::new()
        .subnet("network.a", Phase::Configuring, live(State::Ready).field("zone", "a"))
        .subnet("network.b", Phase::Configuring, live(State::Ready).field("zone", "b"));
    insta::assert_snapshot!(case.written(), @r#"
    network
      network.a  subnet  unfinished        id-of-network.a
      network.b  subnet  unfinished: zone  id-of-network.b

    Not fully configured, or changed since
      network.b
          zone: "b" → "a"

    unfinished: it may not be fully configured; a deployment configures all of it again

    campus: 0 of 2 resources are ready; 2 unfinished.
    "#);
}

#[test]
fn stack_without_problems_is_one_line() {
    let case = Case::new()
        .subnet("network.a", Phase::Ready, live(State::Ready))
        .subnet("network.b", Phase::Ready, live(State::Ready));
    assert_eq!(case.status().headline(), "campus is deployed: 2 resources, all ready.");
    assert!(case.status().is_well());
}

#[test]
fn retained_resources_do_not_make_a_stack_deployed() {
    let kept = json!({ "on_destroy": "Retain" });
    let case = Case::new()
        .declared("network.vpc", "AWS::EC2::VPC")
        .declared("files.file-system", FILES)
        .known("files.file-system", FILES, Phase::Ready, kept)
        .seen("files.file-system", live(State::Ready));
    assert!(case.status().is_nothing());
    assert_eq!(
        case.status().headline(),
        "campus is not deployed. Its retained resources exist: files.file-system."
    );
}

#[test]
fn resource_that_somebody_else_is_deleting_is_named() {
    let going = || live(State::Deleting("deleting".into()));
    let case = Case::new()
        .subnet("network.a", Phase::Ready, going())
        .subnet("network.b", Phase::Deleting, going())
        .declared("files.file-system", FILES)
        .known("files.file-system", FILES, Phase::Ready, json!({}))
        .seen("files.file-system", going());
    insta::assert_snapshot!(case.written(), @r"
    network
      network.a          subnet       being deleted: deleting  id-of-network.a
      network.b          subnet       under way: deleting      id-of-network.b

    files
      files.file-system  file system  being deleted: deleting  id-of-files.file-system

    Being deleted
      network.a
          AWS is deleting it, because somebody outside of this program asked for it; once it is gone, a deployment creates a new one
      files.file-system
          AWS is deleting it, with its data, because somebody outside of this program asked for it; once it is gone, a deployment creates a new one, which starts empty

    campus: 0 of 3 resources are ready; 2 being deleted, 1 under way.
    ");
}
