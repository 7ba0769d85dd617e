//! References of container images.

use crate::text::{after, has, is_digits, part, same};

/// The parts of an image reference: `registry/path:tag@digest`.
///
/// ```
/// use moodle_stack_model::Image;
/// let image = Image::parse("111122223333.dkr.ecr.eu-west-1.amazonaws.com/moodle:5.2").expect("it is well formed");
/// assert_eq!((image.path, image.tag), ("moodle", Some("5.2")));
/// assert_eq!(image.ecr().map(|ecr| ecr.region), Some("eu-west-1"));
/// assert!(Image::parse("https://example.edu/moodle").is_err());
/// ```
///
/// The form is that of <https://pkg.go.dev/github.com/distribution/reference>, within the limits of ECS:
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image<'t> {
    /// The registry's host; `None` means Docker Hub.
    pub registry: Option<&'t str>,
    /// The repository inside the registry.
    pub path: &'t str,
    /// The tag.
    pub tag: Option<&'t str>,
    /// The digest, with its algorithm.
    pub digest: Option<&'t str>,
}

/// The parts of the host of a private registry in Amazon ECR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ecr<'t> {
    /// The account that the registry belongs to.
    pub account: &'t str,
    /// The region that it is in.
    pub region: &'t str,
    /// The part after the region, such as `amazonaws.com`.
    pub suffix: &'t str,
}

impl<'t> Image<'t> {
    /// Parses a reference, or returns why it is invalid.
    pub const fn parse(text: &'t str) -> Result<Self, &'static str> {
        if let Some(fault) = text_fault(text) {
            return Err(fault);
        }
        let (Some(name), digest) = (part(text, b'@', 0), part(text, b'@', 1)) else {
            return Err("it is empty");
        };
        if let Some(digest) = digest
            && (!is_digest(digest) || part(text, b'@', 2).is_some())
        {
            return Err("the part after the `@` is not a digest: `sha256:` and 64 lower-case hexadecimal digits");
        }
        let (registry, rest) = match find(name, b'/') {
            Some(slash) if is_host(name.split_at(slash).0) => {
                if !is_host_name(name.split_at(slash).0) {
                    return Err("its registry is not a host name with an optional port");
                }
                (Some(name.split_at(slash).0), name.split_at(slash + 1).1)
            }
            // No official repository on Docker Hub has a dot in its name.
            None if has(name.split_at(first(name, b':')).0, b'.') => {
                return Err("it names a registry but no repository");
            }
            _ => (None, name),
        };
        let (path, tag) = match find(rest, b':') {
            Some(colon) => (rest.split_at(colon).0, Some(rest.split_at(colon + 1).1)),
            None => (rest, None),
        };
        if let Some(fault) = path_fault(path) {
            return Err(fault);
        }
        if let Some(tag) = tag
            && !is_tag(tag)
        {
            return Err(
                "its tag must be at most 128 letters, digits, `_`, `.` and `-`, and must not start with `.` or `-`",
            );
        }
        Ok(Self {
            registry,
            path,
            tag,
            digest,
        })
    }

    /// Parses the registry's host, if it is a private registry in Amazon ECR.
    ///
    /// Source: <https://docs.aws.amazon.com/general/latest/gr/ecr.html>, 2026-10.
    #[must_use]
    pub const fn ecr(&self) -> Option<Ecr<'t>> {
        let Some(host) = self.registry else {
            return None;
        };
        let Some(account) = part(host, b'.', 0) else {
            return None;
        };
        if account.len() != 12 || !is_digits(account) || account.len() + 1 > host.len() {
            return None;
        }
        let rest = host.split_at(account.len() + 1).1;
        let ((Some(rest), ..) | (None, Some(rest), _) | (None, None, Some(rest))) = (
            after(rest, "dkr.ecr."),
            after(rest, "dkr.ecr-fips."),
            after(rest, "dkr-ecr."),
        ) else {
            return None;
        };
        match find(rest, b'.') {
            Some(dot) => Some(Ecr {
                account,
                region: rest.split_at(dot).0,
                suffix: rest.split_at(dot + 1).1,
            }),
            None => None,
        }
    }

    /// Returns whether the image is on Docker Hub, under any of its host names.
    #[must_use]
    pub const fn is_on_docker_hub(&self) -> bool {
        match self.registry {
            None => true,
            Some(host) => {
                same(host, "docker.io") || same(host, "index.docker.io") || same(host, "registry-1.docker.io")
            }
        }
    }
}

/// Returns what is wrong with the characters of a reference.
const fn text_fault(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return Some("it is empty");
    }
    // <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html>, 2026-10.
    if bytes.len() > 255 {
        return Some("it has more than 255 characters");
    }
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i].is_ascii_whitespace() {
            return Some("it contains whitespace");
        }
        if bytes[i] == b':' && i + 2 < bytes.len() && bytes[i + 1] == b'/' && bytes[i + 2] == b'/' {
            return Some("it starts with a URL scheme");
        }
        i += 1;
    }
    None
}

