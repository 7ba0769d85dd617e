//! ARNs of certificates and secrets.

use super::identity::{is_account, is_region};
use super::{after, part, same};
use crate::facts::regions::{Partition, Region, near};
use crate::text::{between, ends_with, has};
use crate::{Architecture, Certificate, Problem, Subject, Text};

/// The kind of resource that an ARN must name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A certificate in AWS Certificate Manager.
    Certificate,
    /// A secret in AWS Secrets Manager.
    Secret,
}

/// The parts of an ARN that rules compare.
#[derive(Clone, Copy)]
pub(super) struct Arn<'t> {
    pub(super) region: &'t str,
    pub(super) account: &'t str,
}

/// Why a text is not an ARN of the expected kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw<'t> {
    Whitespace,
    NoArn(Named),
    Service(&'t str),
    Parts { written: u64, right: u64 },
    Partition,
    Region(&'t str),
    Account(&'t str),
    OtherPartition { written: &'t str, region: &'t str },
    Resource(Named),
    NoId(Named),
    Id(Named),
    NoSuffix,
}

impl Named {
    const fn service(self) -> &'static str {
        match self {
            Self::Certificate => "acm",
            Self::Secret => "secretsmanager",
        }
    }

    /// Returns the number of parts separated by colons; a secret has one more, since its name follows a colon of its own.
    const fn parts(self) -> u64 {
        match self {
            Self::Certificate => 6,
            Self::Secret => 7,
        }
    }

    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Secret => "secret",
        }
    }

    /// Checks the part after the account.
    const fn resource_flaw<'t>(self, text: &str, resource: &str) -> Option<Flaw<'t>> {
        let id = match self {
            Self::Certificate => after(resource, "certificate/"),
            Self::Secret if same(resource, "secret") => part(text, b':', 6),
            Self::Secret => None,
        };
        match id {
            None => Some(Flaw::Resource(self)),
            Some(id) if id.is_empty() => Some(Flaw::NoId(self)),
            Some(id) if !is_id(id, self) => Some(Flaw::Id(self)),
            Some(id) if matches!(self, Self::Secret) && !has_suffix(id) => Some(Flaw::NoSuffix),
            Some(_) => None,
        }
    }
}

impl<'t> Arn<'t> {
    /// Reads `arn:aws:acm:<region>:<account>:certificate/<id>`, or
    /// `arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>`.
    ///
    /// Sources: <https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html> and
    /// <https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html>, 2026-11.
    pub(super) const fn read(text: &'t str, named: Named) -> Result<Self, Flaw<'t>> {
        if has(text, b' ') || has(text, b'\t') || has(text, b'\n') {
            return Err(Flaw::Whitespace);
        }
        let (Some(scheme), Some(partition)) = (part(text, b':', 0), part(text, b':', 1)) else {
            return Err(Flaw::NoArn(named));
        };
        if !same(scheme, "arn") {
            return Err(Flaw::NoArn(named));
        }
        match part(text, b':', 2) {
            Some(service) if !same(service, named.service()) => return Err(Flaw::Service(service)),
            _ => {}
        }
        let (written, right) = (parts(text), named.parts());
        let (Some(region), Some(account), Some(resource), true) = (
            part(text, b':', 3),
            part(text, b':', 4),
            part(text, b':', 5),
            written == right,
        ) else {
            return Err(Flaw::Parts { written, right });
        };
        if !same(partition, "aws") && after(partition, "aws-").is_none() {
            return Err(Flaw::Partition);
        }
        if !is_region(region) {
            return Err(Flaw::Region(region));
        }
        // The partition of a region that is newer than the table is unknown.
        if Region::of(region).is_some() && !same(partition, Partition::of(region).name()) {
            return Err(Flaw::OtherPartition {
                written: partition,
                region,
            });
        }
        if !is_account(account) {
            return Err(Flaw::Account(account));
        }
        match named.resource_flaw(text, resource) {
            Some(flaw) => Err(flaw),
            None => Ok(Self { region, account }),
        }
    }

    /// Reports an ARN in an account other than the declared one.
    pub(super) const fn other_account(self, path: &'static str, named: Named, stack: &Architecture) -> Option<Problem> {
        if same(self.account, stack.account) {
            return None;
        }
        let what = Text::new("the ").push(named.noun()).push(" is in the account ");
        let what = what
            .push(self.account)
            .push(", but the stack is in ")
            .push(stack.account);
        let help = Text::new("write the ARN of a ")
            .push(named.noun())
            .push(" in the account ")
            .push(stack.account);
        let help = help.push(", or correct `account`");
        Problem::between(Subject::at(path), Subject::at("account"), what, help)
    }
}

impl Arn<'static> {
    /// Reads the ARN of a certificate, if it is given by one.
    pub(super) const fn of(certificate: Certificate) -> Option<Self> {
        match certificate {
            Certificate::Arn(text) => match Self::read(text, Named::Certificate) {
                Ok(arn) => Some(arn),
                Err(_) => None,
            },
            Certificate::Issued(_) => None,
        }
    }
}

