//! ARNs of certificates.

use super::identity::{is_account, is_region};
use super::{after, part, same};
use crate::facts::regions::{Partition, Region, near};
use crate::text::{between, ends_with, has};
use crate::{Certificate, Text};

/// What rules compare of an ARN.
#[derive(Clone, Copy)]
pub(super) struct Arn<'t> {
    pub(super) region: &'t str,
    pub(super) account: &'t str,
}

/// Why a text is no ARN of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw<'t> {
    Blank,
    NoArn,
    Service(&'t str),
    Parts(u64),
    Partition,
    Region(&'t str),
    Account(&'t str),
    OtherPartition { written: &'t str, region: &'t str },
    Resource,
    NoId,
    Id(&'t str),
}

impl<'t> Arn<'t> {
    /// Reads `arn:aws:acm:<region>:<account>:certificate/<id>`.
    ///
    /// Source: <https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html>, 2026-11.
    pub(super) const fn read(text: &'t str) -> Result<Self, Flaw<'t>> {
        if has(text, b' ') || has(text, b'\t') || has(text, b'\n') {
            return Err(Flaw::Blank);
        }
        let (Some(scheme), Some(partition)) = (part(text, b':', 0), part(text, b':', 1)) else {
            return Err(Flaw::NoArn);
        };
        if !same(scheme, "arn") {
            return Err(Flaw::NoArn);
        }
        match part(text, b':', 2) {
            Some(service) if !same(service, "acm") => return Err(Flaw::Service(service)),
            _ => {}
        }
        let (Some(region), Some(account), Some(resource), None) = (
            part(text, b':', 3),
            part(text, b':', 4),
            part(text, b':', 5),
            part(text, b':', 6),
        ) else {
            return Err(Flaw::Parts(parts(text)));
        };
        if !same(partition, "aws") && after(partition, "aws-").is_none() {
            return Err(Flaw::Partition);
        }
        if !is_region(region) {
            return Err(Flaw::Region(region));
        }
        // Of a region that is newer than the table, nobody knows the partition.
        if Region::of(region).is_some() && !same(partition, Partition::of(region).name()) {
            return Err(Flaw::OtherPartition {
                written: partition,
                region,
            });
        }
        if !is_account(account) {
            return Err(Flaw::Account(account));
        }
        match after(resource, "certificate/") {
            None => Err(Flaw::Resource),
            Some(id) if id.is_empty() => Err(Flaw::NoId),
            Some(id) if !is_id(id) => Err(Flaw::Id(id)),
            Some(_) => Ok(Self { region, account }),
        }
    }
}

impl Arn<'static> {
    /// Reads a certificate's, where it has one.
    pub(super) const fn of(certificate: Certificate) -> Option<Self> {
        match certificate {
            Certificate::Arn(text) => match Self::read(text) {
                Ok(arn) => Some(arn),
                Err(_) => None,
            },
            Certificate::Issued(_) => None,
        }
    }
}

impl Flaw<'_> {
    /// Adds what is wrong to a message.
    pub(super) const fn tell(self, message: &Text) -> Text {
        match self {
            Self::Blank => message.push("it has a blank in it"),
            Self::NoArn => message.push("it does not begin with `arn:aws:acm:`"),
            Self::Service(service) if same(service, "iam") => {
                message.push("it is one of IAM, and certificates are taken from Certificate Manager only")
            }
            Self::Service(service) => message.push("it is of the service `").push(service).push("`"),
            Self::Parts(parts) => message
                .push("it has ")
                .number(parts)
                .push(" parts between colons, not 6"),
            Self::Partition => message.push("what follows `arn:` is no partition of AWS"),
            Self::Region(region) => message.push("`").push(region).push("` in it is no AWS region"),
            Self::Account(account) => message
                .push("`")
                .push(account)
                .push("` in it is no account of 12 digits"),
            Self::OtherPartition { written, region } => message
                .push("it says `")
                .push(written)
                .push("`, and ")
                .push(region)
                .push(" is in the partition `")
                .push(Partition::of(region).name())
                .push("`"),
            Self::Resource => message.push("its last part is not `certificate/` and an id"),
            Self::NoId => message.push("the certificate's id is missing at its end"),
            Self::Id(_) => message.push("the id at its end has other characters than letters, digits and hyphens"),
        }
    }

    /// Writes the ARN as it was meant, where that is certain enough to be pasted.
    pub(super) const fn mended(self, text: &str) -> Option<Text> {
        let mended = match self {
            Self::Blank => without_blanks(text),
            Self::OtherPartition { region, .. } => with_region(text, region),
            Self::Region(region) => match near(region) {
                Some(near) => with_region(text, near),
                None => return None,
            },
            _ => return None,
        };
        if Arn::read(mended.as_str()).is_ok() {
            Some(mended)
        } else {
            None
        }
    }
}

/// Copies an ARN with a region in it, and with the region's partition.
const fn with_region(text: &str, region: &str) -> Text {
    let (Some(account), Some(resource)) = (part(text, b':', 4), part(text, b':', 5)) else {
        return Text::new("");
    };
    let arn = Text::new("arn:").push(Partition::of(region).name());
    let arn = arn.push(":acm:").push(region).push(":").push(account);
    arn.push(":").push(resource)
}

const fn without_blanks(text: &str) -> Text {
    let (mut copy, mut n) = (Text::new(""), 0);
    while let Some(word) = part(text, b' ', n) {
        copy = copy.push(word);
        n += 1;
    }
    copy
}

const fn parts(text: &str) -> u64 {
    let (mut parts, mut n) = (0, 0);
    while part(text, b':', n).is_some() {
        parts += 1;
        n += 1;
    }
    parts
}

/// Tells whether a text has letters, digits and hyphens only; AWS's ids are UUIDs. Examples are cut short with `…`, and
/// have to compile.
const fn is_id(text: &str) -> bool {
    let shown = if ends_with(text, "…") {
        between(text, 0, text.len() - "…".len())
    } else {
        text
    };
    let bytes = shown.as_bytes();
    let mut i = 0;
    while i < bytes.len() && (bytes[i].is_ascii_alphanumeric() || bytes[i] == b'-') {
        i += 1;
    }
    i == bytes.len()
}

#[cfg(test)]
mod tests {
    use super::{Arn, Flaw};

    #[test]
    fn an_arn_tells_region_and_account() {
        for (text, region) in [
            ("arn:aws:acm:us-east-1:111122223333:certificate/0f5e-7a1c", "us-east-1"),
            ("arn:aws-cn:acm:cn-north-1:111122223333:certificate/0f5e", "cn-north-1"),
            ("arn:aws:acm:eu-south-9:111122223333:certificate/0f5e", "eu-south-9"),
            ("arn:aws:acm:us-east-1:111122223333:certificate/0f5e…", "us-east-1"),
        ] {
            let arn = Arn::read(text).unwrap();
            assert_eq!((arn.region, arn.account), (region, "111122223333"));
        }
    }

    #[test]
    fn what_is_wrong_with_an_arn_is_told_apart() {
        for (text, flaw) in [
            ("", Flaw::NoArn),
            ("0f5e", Flaw::NoArn),
            ("ARN:aws:acm:us-east-1:111122223333:certificate/0f5e", Flaw::NoArn),
            ("arn:aws:acm:us-east-1:111122223333:certificate/0f5e ", Flaw::Blank),
            (
                "arn:aws:iam::111122223333:server-certificate/learn",
                Flaw::Service("iam"),
            ),
            ("arn:aws:acm-pca:us-east-1:111122223333:x/1", Flaw::Service("acm-pca")),
            ("arn:aws:acm:us-east-1:certificate/0f5e", Flaw::Parts(5)),
            ("arn:aws:acm:us-east-1:111122223333:certificate:0f5e", Flaw::Parts(7)),
            (
                "arn:amazon:acm:us-east-1:111122223333:certificate/0f5e",
                Flaw::Partition,
            ),
            ("arn:aws:acm::111122223333:certificate/0f5e", Flaw::Region("")),
            (
                "arn:aws:acm:us-est-1:111122223333:certificate/0f5e",
                Flaw::Region("us-est-1"),
            ),
            ("arn:aws:acm:us-east-1:1111:certificate/0f5e", Flaw::Account("1111")),
            (
                "arn:aws:acm:us-gov-west-1:111122223333:certificate/0f5e",
                Flaw::OtherPartition {
                    written: "aws",
                    region: "us-gov-west-1",
                },
            ),
            ("arn:aws:acm:us-east-1:111122223333:0f5e", Flaw::Resource),
            ("arn:aws:acm:us-east-1:111122223333:certificate/", Flaw::NoId),
            (
                "arn:aws:acm:us-east-1:111122223333:certificate/0f5e/1",
                Flaw::Id("0f5e/1"),
            ),
            ("arn:aws:acm:us-east-1:111122223333:certificate/<id>", Flaw::Id("<id>")),
        ] {
            assert_eq!(Arn::read(text).err(), Some(flaw), "{text}");
        }
    }
}