/// Returns what is wrong with a repository's path.
const fn path_fault(path: &str) -> Option<&'static str> {
    let bytes = path.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'A'..=b'Z' => return Some("its path contains a capital letter"),
            b'a'..=b'z' | b'0'..=b'9' => {}
            // Separators are between letters and digits: up to two underscores, any number of hyphens, one of the others.
            sign @ (b'/' | b'.' | b'_' | b'-') => {
                let before = if i == 0 { b'/' } else { bytes[i - 1] };
                let after = if i + 1 == bytes.len() { b'/' } else { bytes[i + 1] };
                // A repeated separator is checked again at the next position.
                let doubled = sign == b'_' || sign == b'-';
                let begun = before.is_ascii_alphanumeric() || doubled && before == sign;
                let ended = after.is_ascii_alphanumeric() || doubled && after == sign && before != b'_';
                if !begun || !ended {
                    return Some("its path starts or ends with a separator, or has two in a row");
                }
            }
            _ => {
                return Some(
                    "its path contains characters other than lower-case letters, digits, `/`, `.`, `_` and `-`",
                );
            }
        }
        i += 1;
    }
    if bytes.is_empty() {
        Some("it names no repository")
    } else {
        None
    }
}

/// Returns whether the first part of a reference is a host: it has a dot or a port, or is `localhost`.
const fn is_host(text: &str) -> bool {
    has(text, b'.') || has(text, b':') || same(text, "localhost")
}

/// Returns whether a registry's host has only characters that hosts can have.
const fn is_host_name(host: &str) -> bool {
    let (Some(name), port) = (part(host, b':', 0), part(host, b':', 1)) else {
        return false;
    };
    if part(host, b':', 2).is_some() {
        return false;
    }
    if let Some(port) = port
        && !is_digits(port)
    {
        return false;
    }
    let bytes = name.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !(bytes[i].is_ascii_alphanumeric() || bytes[i] == b'-' || bytes[i] == b'.') {
            return false;
        }
        i += 1;
    }
    i > 0
}

const fn is_tag(tag: &str) -> bool {
    let bytes = tag.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let inner = bytes[i] == b'.' || bytes[i] == b'-';
        if !(bytes[i].is_ascii_alphanumeric() || bytes[i] == b'_' || (inner && i > 0)) {
            return false;
        }
        i += 1;
    }
    i > 0 && i <= 128
}

const fn is_digest(digest: &str) -> bool {
    let Some(digits) = after(digest, "sha256:") else {
        return false;
    };
    let bytes = digits.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !matches!(bytes[i], b'0'..=b'9' | b'a'..=b'f') {
            return false;
        }
        i += 1;
    }
    i == 64
}

/// Returns the offset of the first occurrence of an ASCII byte, or the end.
const fn first(text: &str, byte: u8) -> usize {
    match find(text, byte) {
        Some(at) => at,
        None => text.len(),
    }
}

/// Finds the first occurrence of an ASCII byte.
const fn find(text: &str, byte: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == byte {
            return Some(i);
        }
        i += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "sha256:0f5e1b9c8a3d4c5f9e217a1c0f5e1b9c0f5e1b9c8a3d4c5f9e217a1c0f5e1b9c";

    #[test]
    fn references_that_docker_accepts_are_parsed() {
        for good in [
            "moodle",
            "moodle:5.2",
            "bitnami/moodle:latest",
            "localhost/moodle",
            "registry.example.edu:5000/lms/moodle-5__x--y.z:v5.2_a-b",
            "public.ecr.aws/x1y2/moodle",
            "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/moodle:5.2",
        ] {
            assert!(Image::parse(good).is_ok(), "{good}: {:?}", Image::parse(good));
            let pinned = format!("{good}@{DIGEST}");
            assert_eq!(Image::parse(&pinned).unwrap().digest, Some(DIGEST), "{pinned}");
        }
    }

    #[test]
    fn references_that_docker_refuses_are_refused() {
        for bad in [
            "",
            " moodle",
            "moodle :5.2",
            "https://example.edu/moodle",
            "example.edu/Moodle",
            "example.edu/",
            "/moodle",
            "moodle/",
            "lms//moodle",
            "moodle:",
            "moodle:.5",
            "moodle:5.2:1",
            "moodle-:5",
            "moo___dle",
            "moo._dle",
            "moo..dle",
            "moodle@5.2",
            "moodle@sha256:0f5e",
            "moodle@sha512:0f5e",
            "registry.example.edu:x/moodle",
            "régistry.example.edu/moodle",
            "a.b:1:2/moodle",
            "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
            "registry.example.edu:5000",
        ] {
            assert!(Image::parse(bad).is_err(), "{bad}");
        }
        assert!(Image::parse(&"a".repeat(256)).is_err());
    }

    #[test]
    fn ecr_registry_contains_account_and_region() {
        let ecr = |host: &'static str| {
            let image = Image {
                registry: Some(host),
                path: "moodle",
                tag: None,
                digest: None,
            };
            image.ecr().map(|ecr| (ecr.account, ecr.region, ecr.suffix))
        };
        for (host, region, suffix) in [
            (
                "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
                "eu-west-1",
                "amazonaws.com",
            ),
            (
                "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn",
                "cn-north-1",
                "amazonaws.com.cn",
            ),
            (
                "111122223333.dkr.ecr-fips.us-gov-east-1.amazonaws.com",
                "us-gov-east-1",
                "amazonaws.com",
            ),
            ("111122223333.dkr-ecr.eu-west-1.on.aws", "eu-west-1", "on.aws"),
        ] {
            assert_eq!(ecr(host), Some(("111122223333", region, suffix)));
        }
        for other in [
            "public.ecr.aws",
            "11112222333.dkr.ecr.eu-west-1.amazonaws.com",
            "111122223333",
            "docker.io",
        ] {
            assert_eq!(ecr(other), None, "{other}");
        }
    }
}
