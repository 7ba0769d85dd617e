//! AWS's partitions, regions and availability zones.
//!
//! Source of the regions and partitions: the SDKs' own list in botocore; of the zones:
//! <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html>, and of those that
//! an account can use: cfn-lint 1.58.0 and <https://qiita.com/MH35JP/items/1df91ccd2874e09c3598>. 2026-10.

use crate::strings::{is_letters, parse, part, position, same, starts_with};
use crate::suggest::nearest_in;

/// The date of the table.
pub const AS_OF: &str = "2026-10";

/// A partition, one of AWS's separate clouds; an account belongs to exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partition {
    /// The commercial regions.
    Aws,
    /// China.
    China,
    /// AWS GovCloud (US).
    GovCloud,
    /// The European Sovereign Cloud.
    Eusc,
    /// The isolated cloud `us-iso`.
    Iso,
    /// The isolated cloud `us-isob`.
    IsoB,
    /// The isolated cloud `eu-isoe`.
    IsoE,
    /// The isolated cloud `us-isof`.
    IsoF,
}

impl Partition {
    /// Returns the partition of a region by its prefix, even if the region is unknown.
    #[must_use]
    pub const fn of(region: &str) -> Self {
        if starts_with(region, "cn-") {
            Self::China
        } else if starts_with(region, "us-gov-") {
            Self::GovCloud
        } else if starts_with(region, "eusc-") {
            Self::Eusc
        } else if starts_with(region, "us-iso-") {
            Self::Iso
        } else if starts_with(region, "us-isob-") {
            Self::IsoB
        } else if starts_with(region, "eu-isoe-") {
            Self::IsoE
        } else if starts_with(region, "us-isof-") {
            Self::IsoF
        } else {
            Self::Aws
        }
    }

    /// Returns the partition's name in ARNs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::China => "aws-cn",
            Self::GovCloud => "aws-us-gov",
            Self::Eusc => "aws-eusc",
            Self::Iso => "aws-iso",
            Self::IsoB => "aws-iso-b",
            Self::IsoE => "aws-iso-e",
            Self::IsoF => "aws-iso-f",
        }
    }

    /// Returns whether the partition has CloudFront: the SDKs list its endpoints only in `aws` and `aws-cn`.
    #[must_use]
    pub const fn has_cloudfront(self) -> bool {
        matches!(self, Self::Aws | Self::China)
    }
}

/// A region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The region's name.
    pub name: &'static str,
    /// Its partition.
    pub partition: Partition,
    /// The letters of the zones that any account can use.
    pub letters: &'static str,
    /// The number of zones that one account can use.
    pub zones: u32,
}

/// The names of all regions in the table, sorted; the tables in [`offered`](super::offered) use this order.
pub const NAMES: [&str; 46] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-isoe-west-1",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-iso-west-1",
    "us-isob-east-1",
    "us-isob-west-1",
    "us-isof-east-1",
    "us-isof-south-1",
    "us-west-1",
    "us-west-2",
];

/// The directions in the names of regions.
const DIRECTIONS: [&str; 9] = [
    "north",
    "south",
    "east",
    "west",
    "central",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
];

impl Region {
    /// Finds a region in the table.
    #[must_use]
    pub const fn of(name: &str) -> Option<Self> {
        match index(name) {
            Some(i) => Some(Self::at(NAMES[i])),
            None => None,
        }
    }

    /// Returns whether any account can use a zone, such as `us-east-1a`.
    #[must_use]
    pub const fn has_zone(self, zone: &str) -> bool {
        match crate::strings::after(zone, self.name) {
            Some(letter) => letter.len() == 1 && crate::strings::has(self.letters, letter.as_bytes()[0]),
            None => false,
        }
    }

    const fn at(name: &'static str) -> Self {
        let (letters, zones) = match name.as_bytes() {
            b"us-east-1" => ("abcdef", 6),
            b"us-west-2" | b"ap-northeast-2" => ("abcd", 4),
            // AWS counts a third zone, which recently created accounts cannot use.
            b"us-west-1" => ("abc", 2),
            b"ap-northeast-1" => ("acd", 3),
            b"ca-central-1" => ("abd", 3),
            // Sources differ on whether c or d is the third.
            b"cn-north-1" => ("abcd", 3),
            _ => ("abc", 3),
        };
        Self {
            name,
            partition: Partition::of(name),
            letters,
            zones,
        }
    }
}

