//! `network`: the VPC, its subnets and their routes to the internet.

use super::graph_builder::GraphBuilder;
use super::subnets::divide;
use crate::kinds::ec2::{ElasticIp, InternetGateway, NatGateway, RouteTable, Subnet, Vpc, VpcEndpoint};
use crate::resource::id::{NatGatewayId, RouteTableId, SubnetId, VpcId};
use crate::resource::{Handle, Ref};
use moodle_stack_model::Nat;

/// The resources that other parts refer to.
pub(super) struct Network {
    pub(super) vpc: Ref<VpcId>,
    /// The VPC, by a reference that waits for its internet gateway.
    pub(super) vpc_with_gateway: Ref<VpcId>,
    /// The public subnets, by references that wait for their route to the internet.
    pub(super) public: Vec<Ref<SubnetId>>,
    /// The private subnets, for resources that need no route to the internet, such as a database: they do not wait for
    /// one.
    pub(super) private: Vec<Ref<SubnetId>>,
    /// The private subnets, by references that wait for their route to the internet.
    pub(super) private_with_egress: Vec<Ref<SubnetId>>,
    /// The letters of the zones, which the names of their resources end in.
    pub(super) letters: Vec<String>,
}

/// One zone's subnets.
struct Zone {
    letter: String,
    public: Handle<RouteTable>,
    private: Ref<SubnetId>,
}

pub(super) fn network(graph: &mut GraphBuilder) -> Network {
    let declared = graph.architecture.network;
    let vpc = Vpc {
        cidr: declared.cidr.into(),
    };
    let vpc = graph.add("network.vpc", "network.cidr", &vpc);
    let gateway = graph.add(
        "network.internet-gateway",
        "network",
        &InternetGateway { vpc: vpc.id() },
    );
    let zones = zones(graph, &vpc.id(), &gateway);
    let nat_gateways = nat_gateways(graph, &zones, &gateway.vpc());

    let mut tables: Vec<Ref<RouteTableId>> = zones.iter().map(|zone| zone.public.id()).collect();
    let mut private_with_egress = Vec::new();
    for (zone, nat_gateway) in zones.iter().zip(nat_gateways) {
        let table = RouteTable {
            vpc: vpc.id(),
            subnet: zone.private.clone(),
            internet_gateway: None,
            nat_gateway: Some(nat_gateway),
        };
        let address = format!("network.routes-private-{}", zone.letter);
        let table = graph.add(&address, "network.nat", &table);
        tables.push(table.id());
        private_with_egress.push(table.subnet());
    }
    // It is free, and images and logs reach S3 through it rather than through a NAT gateway.
    let storage = VpcEndpoint {
        vpc: vpc.id(),
        service: "s3".into(),
        interface: false,
        subnets: Vec::new(),
        groups: Vec::new(),
        route_tables: tables,
    };
    graph.add("network.endpoint-s3", "network", &storage);

    Network {
        vpc: vpc.id(),
        vpc_with_gateway: gateway.vpc(),
        public: zones.iter().map(|zone| zone.public.subnet()).collect(),
        private: zones.iter().map(|zone| zone.private.clone()).collect(),
        private_with_egress,
        letters: zones.into_iter().map(|zone| zone.letter).collect(),
    }
}

/// Adds a public subnet with its route to the internet, and a private subnet, in each zone.
fn zones(graph: &mut GraphBuilder, vpc: &Ref<VpcId>, gateway: &Handle<InternetGateway>) -> Vec<Zone> {
    let declared = graph.architecture.network;
    let names = declared.zones.as_slice();
    let mut zones = Vec::new();
    for (name, blocks) in names.iter().zip(divide(declared.cidr, names)) {
        let letter = name.strip_prefix(graph.architecture.region).unwrap_or(name).to_owned();
        let mut subnet = |address: String, cidr: String| {
            let subnet = Subnet {
                vpc: vpc.clone(),
                cidr,
                zone: (*name).into(),
            };
            graph.add(&address, "network.zones", &subnet).id()
        };
        let public = subnet(format!("network.public-{letter}"), blocks.public);
        let private = subnet(format!("network.private-{letter}"), blocks.private);
        let table = RouteTable {
            vpc: vpc.clone(),
            subnet: public,
            internet_gateway: Some(gateway.id()),
            nat_gateway: None,
        };
        let public = graph.add(&format!("network.routes-public-{letter}"), "network.zones", &table);
        zones.push(Zone {
            letter,
            public,
            private,
        });
    }
    zones
}

/// Adds the NAT gateways, and returns the one of each zone.
fn nat_gateways(graph: &mut GraphBuilder, zones: &[Zone], vpc_with_gateway: &Ref<VpcId>) -> Vec<Ref<NatGatewayId>> {
    match graph.architecture.network.nat {
        Nat::PerZone => zones.iter().map(|zone| zonal_nat_gateway(graph, zone)).collect(),
        Nat::Single => zones
            .first()
            .map(|first| vec![zonal_nat_gateway(graph, first); zones.len()])
            .unwrap_or_default(),
        Nat::Regional => {
            // <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html>
            let gateway = NatGateway {
                subnet: None,
                address: None,
                vpc: Some(vpc_with_gateway.clone()),
            };
            let gateway = graph.add("network.nat", "network.nat", &gateway);
            vec![gateway.id(); zones.len()]
        }
    }
}

fn zonal_nat_gateway(graph: &mut GraphBuilder, zone: &Zone) -> Ref<NatGatewayId> {
    let address = format!("network.address-{}", zone.letter);
    let address = graph.add(&address, "network.nat", &ElasticIp {});
    let gateway = NatGateway {
        subnet: Some(zone.public.subnet()),
        address: Some(address.id()),
        vpc: None,
    };
    graph
        .add(&format!("network.nat-{}", zone.letter), "network.nat", &gateway)
        .id()
}
