//! Questions to AWS about a declaration.

use super::quotas::needed;
use crate::facts::database::Engine;
use crate::facts::quotas::Quota;
use crate::{Architecture, Certificate, Database, Image};

/// A query to AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreflightQuery {
    /// The key of the declaration that names the target.
    pub key: &'static str,
    /// The region to query.
    pub region: &'static str,
    /// The target of the query.
    pub target: QueryTarget,
}

/// The target of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryTarget {
    /// The certificate with an ARN.
    Certificate(&'static str),
    /// The hosted zone with an id.
    HostedZone(&'static str),
    /// The account's availability zones.
    Zones,
    /// The offers for a class of database instances.
    Offers(Engine, &'static str),
    /// The container image with a reference.
    Image(&'static str),
    /// The regions that the account may use.
    Regions,
    /// The zones in which services can have an interface endpoint.
    EndpointZones,
    /// A quota, and what counts against it.
    Quota(Quota),
    /// The distributions that have a domain as an alias, for a distribution with a certificate of an ARN, if there is one.
    Alias(&'static str, Option<&'static str>),
    /// Whether SES has verified a sender.
    Sender(&'static str),
    /// What SES allows the account.
    Sending,
}

impl PreflightQuery {
    /// Returns the queries for a declaration, without duplicates.
    #[must_use]
    pub fn all(architecture: &Architecture) -> Vec<Self> {
        let here = architecture.region;
        let certificates = certificates(architecture).into_iter().map(|(key, arn)| Self {
            key,
            // `arn:aws:acm:<region>:…`: a certificate is looked up in its own region.
            region: arn.split(':').nth(3).unwrap_or(here),
            target: QueryTarget::Certificate(arn),
        });
        let zones = hosted_zones(architecture).into_iter().map(|(key, id)| Self {
            key,
            region: here,
            target: QueryTarget::HostedZone(id),
        });
        let (key, class) = class(&architecture.database);
        let endpoints = architecture.network.endpoints;
        let others = [
            Some(("region", QueryTarget::Regions)),
            Some(("network.zones", QueryTarget::Zones)),
            endpoints.then_some(("network.endpoints", QueryTarget::EndpointZones)),
            Some((key, QueryTarget::Offers(Engine::of(&architecture.database), class))),
        ];
        let others = others.into_iter().flatten().map(|(key, target)| Self {
            key,
            region: here,
            target,
        });
        let reference = architecture.moodle.image;
        // An invalid reference is refused earlier.
        let image = Image::parse(reference).ok().map(|image| Self {
            key: "moodle.image",
            region: image.ecr().map_or(here, |ecr| ecr.region),
            target: QueryTarget::Image(reference),
        });
        let quotas = Quota::ALL.into_iter().filter_map(|quota| {
            let needed = needed(architecture, quota)?;
            let region = if quota == Quota::Distributions {
                EDGE_REGION
            } else {
                here
            };
            let target = QueryTarget::Quota(quota);
            Some(Self {
                key: needed.key,
                region,
                target,
            })
        });
        let alias = architecture.edge.map(|edge| Self {
            key: "domain",
            region: EDGE_REGION,
            target: QueryTarget::Alias(
                architecture.domain,
                match edge.certificate {
                    Certificate::Arn(arn) => Some(arn),
                    Certificate::Issued(_) => None,
                },
            ),
        });
        let sender = architecture.email.into_iter().flat_map(|ses| {
            let targets = [
                ("email.from", QueryTarget::Sender(ses.from)),
                ("email", QueryTarget::Sending),
            ];
            targets.map(|(key, target)| Self {
                key,
                region: ses.region.unwrap_or(here),
                target,
            })
        });
        let later = image.into_iter().chain(quotas).chain(alias).chain(sender);
        certificates.chain(zones).chain(others).chain(later).collect()
    }

    /// States what the query checks, as it should be.
    #[must_use]
    pub fn statement(&self) -> String {
        match self.target {
            QueryTarget::Certificate(arn) => format!("the certificate {arn} is issued and covers the domain"),
            QueryTarget::HostedZone(id) => format!("the hosted zone {id} exists and contains the domain"),
            QueryTarget::Zones => "the account has the availability zones, with all that is placed in them".into(),
            QueryTarget::Image(image) => format!("the image {image} exists and fits the processor"),
            QueryTarget::Offers(engine, class) => {
                format!("{} offers {class} for the version, in the zones", engine.name())
            }
            QueryTarget::Regions => "the account may use each region of the declaration".into(),
            QueryTarget::EndpointZones => "each interface endpoint is available in each zone".into(),
            QueryTarget::Quota(quota) => format!("the quota of {} suffices", quota.things()),
            QueryTarget::Alias(domain, _) => format!("no other distribution has the alias {domain}"),
            QueryTarget::Sender(from) => format!("SES has verified {from} or its domain"),
            QueryTarget::Sending => "SES sends the account's mail to everyone".into(),
        }
    }

    /// Describes what the query checks, to follow "it was not checked".
    #[must_use]
    pub fn purpose(&self) -> String {
        format!("whether {}", self.statement())
    }
}

/// The region of CloudFront and everything that belongs to it.
const EDGE_REGION: &str = "us-east-1";

/// Keys, each with the name of an existing resource.
pub(super) type Named = Vec<(&'static str, &'static str)>;

/// Adds the resource that a key names, unless another key names it too: one mistake is one error.
fn name(named: &mut Named, key: &'static str, what: &'static str) {
    if named.iter().all(|(_, other)| *other != what) {
        named.push((key, what));
    }
}

/// Returns the ARNs of the declared certificates, each with the first key that names it.
pub(super) fn certificates(architecture: &Architecture) -> Named {
    let mut named = Named::new();
    if let Some(edge) = architecture.edge
        && let Certificate::Arn(arn) = edge.certificate
    {
        name(&mut named, "edge.certificate", arn);
    }
    if let Certificate::Arn(arn) = architecture.load_balancer.certificate {
        name(&mut named, "load_balancer.certificate", arn);
    }
    named
}

/// Returns the ids of the declared hosted zones, each with the first key that names it.
pub(super) fn hosted_zones(architecture: &Architecture) -> Named {
    let mut named = Named::new();
    if let Some(edge) = architecture.edge
        && let Certificate::Issued(issued) = edge.certificate
    {
        name(&mut named, "edge.certificate.zone", issued.zone);
    }
    if let Certificate::Issued(issued) = architecture.load_balancer.certificate {
        name(&mut named, "load_balancer.certificate.zone", issued.zone);
    }
    if let Some(dns) = architecture.dns {
        name(&mut named, "dns.zone", dns.zone);
    }
    named
}

/// Returns the class of a database's instances, and the key that determines it.
///
/// A serverless capacity means the class `db.serverless`:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.requirements.html>.
pub(super) const fn class(database: &Database) -> (&'static str, &'static str) {
    match database {
        Database::Mysql(declared) | Database::MariaDb(declared) | Database::Postgres(declared) => {
            ("database.class", declared.class)
        }
        Database::AuroraMysql(declared) | Database::AuroraPostgres(declared) => match declared.class {
            Some(class) => ("database.class", class),
            None => ("database.capacity", "db.serverless"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field as _, Issued, Route53};

    #[test]
    fn resource_named_by_two_keys_is_queried_once() {
        let mut architecture = Architecture::FILLER;
        let zone = "Z0123456789ABCDEFGHIJ";
        architecture.load_balancer.certificate = Certificate::Issued(Issued { zone });
        architecture.dns = Some(Route53 { zone });
        let questions = PreflightQuery::all(&architecture);
        let zones = questions
            .iter()
            .filter(|question| question.target == QueryTarget::HostedZone(zone));
        let keys: Vec<&str> = zones.map(|question| question.key).collect();
        assert_eq!(keys, ["load_balancer.certificate.zone"]);
    }

    #[test]
    fn certificate_is_queried_in_its_own_region() {
        let mut architecture = Architecture::FILLER;
        architecture.region = "ap-southeast-1";
        architecture.load_balancer.certificate =
            Certificate::Arn("arn:aws:acm:us-east-1:111122223333:certificate/7a1c");
        assert_eq!(PreflightQuery::all(&architecture)[0].region, "us-east-1");
    }
}
