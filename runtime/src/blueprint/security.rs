//! Who may talk to whom: a security group to a tier, each open only to the tier before it.

use super::email::SUBMISSION;
use super::engine::Engine;
use super::graph_builder::GraphBuilder;
use super::network::Network;
use crate::kinds::ec2::{Peer, SecurityGroup, SecurityGroupRule};
use crate::resource::id::{SecurityGroupId, VpcId};
use crate::resource::{Handle, Ref};

/// The port of Redis and Valkey.
pub(super) const CACHE_PORT: u16 = 6379;
const HTTP: u16 = 80;
const HTTPS: u16 = 443;
const NFS: u16 = 2049;
const ANYWHERE: &str = "0.0.0.0/0";

/// The addresses that CloudFront calls origins from:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html>.
///
/// The list counts as 55 of the 60 rules that a group can have, so it is there once, for HTTPS:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html>.
const CLOUDFRONT: &str = "com.amazonaws.global.cloudfront.origin-facing";

/// The groups, each through all of its rules.
pub(super) struct Groups {
    /// The load balancer's.
    pub(super) load_balancer: Ref<SecurityGroupId>,
    /// Moodle's.
    pub(super) tasks: Ref<SecurityGroupId>,
    /// The database's.
    pub(super) database: Ref<SecurityGroupId>,
    /// The cache's.
    pub(super) cache: Ref<SecurityGroupId>,
    /// The mount targets'.
    pub(super) files: Ref<SecurityGroupId>,
    /// The interface endpoints', where there are any.
    pub(super) endpoints: Option<Ref<SecurityGroupId>>,
}

/// One tier: its group, and the group through each of its rules.
struct Tier {
    name: &'static str,
    key: &'static str,
    group: Handle<SecurityGroup>,
    through: Vec<Ref<SecurityGroupId>>,
}

/// Adds the groups, then their rules, which refer to one another.
pub(super) fn security(draft: &mut GraphBuilder, network: &Network) -> Groups {
    let vpc = &network.vpc;
    // CloudFront reaches a private load balancer only in a VPC that has an internet gateway:
    // <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html>.
    let mut front = Tier::new(draft, "alb", "load_balancer", &network.open_vpc, "The load balancer");
    let mut tasks = Tier::new(draft, "tasks", "compute", vpc, "Moodle");
    let mut database = Tier::new(draft, "database", "database", vpc, "The database");
    let mut cache = Tier::new(draft, "cache", "cache", vpc, "The cache");
    let mut files = Tier::new(draft, "files", "files", vpc, "The mount targets of the file system");
    let endpoints = draft.site.network.endpoints;
    let mut endpoints =
        endpoints.then(|| Tier::new(draft, "endpoints", "network.endpoints", vpc, "The interface endpoints"));

    if draft.site.edge.is_some() {
        let cloudfront = Peer::PrefixList(CLOUDFRONT.into());
        front.ingress(draft, "cloudfront", HTTPS, cloudfront, "HTTPS from CloudFront");
    } else {
        let anyone = || Peer::Cidr(ANYWHERE.into());
        front.ingress(
            draft,
            "anyone-http",
            HTTP,
            anyone(),
            "HTTP from anyone, to be redirected",
        );
        front.ingress(draft, "anyone-https", HTTPS, anyone(), "HTTPS from anyone");
    }
    // The rules refuse a port beyond the range.
    let port = u16::try_from(draft.site.moodle.port).unwrap_or_default();
    front.opens(draft, &mut tasks, port, "Requests");
    tasks.opens(draft, &mut database, Engine::of(&draft.site.database).port, "Queries");
    tasks.opens(draft, &mut cache, CACHE_PORT, "Sessions and caches");
    tasks.opens(draft, &mut files, NFS, "Files");
    if let Some(endpoints) = &mut endpoints {
        let peer = Peer::Group(tasks.group.id());
        endpoints.ingress(draft, "tasks", HTTPS, peer, "Calls of AWS from Moodle");
    }
    let anywhere = || Peer::Cidr(ANYWHERE.into());
    tasks.egress(draft, "https", HTTPS, anywhere(), "HTTPS, to AWS and to the web");
    tasks.egress(draft, "mail", SUBMISSION, anywhere(), "Mail, to a submission server");

    Groups {
        load_balancer: front.usable(),
        tasks: tasks.usable(),
        database: database.usable(),
        cache: cache.usable(),
        files: files.usable(),
        endpoints: endpoints.map(Tier::usable),
    }
}

impl Tier {
    fn new(draft: &mut GraphBuilder, name: &'static str, key: &'static str, vpc: &Ref<VpcId>, what: &str) -> Self {
        let group = SecurityGroup {
            vpc: vpc.clone(),
            // It cannot be changed, so that it says nothing that the declaration may.
            description: format!("{what} of a Moodle site"),
        };
        Self {
            name,
            key,
            group: draft.add(&format!("security.{name}"), key, &group),
            through: Vec::new(),
        }
    }

    /// Lets this tier reach the next one, on both sides.
    fn opens(&mut self, draft: &mut GraphBuilder, next: &mut Self, port: u16, what: &str) {
        let (here, there) = (Peer::Group(self.group.id()), Peer::Group(next.group.id()));
        self.egress(draft, next.name, port, there, &format!("{what}, to {}", next.name));
        next.ingress(draft, self.name, port, here, &format!("{what}, from {}", self.name));
    }

    fn ingress(&mut self, draft: &mut GraphBuilder, from: &str, port: u16, peer: Peer, description: &str) {
        let address = format!("security.{}-from-{from}", self.name);
        self.rule(draft, &address, true, port, peer, description);
    }

    fn egress(&mut self, draft: &mut GraphBuilder, to: &str, port: u16, peer: Peer, description: &str) {
        let address = format!("security.{}-to-{to}", self.name);
        self.rule(draft, &address, false, port, peer, description);
    }

    fn rule(
        &mut self,
        draft: &mut GraphBuilder,
        address: &str,
        ingress: bool,
        port: u16,
        peer: Peer,
        description: &str,
    ) {
        let rule = SecurityGroupRule {
            group: self.group.id(),
            ingress,
            protocol: "tcp".into(),
            from_port: port.into(),
            to_port: port.into(),
            peer,
            description: description.into(),
        };
        self.through.push(draft.add(address, self.key, &rule).group());
    }

    /// Returns the group, now that all of its rules are there.
    fn usable(self) -> Ref<SecurityGroupId> {
        Ref::agreed(self.through)
    }
}