impl Flaw<'_> {
    /// Appends what is wrong to a message.
    pub(super) const fn describe(self, message: &Text) -> Text {
        match self {
            Self::Whitespace => message.push("it contains a space"),
            Self::NoArn(named) => message
                .push("it does not begin with `arn:aws:")
                .push(named.service())
                .push(":`"),
            Self::Service(service) if same(service, "iam") => {
                message.push("it is an IAM certificate, and only certificates from Certificate Manager are accepted")
            }
            Self::Service(service) => message.push("it belongs to the service `").push(service).push("`"),
            Self::Parts { written, right } => message
                .push("it has ")
                .number(written)
                .push(" parts separated by colons, not ")
                .number(right),
            Self::Partition => message.push("the part after `arn:` is not an AWS partition"),
            Self::Region(region) => message.push("`").push(region).push("` in it is not an AWS region"),
            Self::Account(account) => message
                .push("`")
                .push(account)
                .push("` in it is not a 12-digit account id"),
            Self::OtherPartition { written, region } => message
                .push("its partition is `")
                .push(written)
                .push("`, but ")
                .push(region)
                .push(" is in the partition `")
                .push(Partition::of(region).name())
                .push("`"),
            Self::Resource(Named::Certificate) => message.push("its last part is not `certificate/` followed by an id"),
            Self::Resource(Named::Secret) => message.push("its last parts are not `secret:` followed by a name"),
            Self::NoId(Named::Certificate) => message.push("the certificate's id is missing at the end"),
            Self::NoId(Named::Secret) => message.push("the secret's name is missing at the end"),
            Self::Id(Named::Certificate) => {
                message.push("the id at the end contains characters other than letters, digits and hyphens")
            }
            Self::Id(Named::Secret) => {
                message.push("the name at the end contains a character that secret names cannot have")
            }
            Self::NoSuffix => message.push("the hyphen and six characters that AWS appends to the name are missing"),
        }
    }

    /// Returns the corrected ARN, if the intended one is clear.
    pub(super) const fn corrected(self, text: &str, named: Named) -> Option<Text> {
        let corrected = match self {
            Self::Whitespace => without_spaces(text),
            Self::OtherPartition { region, .. } => with_region(text, region),
            Self::Region(region) => match near(region) {
                Some(near) => with_region(text, near),
                None => return None,
            },
            _ => return None,
        };
        if Arn::read(corrected.as_str(), named).is_ok() {
            Some(corrected)
        } else {
            None
        }
    }
}

/// Replaces the region of an ARN, and its partition with that of the region.
const fn with_region(text: &str, region: &str) -> Text {
    let (Some(service), Some(account), Some(resource)) =
        (part(text, b':', 2), part(text, b':', 4), part(text, b':', 5))
    else {
        return Text::new("");
    };
    let arn = Text::new("arn:").push(Partition::of(region).name());
    let arn = arn.push(":").push(service).push(":").push(region).push(":");
    let arn = arn.push(account).push(":").push(resource);
    match part(text, b':', 6) {
        Some(name) => arn.push(":").push(name),
        None => arn,
    }
}

const fn without_spaces(text: &str) -> Text {
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

/// Returns whether a text contains only the characters of AWS's ids, which are UUIDs; a secret's name may contain more.
/// An `…` at the end is allowed, since shortened examples must compile.
///
/// Source: <https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html>, 2026-11.
const fn is_id(text: &str, named: Named) -> bool {
    let shown = if ends_with(text, "…") {
        between(text, 0, text.len() - "…".len())
    } else {
        text
    };
    let bytes = shown.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'-' => {}
            b'/' | b'_' | b'+' | b'=' | b'.' | b'@' if matches!(named, Named::Secret) => {}
            byte if byte.is_ascii_alphanumeric() => {}
            _ => return false,
        }
        i += 1;
    }
    true
}

/// Returns whether a secret's name ends in the suffix that AWS appends: a hyphen and six letters or digits.
const fn has_suffix(name: &str) -> bool {
    const LENGTH: usize = 7;
    if ends_with(name, "…") {
        return true;
    }
    let bytes = name.as_bytes();
    if bytes.len() <= LENGTH || bytes[bytes.len() - LENGTH] != b'-' {
        return false;
    }
    let mut i = bytes.len() - LENGTH + 1;
    while i < bytes.len() && bytes[i].is_ascii_alphanumeric() {
        i += 1;
    }
    i == bytes.len()
}

#[cfg(test)]
mod tests;
