//! Which records are a stack's: Route 53 gives them no tags, so what they answer tells.

use super::plain;
use crate::aws::listing::{belonging, gather};
use crate::aws::{Listing, fault};
use crate::provider::{Fault, Owned};
use crate::resource::acm::Certificate;
use crate::resource::cloudfront::Distribution;
use crate::resource::elb::LoadBalancer;
use crate::resource::route53::Answer;
use crate::resource::{Kind as _, Ref};
use aws_sdk_route53::Client;
use aws_sdk_route53::types::{HostedZone, ResourceRecordSet, RrType};

/// What the records of a stack name and answer.
pub(super) struct Ours<'a> {
    /// The outputs of its load balancers and distributions, their host names among them.
    hosts: Vec<&'a str>,
    /// The outputs of its certificates, the names and values of the records that prove them among them.
    proofs: Vec<&'a str>,
}

impl<'a> Ours<'a> {
    /// Gathers what the stack's known resources give.
    pub(super) fn of(lx: &Listing<'a>) -> Self {
        let scope = lx.scope;
        let fronts = [&Distribution::INFO, &LoadBalancer::INFO];
        Self {
            hosts: fronts.into_iter().flat_map(|kind| scope.known_of(kind)).collect(),
            proofs: scope.known_of(&Certificate::INFO).collect(),
        }
    }

    /// Tells whether there is nothing that a record could be about.
    pub(super) fn is_empty(&self) -> bool {
        self.hosts.is_empty() && self.proofs.is_empty()
    }

    /// Tells whether a record may be in a zone. A site has one name, which a record that proves its certificate ends in.
    pub(super) fn may_be_in(&self, zone: &HostedZone) -> bool {
        let is_public = !zone.config().is_some_and(|config| config.private_zone);
        let end = format!(".{}", plain(zone.name()));
        is_public && (self.proofs.is_empty() || self.proofs.iter().any(|proof| plain(proof).ends_with(&end)))
    }

    /// Lists a record, where it leads to a host of the stack or proves a certificate of it.
    pub(super) fn record(&self, zone: &str, set: &ResourceRecordSet) -> Option<Owned> {
        // One of several of its name is none that a stack makes.
        if set.set_identifier().is_some() {
            return None;
        }
        let known = |all: &[&'a str], name: &str| all.iter().copied().find(|known| plain(known) == plain(name));
        let (name, answer) = match (set.alias_target(), set.resource_records()) {
            (Some(alias), _) => {
                let host = Ref::known(known(&self.hosts, alias.dns_name())?);
                let zone = Ref::known(alias.hosted_zone_id());
                (plain(set.name()), Answer::Alias { host, zone })
            }
            (None, [one]) if *set.r#type() == RrType::Cname => {
                let value = Ref::known(known(&self.proofs, one.value())?);
                (known(&self.proofs, set.name())?.to_owned(), Answer::Value(value))
            }
            _ => return None,
        };
        let record_type = set.r#type().as_str();
        let owned = belonging("dns", &format!("{zone}/{name}/{record_type}"))
            .field("zone", zone)
            .field("name", name)
            .field("record_type", record_type)
            .field("answer", serde_json::to_value(answer).ok()?);
        Some(owned)
    }
}

/// Lists the hosted zones of the account.
pub(super) async fn zones(client: &Client) -> Result<Vec<HostedZone>, Fault> {
    let pages = client.list_hosted_zones().into_paginator().items().send();
    gather("route53:ListHostedZones", pages, Some).await
}

/// Lists all record sets of a zone, page by page.
pub(super) async fn record_sets(client: &Client, zone: &str) -> Result<Vec<ResourceRecordSet>, Fault> {
    let mut sets = Vec::new();
    let mut call = client.list_resource_record_sets().hosted_zone_id(zone);
    loop {
        let page = call.send().await.map_err(fault(super::LIST))?;
        sets.extend(page.resource_record_sets);
        if !page.is_truncated {
            return Ok(sets);
        }
        // Where the next page begins: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html
        call = client
            .list_resource_record_sets()
            .hosted_zone_id(zone)
            .set_start_record_name(page.next_record_name)
            .set_start_record_type(page.next_record_type)
            .set_start_record_identifier(page.next_record_identifier);
    }
}
