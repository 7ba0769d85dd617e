//! What AWS answers, and what the last deployment left.

use std::collections::BTreeMap;

/// What is there. What is left out was not asked, or could not be, and is not evaluated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreflightAnswers {
    /// Certificates by their ARNs; `None` is one that is not there.
    pub certificates: BTreeMap<String, Option<FoundCertificate>>,
    /// Hosted zones by their ids; `None` is one that is not there.
    pub hosted_zones: BTreeMap<String, Option<HostedZone>>,
    /// The availability zones that the account has in the stack's region.
    pub zones: Option<Vec<Zone>>,
    /// What RDS offers the declared class with; empty, if it does not offer it at all.
    pub offers: Option<Vec<Offer>>,
    /// The version of Moodle that the database was last brought to.
    pub schema: Option<String>,
    /// Images by their references; `None` is one that is not there.
    pub images: BTreeMap<String, Option<FoundImage>>,
}

/// A certificate, as AWS Certificate Manager tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCertificate {
    /// Its status, in AWS's word: `ISSUED`.
    pub status: String,
    /// The names that it is for; `*.example.edu` is each name of one more part.
    pub domains: Vec<String>,
}

/// A hosted zone, as Route 53 tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedZone {
    /// The name of all names in it, as `example.edu.`.
    pub name: String,
    /// Whether only VPCs see it.
    pub is_private: bool,
}

/// An availability zone, as EC2 tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Its name, as `ap-southeast-1a`.
    pub name: String,
    /// Its state, in AWS's word: `available`.
    pub state: String,
}

/// One way in which RDS offers a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The version of the engine, as `8.4.6`.
    pub version: String,
    /// Whether a standby in another zone can be had.
    pub multi_az: bool,
}

/// A container image, as its registry tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundImage {
    /// What it is built for, as `linux/amd64`; none, where it does not say.
    pub platforms: Vec<String>,
}

impl PreflightAnswers {
    /// Adds what another answer has.
    pub fn merge(&mut self, other: Self) {
        self.certificates.extend(other.certificates);
        self.hosted_zones.extend(other.hosted_zones);
        self.zones = other.zones.or_else(|| self.zones.take());
        self.offers = other.offers.or_else(|| self.offers.take());
        self.schema = other.schema.or_else(|| self.schema.take());
        self.images.extend(other.images);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_add_up() {
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
