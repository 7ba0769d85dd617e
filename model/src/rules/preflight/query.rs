//! Questions to AWS about a declaration.

use crate::facts::database::Engine;
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
        let others = [
            ("network.zones", QueryTarget::Zones),
            (key, QueryTarget::Offers(Engine::of(&architecture.database), class)),
        ];
        let others = others.into_iter().map(|(key, target)| Self {
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
        certificates.chain(zones).chain(others).chain(image).collect()
    }

    /// Describes what the query checks, to follow "it was not checked".
    #[must_use]
    pub fn purpose(&self) -> String {
        match self.target {
            QueryTarget::Certificate(arn) => format!("whether the certificate {arn} is issued and covers the domain"),
            QueryTarget::HostedZone(id) => format!("whether the hosted zone {id} exists and contains the domain"),
            QueryTarget::Zones => "whether the account has the availability zones".into(),
            QueryTarget::Image(image) => format!("whether the image {image} exists and fits the processor"),
            QueryTarget::Offers(engine, class) => format!("whether {} offers {class} for the version", engine.name()),
        }
    }
}

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
