//! Amazon SES.
//!
//! Source of the regions: the SDKs' own list in botocore 1.43.106, 2026-11; the human-readable page is
//! <https://docs.aws.amazon.com/general/latest/gr/ses.html>. The list is about SES itself. A region in it may lack the
//! SMTP interface, which AWS's page lists in a separate table.

use super::regions::Partition;
use crate::Text;
use crate::strings::{part, position};

/// The date of the table.
pub const AS_OF: &str = "2026-11";

/// The regions where SES is available.
pub const REGIONS: [&str; 30] = [
    "af-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-5",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// Returns whether SES is available in a region.
#[must_use]
pub const fn has_ses(region: &str) -> bool {
    position(&REGIONS, region).is_some()
}

/// Returns a region with SES in the same part of the world, or us-east-1.
#[must_use]
pub const fn region_near(region: &str) -> &'static str {
    let Some(area) = part(region, b'-', 0) else {
        return "us-east-1";
    };
    match area.as_bytes() {
        b"ap" => "ap-southeast-1",
        b"eu" => "eu-west-1",
        b"me" | b"il" => "me-central-1",
        b"sa" => "sa-east-1",
        b"ca" => "ca-central-1",
        _ => "us-east-1",
    }
}

/// Returns the name of a region's SMTP endpoint.
///
/// Source: <https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html>, and the SDKs' list for the domain of the sovereign cloud.
#[must_use]
pub const fn smtp_host(region: &str) -> Text {
    let domain = match Partition::of(region) {
        Partition::Eusc => ".amazonaws.eu",
        _ => ".amazonaws.com",
    };
    Text::new("email-smtp.").push(region).push(domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::regions::{NAMES, Region};

    #[test]
    fn regions_are_sorted_and_known() {
        assert!(REGIONS.is_sorted());
        for region in REGIONS {
            assert!(Region::of(region).is_some(), "{region}");
        }
    }

    #[test]
    fn china_has_no_ses_but_suggested_regions_always_do() {
        assert!(!has_ses("cn-north-1") && !has_ses("ap-east-1") && has_ses("us-gov-west-1"));
        for region in NAMES {
            assert!(has_ses(region_near(region)), "{region}");
        }
    }

    #[test]
    fn endpoint_uses_the_domain_of_its_partition() {
        assert_eq!(
            smtp_host("us-gov-west-1").as_str(),
            "email-smtp.us-gov-west-1.amazonaws.com"
        );
        assert_eq!(
            smtp_host("eusc-de-east-1").as_str(),
            "email-smtp.eusc-de-east-1.amazonaws.eu"
        );
    }
}
