//! AWS's answers, and the state that the last deployment left.

use crate::facts::quotas::Quota;
use std::collections::BTreeMap;

/// The answers of AWS. An answer is missing if the question was not asked or could not be answered; no rule is
/// evaluated on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreflightAnswers {
    /// Certificates by ARN; `None` if the certificate does not exist.
    pub certificates: BTreeMap<String, Option<FoundCertificate>>,
    /// Hosted zones by id; `None` if the zone does not exist.
    pub hosted_zones: BTreeMap<String, Option<HostedZone>>,
    /// The account's availability zones in the stack's region.
    pub zones: Option<Vec<Zone>>,
    /// The offers of RDS for the declared class; empty if it does not offer the class.
    pub offers: Option<Vec<Offer>>,
    /// The version of Moodle that the database was last upgraded to.
    pub schema: Option<String>,
    /// Images by reference; `None` if the image does not exist.
    pub images: BTreeMap<String, Option<FoundImage>>,
    /// Whether the account may use each region, in AWS's words, such as `not-opted-in`.
    pub regions: Option<BTreeMap<String, String>>,
    /// The names of the zones in which each service can have an interface endpoint, by the service, such as `ecr.api`.
    pub endpoint_zones: Option<BTreeMap<String, Vec<String>>>,
    /// The quotas of the account, and what counts against them.
    pub quotas: BTreeMap<Quota, QuotaState>,
    /// The distributions that have the domain as an alias.
    pub alias: Option<AliasUse>,
    /// What SES knows about the sender of e-mails.
    pub sender: Option<Sender>,
    /// What SES allows the account.
    pub sending: Option<Sending>,
    /// The labels of what this stack owns itself: its name, its domain, and the names of its resources.
    pub own: Vec<String>,
}

/// A quota, as Service Quotas describes it, and what counts against it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuotaState {
    /// The value that applies to the account.
    pub limit: u64,
    /// A label for each existing resource: the stack that owns it, its name or its domain; empty if it has none.
    pub used: Vec<String>,
}

/// The CloudFront distributions that have the domain, or a wildcard for it, as an alias.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AliasUse {
    /// The distributions.
    pub holders: Vec<AliasHolder>,
    /// Whether AWS has also answered for other accounts.
    pub is_worldwide: bool,
    /// Whether the account has any distribution, so that AWS allows it to have them.
    pub has_distributions: bool,
}

/// A distribution with an alias.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasHolder {
    /// The alias, such as `learn.example.edu` or `*.example.edu`.
    pub alias: String,
    /// The distribution's id; AWS hides a part of it if it is in another account.
    pub distribution: String,
    /// The other account, of which AWS hides a part; `None` for this one.
    pub account: Option<String>,
    /// The stack that owns the distribution, by its tags; empty if none does.
    pub stack: String,
}

/// What Amazon SES knows about a sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The sender, its domain or a domain above it is verified.
    Verified,
    /// This one of them is not verified yet, nor is another.
    Pending(String),
    /// SES knows none of them.
    Unknown,
}

/// What Amazon SES allows the account in a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Whether the account may send to addresses that are not verified, and is not in SES's sandbox.
    pub is_production: bool,
    /// Whether the account may send at all.
    pub is_sending: bool,
    /// The number of messages in 24 hours; -1 means no limit.
    pub per_day: i64,
    /// The number of messages in a second.
    pub per_second: i64,
}

/// A certificate, as AWS Certificate Manager describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCertificate {
    /// Its status in AWS's words, such as `ISSUED`.
    pub status: String,
    /// The names that it covers; `*.example.edu` stands for every name with exactly one more part.
    pub domains: Vec<String>,
}

/// A hosted zone, as Route 53 describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedZone {
    /// Its domain name, such as `example.edu.`.
    pub name: String,
    /// Whether it is visible only in VPCs.
    pub is_private: bool,
}

/// An availability zone, as EC2 describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Its name, such as `ap-southeast-1a`.
    pub name: String,
    /// Its ID, which is the same in all accounts, such as `apse1-az2`; empty if it is unknown.
    pub id: String,
    /// Its state in AWS's words, such as `available`.
    pub state: String,
}

/// One combination in which RDS offers a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The version of the engine, such as `8.4.6`.
    pub version: String,
    /// Whether a standby in another zone is available.
    pub multi_az: bool,
    /// The names of the zones in which the class is available; empty if they are unknown.
    pub zones: Vec<String>,
}

/// A container image, as its registry describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundImage {
    /// The platforms that it is built for, such as `linux/amd64`; empty if they are unknown.
    pub platforms: Vec<String>,
}

impl PreflightAnswers {
    /// Adds the content of another answer.
    pub fn merge(&mut self, other: Self) {
        self.certificates.extend(other.certificates);
        self.hosted_zones.extend(other.hosted_zones);
        self.zones = other.zones.or_else(|| self.zones.take());
        self.offers = other.offers.or_else(|| self.offers.take());
        self.schema = other.schema.or_else(|| self.schema.take());
        self.images.extend(other.images);
        self.regions = other.regions.or_else(|| self.regions.take());
        self.endpoint_zones = other.endpoint_zones.or_else(|| self.endpoint_zones.take());
        self.quotas.extend(other.quotas);
        self.alias = other.alias.or_else(|| self.alias.take());
        self.sender = other.sender.or_else(|| self.sender.take());
        self.sending = other.sending.or_else(|| self.sending.take());
        self.own.extend(other.own);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_answers_contain_both() {
        let mut answers = PreflightAnswers {
            zones: Some(Vec::new()),
            ..PreflightAnswers::default()
        };
        answers.merge(PreflightAnswers {
            hosted_zones: [("Z1".into(), None)].into(),
            ..PreflightAnswers::default()
        });
        assert_eq!(answers.zones, Some(Vec::new()));
        assert_eq!(answers.hosted_zones["Z1"], None);
    }
}
