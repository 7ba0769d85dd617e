//! AWS's answers, and the state that the last deployment left.

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
