//! The security groups: one for each tier, open only to the tier before it.

use super::email::SUBMISSION;
use super::engine::Engine;
use super::graph_builder::GraphBuilder;
use super::network::Network;
use crate::kinds::ec2::{Peer, SecurityGroup, SecurityGroupRule};
use crate::resource::id::{SecurityGroupId, VpcId};
use crate::resource::{Handle, Ref};
use moodle_stack_model::Cache;

/// The port of Redis and Valkey.
pub(super) const CACHE_PORT: u16 = 6379;
/// The port on which a serverless cache answers reads, on the same host. AWS's own example opens both ports:
/// <https://docs.aws.amazon.com/code-library/latest/ug/ec2_example_ec2_GettingStarted_065_section.html>.
const CACHE_READ_PORT: u16 = 6380;
const HTTP: u16 = 80;
const HTTPS: u16 = 443;
const NFS: u16 = 2049;
const ANYWHERE: &str = "0.0.0.0/0";

/// The addresses from which CloudFront calls origins:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html>.
///
/// The list counts as 55 of the 60 rules that a group can have, so only the rule for HTTPS uses it:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html>.
const CLOUDFRONT: &str = "com.amazonaws.global.cloudfront.origin-facing";

/// The security groups. A reference to a group waits for all of its rules.
pub(super) struct SecurityGroups {
    pub(super) load_balancer: Ref<SecurityGroupId>,
    pub(super) tasks: Ref<SecurityGroupId>,
    pub(super) database: Ref<SecurityGroupId>,
    pub(super) cache: Ref<SecurityGroupId>,
    /// The group of the mount targets.
    pub(super) files: Ref<SecurityGroupId>,
    /// The group of the interface endpoints, if there are any.
    pub(super) endpoints: Option<Ref<SecurityGroupId>>,
}

/// One tier: its security group, and a reference to that group through each of its rules.
struct Tier {
    name: &'static str,
    key: &'static str,
    group: Handle<SecurityGroup>,
    via_rules: Vec<Ref<SecurityGroupId>>,
}

/// Adds the groups, then their rules, which refer to one another.
pub(super) fn security(graph: &mut GraphBuilder, network: &Network) -> SecurityGroups {
    let vpc = &network.vpc;
    // CloudFront reaches a private load balancer only in a VPC that has an internet gateway:
    // <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html>.
    let mut alb = Tier::new(
        graph,
        "alb",
        "load_balancer",
        &network.vpc_with_gateway,
        "The load balancer",
    );
    let mut tasks = Tier::new(graph, "tasks", "compute", vpc, "Moodle");
    let mut database = Tier::new(graph, "database", "database", vpc, "The database");
    let mut cache = Tier::new(graph, "cache", "cache", vpc, "The cache");
    let mut files = Tier::new(graph, "files", "files", vpc, "The mount targets of the file system");
    let endpoints = graph.architecture.network.endpoints;
    let mut endpoints =
        endpoints.then(|| Tier::new(graph, "endpoints", "network.endpoints", vpc, "The interface endpoints"));

    if graph.architecture.edge.is_some() {
        let cloudfront = Peer::PrefixList(CLOUDFRONT.into());
        alb.ingress(graph, "cloudfront", HTTPS, cloudfront, "HTTPS from CloudFront");
    } else {
        let anyone = || Peer::Cidr(ANYWHERE.into());
        alb.ingress(
            graph,
            "anyone-http",
            HTTP,
            anyone(),
            "HTTP from anyone, to be redirected",
        );
        alb.ingress(graph, "anyone-https", HTTPS, anyone(), "HTTPS from anyone");
    }
    // The rules reject a port out of range.
    let port = u16::try_from(graph.architecture.moodle.port).unwrap_or_default();
    alb.connects_to(graph, &mut tasks, port, "Requests");
    tasks.connects_to(
        graph,
        &mut database,
        Engine::of(&graph.architecture.database).port,
        "Queries",
    );
    tasks.connects_to(graph, &mut cache, CACHE_PORT, "Sessions and caches");
    if let Cache::ServerlessRedis(_) | Cache::ServerlessValkey(_) = graph.architecture.cache {
        let (here, there) = (Peer::Group(tasks.group.id()), Peer::Group(cache.group.id()));
        tasks.egress(graph, "cache-reads", CACHE_READ_PORT, there, "Reads, to cache");
        cache.ingress(graph, "tasks-reads", CACHE_READ_PORT, here, "Reads, from tasks");
    }
    tasks.connects_to(graph, &mut files, NFS, "Files");
    if let Some(endpoints) = &mut endpoints {
        let peer = Peer::Group(tasks.group.id());
        endpoints.ingress(graph, "tasks", HTTPS, peer, "Calls of AWS from Moodle");
    }
    let anywhere = || Peer::Cidr(ANYWHERE.into());
    tasks.egress(graph, "https", HTTPS, anywhere(), "HTTPS, to AWS and to the web");
    tasks.egress(graph, "mail", SUBMISSION, anywhere(), "Mail, to a submission server");

    SecurityGroups {
        load_balancer: alb.with_rules(),
        tasks: tasks.with_rules(),
        database: database.with_rules(),
        cache: cache.with_rules(),
        files: files.with_rules(),
        endpoints: endpoints.map(Tier::with_rules),
    }
}

impl Tier {
    fn new(graph: &mut GraphBuilder, name: &'static str, key: &'static str, vpc: &Ref<VpcId>, what: &str) -> Self {
        let group = SecurityGroup {
            vpc: vpc.clone(),
            // It cannot be changed in place, so it has nothing from the declaration in it.
            description: format!("{what} of a Moodle site"),
        };
        Self {
            name,
            key,
            group: graph.add(&format!("security.{name}"), key, &group),
            via_rules: Vec::new(),
        }
    }

    /// Adds the egress rule of this tier and the ingress rule of the next one.
    fn connects_to(&mut self, graph: &mut GraphBuilder, next: &mut Self, port: u16, what: &str) {
        let (here, there) = (Peer::Group(self.group.id()), Peer::Group(next.group.id()));
        self.egress(graph, next.name, port, there, &format!("{what}, to {}", next.name));
        next.ingress(graph, self.name, port, here, &format!("{what}, from {}", self.name));
    }

    fn ingress(&mut self, graph: &mut GraphBuilder, from: &str, port: u16, peer: Peer, description: &str) {
        let address = format!("security.{}-from-{from}", self.name);
        self.rule(graph, &address, true, port, peer, description);
    }

    fn egress(&mut self, graph: &mut GraphBuilder, to: &str, port: u16, peer: Peer, description: &str) {
        let address = format!("security.{}-to-{to}", self.name);
        self.rule(graph, &address, false, port, peer, description);
    }

    fn rule(
        &mut self,
        graph: &mut GraphBuilder,
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
        self.via_rules.push(graph.add(address, self.key, &rule).group());
    }

    /// Returns a reference to the group that waits for all of its rules.
    fn with_rules(self) -> Ref<SecurityGroupId> {
        Ref::agreed(self.via_rules)
    }
}
