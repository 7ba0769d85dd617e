//! `network`: the VPC, its subnets and their ways out.

use super::graph_builder::GraphBuilder;
use super::subnets::divide;
use crate::kinds::ec2::{ElasticIp, InternetGateway, NatGateway, RouteTable, Subnet, Vpc, VpcEndpoint};
use crate::resource::id::{NatGatewayId, RouteTableId, SubnetId, VpcId};
use crate::resource::{Handle, Ref};
use moodle_stack_model::Nat;

/// What other parts may refer to.
pub(super) struct Network {
    /// The VPC.
    pub(super) vpc: Ref<VpcId>,
    /// The VPC, now that it has a way out.
    pub(super) open_vpc: Ref<VpcId>,
    /// The public subnets, now that they have a way out.
    pub(super) public: Vec<Ref<SubnetId>>,
    /// The private subnets, for what needs no way out, as a database, and need not wait for one.
    pub(super) private: Vec<Ref<SubnetId>>,
    /// The private subnets, now that they have a way out.
    pub(super) routed: Vec<Ref<SubnetId>>,
    /// What a zone's resources are called by: its letter.
    pub(super) letters: Vec<String>,
}

/// One zone's subnets.
struct Zone {
    letter: String,
    public: Handle<RouteTable>,
    private: Ref<SubnetId>,
}

/// Adds the network.
pub(super) fn network(draft: &mut GraphBuilder) -> Network {
    let declared = draft.site.network;
    let vpc = Vpc {
        cidr: declared.cidr.into(),
    };
    let vpc = draft.add("network.vpc", "network.cidr", &vpc);
    let gateway = draft.add(
        "network.internet-gateway",
        "network",
        &InternetGateway { vpc: vpc.id() },
    );
    let zones = zones(draft, &vpc.id(), &gateway);
    let ways = nat(draft, &zones, &gateway.vpc());

    let mut tables: Vec<Ref<RouteTableId>> = zones.iter().map(|zone| zone.public.id()).collect();
    let mut routed = Vec::new();
    for (zone, way) in zones.iter().zip(ways) {
        let table = RouteTable {
            vpc: vpc.id(),
            subnet: zone.private.clone(),
            internet_gateway: None,
            nat_gateway: Some(way),
        };
        let address = format!("network.routes-private-{}", zone.letter);
        let table = draft.add(&address, "network.nat", &table);
        tables.push(table.id());
        routed.push(table.subnet());
    }
    // It costs nothing, and images and logs reach S3 through it rather than through a NAT gateway.
    let storage = VpcEndpoint {
        vpc: vpc.id(),
        service: "s3".into(),
        interface: false,
        subnets: Vec::new(),
        groups: Vec::new(),
        route_tables: tables,
    };
    draft.add("network.endpoint-s3", "network", &storage);

    Network {
        vpc: vpc.id(),
        open_vpc: gateway.vpc(),
        public: zones.iter().map(|zone| zone.public.subnet()).collect(),
        private: zones.iter().map(|zone| zone.private.clone()).collect(),
        routed,
        letters: zones.into_iter().map(|zone| zone.letter).collect(),
    }
}

/// Adds a public subnet, with its way out, and a private subnet in each zone.
fn zones(draft: &mut GraphBuilder, vpc: &Ref<VpcId>, gateway: &Handle<InternetGateway>) -> Vec<Zone> {
    let declared = draft.site.network;
    let names = declared.zones.as_slice();
    let mut zones = Vec::new();
    for (name, blocks) in names.iter().zip(divide(declared.cidr, names)) {
        let letter = name.strip_prefix(draft.site.region).unwrap_or(name).to_owned();
        let mut subnet = |address: String, cidr: String| {
            let subnet = Subnet {
                vpc: vpc.clone(),
                cidr,
                zone: (*name).into(),
            };
            draft.add(&address, "network.zones", &subnet).id()
        };
        let public = subnet(format!("network.public-{letter}"), blocks.public);
        let private = subnet(format!("network.private-{letter}"), blocks.private);
        let table = RouteTable {
            vpc: vpc.clone(),
            subnet: public,
            internet_gateway: Some(gateway.id()),
            nat_gateway: None,
        };
        let public = draft.add(&format!("network.routes-public-{letter}"), "network.zones", &table);
        zones.push(Zone {
            letter,
            public,
            private,
        });
    }
    zones
}

/// Adds NAT gateways, and returns each zone's.
fn nat(draft: &mut GraphBuilder, zones: &[Zone], open_vpc: &Ref<VpcId>) -> Vec<Ref<NatGatewayId>> {
    match draft.site.network.nat {
        Nat::PerZone => zones.iter().map(|zone| zonal(draft, zone)).collect(),
        Nat::Single => zones
            .first()
            .map(|first| vec![zonal(draft, first); zones.len()])
            .unwrap_or_default(),
        Nat::Regional => {
            // <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html>
            let gateway = NatGateway {
                subnet: None,
                address: None,
                vpc: Some(open_vpc.clone()),
            };
            let gateway = draft.add("network.nat", "network.nat", &gateway);
            vec![gateway.id(); zones.len()]
        }
    }
}

fn zonal(draft: &mut GraphBuilder, zone: &Zone) -> Ref<NatGatewayId> {
    let address = format!("network.address-{}", zone.letter);
    let address = draft.add(&address, "network.nat", &ElasticIp {});
    let gateway = NatGateway {
        subnet: Some(zone.public.subnet()),
        address: Some(address.id()),
        vpc: None,
    };
    draft
        .add(&format!("network.nat-{}", zone.letter), "network.nat", &gateway)
        .id()
}