/// Returns the index of a region in [`NAMES`].
#[must_use]
pub const fn index(name: &str) -> Option<usize> {
    position(&NAMES, name)
}

/// Returns the known region that a misspelled name probably means.
#[must_use]
pub const fn near(name: &str) -> Option<&'static str> {
    nearest_in(name, &NAMES)
}

/// Returns whether a name has the form of a region: one or two words for the area, a direction, and a number from 1 to 9.
///
/// A name in this form may be a region that is newer than the table; any other name is wrong.
#[must_use]
pub const fn is_plausible(name: &str) -> bool {
    let (area, middle, direction, number) = (
        part(name, b'-', 0),
        part(name, b'-', 1),
        part(name, b'-', 2),
        part(name, b'-', 3),
    );
    let (Some(area), Some(middle), Some(direction)) = (area, middle, direction) else {
        return false;
    };
    let (direction, number) = match number {
        None => (middle, direction),
        Some(number) if is_area(middle) && part(name, b'-', 4).is_none() => (direction, number),
        Some(_) => return false,
    };
    let mut known = false;
    let mut i = 0;
    while i < DIRECTIONS.len() {
        known |= same(DIRECTIONS[i], direction);
        i += 1;
    }
    is_area(area) && known && matches!(parse(number), Some(1..=9))
}

const fn is_area(word: &str) -> bool {
    is_letters(word) && word.len() >= 2 && word.len() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_have_the_form_of_aws() {
        assert!(NAMES.is_sorted());
        for name in NAMES {
            assert!(is_plausible(name), "{name}");
            assert_eq!(Region::of(name).unwrap().name, name);
        }
        let of = |partition| NAMES.iter().filter(|name| Partition::of(name) == partition).count();
        assert_eq!(
            [
                of(Partition::Aws),
                of(Partition::China),
                of(Partition::GovCloud),
                of(Partition::Eusc)
            ],
            [34, 2, 2, 1]
        );
    }

    #[test]
    fn misspelled_regions_are_distinguished_from_new_ones() {
        for (misspelled, meant) in [
            ("ap-southest-1", "ap-southeast-1"),
            ("us-est-1", "us-east-1"),
            ("eu-wets-1", "eu-west-1"),
            ("us-gov-wes-1", "us-gov-west-1"),
            ("useast-1", "us-east-1"),
        ] {
            assert!(!is_plausible(misspelled), "{misspelled}");
            assert_eq!(near(misspelled), Some(meant));
        }
        for new in ["eu-north-2", "ap-southwest-1", "us-gov-central-1", "sa-west-1"] {
            assert!(is_plausible(new) && Region::of(new).is_none(), "{new}");
        }
        for bad in [
            "",
            "us-east",
            "us-east-0",
            "us-east-10",
            "us-east-01",
            "US-EAST-1",
            "us-east-1a",
            "a-b-c-d-e",
            "us--east-1",
        ] {
            assert!(!is_plausible(bad), "{bad}");
        }
        assert_eq!(near("frankfurt"), None);
    }

    #[test]
    fn account_has_two_zones_in_northern_california_and_six_in_virginia() {
        assert_eq!(Region::of("us-west-1").unwrap().zones, 2);
        assert_eq!(Region::of("us-east-1").unwrap().zones, 6);
        assert!(Region::of("us-east-1").unwrap().has_zone("us-east-1f"));
        assert!(!Region::of("us-east-1").unwrap().has_zone("us-east-1g"));
        assert!(!Region::of("ap-northeast-1").unwrap().has_zone("ap-northeast-1"));
        assert!(!Region::of("eu-west-1").unwrap().has_zone("eu-west-2a"));
    }

    #[test]
    fn only_the_commercial_and_the_chinese_partition_have_cloudfront() {
        for (region, name, has) in [
            ("eu-west-1", "aws", true),
            ("cn-north-1", "aws-cn", true),
            ("us-gov-east-3", "aws-us-gov", false),
            ("eusc-de-east-1", "aws-eusc", false),
            ("us-iso-east-1", "aws-iso", false),
            ("us-isob-east-1", "aws-iso-b", false),
            ("eu-isoe-west-1", "aws-iso-e", false),
            ("us-isof-south-1", "aws-iso-f", false),
        ] {
            let partition = Partition::of(region);
            assert_eq!((partition.name(), partition.has_cloudfront()), (name, has), "{region}");
        }
    }
}
