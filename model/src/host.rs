//! Host names in `const` evaluation.

use crate::Text;
use crate::text::{after, between, ends_with, has, has_capital, is_digits, part, same};

/// Returns whether a hosted zone can contain a domain's records: its name is the domain, or a parent of it.
///
/// A declaration has only the zone's id, so only the deployer, which looks up the name, can compare. The dot at the end of
/// Route 53's names is ignored.
///
/// ```
/// use moodle_stack_model::zone_holds;
/// assert!(zone_holds("example.edu.", "learn.example.edu"));
/// assert!(!zone_holds("ample.edu", "learn.example.edu"));
/// ```
#[must_use]
pub const fn zone_holds(zone: &str, domain: &str) -> bool {
    let (zone, domain) = (
        Text::new("").lower(without_dot(zone)),
        Text::new("").lower(without_dot(domain)),
    );
    let (zone, domain) = (zone.as_str(), domain.as_str());
    if zone.is_empty() || !ends_with(domain, zone) {
        return false;
    }
    let above = domain.len() - zone.len();
    above == 0 || domain.as_bytes()[above - 1] == b'.'
}

/// Returns why a text is not a valid host name for a site, if it is not. RFC 1123, section 2.1; RFC 1035, section 2.3.4.
pub(crate) const fn host_fault(host: &str) -> Option<&'static str> {
    if host.is_empty() {
        return Some("it is empty");
    }
    if has(host, b'/') || has(host, b':') {
        return Some("it contains a scheme, a port or a path");
    }
    if has(host, b'*') {
        return Some("a wildcard matches many names, but a site has one");
    }
    if !host.is_ascii() {
        return Some("non-ASCII letters must be written in Punycode, such as `xn--mnchen-3ya` for `münchen`");
    }
    if ends_with(host, ".") && host.len() > 1 {
        return Some("it ends with a dot, which would be part of every link in Moodle");
    }
    if host.len() > 253 {
        return Some("it has more than 253 characters");
    }
    let (mut n, mut numbers) = (0, 0);
    while let Some(label) = part(host, b'.', n) {
        let bytes = label.as_bytes();
        if bytes.is_empty() {
            return Some("a part between dots is empty");
        }
        if bytes.len() > 63 {
            return Some("a part between dots has more than 63 characters");
        }
        let mut i = 0;
        while i < bytes.len() {
            let hyphen = bytes[i] == b'-' && i > 0 && i + 1 < bytes.len();
            if !hyphen && !bytes[i].is_ascii_alphanumeric() {
                return Some("it may contain only letters, digits, dots, and hyphens inside a part");
            }
            i += 1;
        }
        if is_digits(label) {
            numbers += 1;
        }
        n += 1;
        if is_digits(label) && part(host, b'.', n).is_none() {
            return Some(if n == 4 && numbers == 4 {
                "it is an IP address, for which no certificate is issued"
            } else {
                "its last part is a number"
            });
        }
    }
    if n < 2 {
        return Some("it has no dot");
    }
    if has_capital(host) {
        return Some(
            "it has capital letters, but browsers send the name in lower case, so Moodle would treat it as another name",
        );
    }
    None
}

/// Extracts the probable host name from a pasted text: removes surrounding spaces, scheme, port, path and a final dot, and
/// converts it to lower case.
pub(crate) const fn host_in(text: &str) -> Text {
    let bytes = text.as_bytes();
    let (mut from, mut to) = (0, bytes.len());
    while from < to && bytes[from] == b' ' {
        from += 1;
    }
    while from < to && bytes[to - 1] == b' ' {
        to -= 1;
    }
    let text = between(text, from, to);
    let text = match (after(text, "https://"), after(text, "http://")) {
        (Some(rest), _) | (None, Some(rest)) => rest,
        (None, None) => text,
    };
    let bytes = text.as_bytes();
    let mut to = 0;
    while to < bytes.len() && !matches!(bytes[to], b'/' | b':' | b'?' | b'#') {
        to += 1;
    }
    Text::new("").lower(without_dot(between(text, 0, to)))
}

/// Returns whether a domain is certainly the apex of a zone: it has two parts, and is not a suffix for a country's
/// universities or companies, such as `ac.uk`.
pub(crate) const fn is_apex(domain: &str) -> bool {
    const SECOND_LEVELS: [&str; 9] = ["ac", "co", "com", "edu", "gov", "net", "or", "org", "sch"];
    let (Some(second), Some(top), None) = (part(domain, b'.', 0), part(domain, b'.', 1), part(domain, b'.', 2)) else {
        return false;
    };
    let mut i = 0;
    while i < SECOND_LEVELS.len() {
        if top.len() == 2 && same(second, SECOND_LEVELS[i]) {
            return false;
        }
        i += 1;
    }
    true
}

/// Returns the last part of a domain if it is reserved for names that do not exist on the internet.
///
/// Sources: <https://www.iana.org/assignments/special-use-domain-names/special-use-domain-names.xhtml>, and for `internal`
/// <https://datatracker.ietf.org/doc/draft-davies-internal-tld/>, 2026-11.
pub(crate) const fn private_top(domain: &str) -> Option<&'static str> {
    const RESERVED: [&str; 8] = [
        "alt",
        "example",
        "internal",
        "invalid",
        "local",
        "localhost",
        "onion",
        "test",
    ];
    let bytes = domain.as_bytes();
    let mut dot = bytes.len();
    while dot > 0 && bytes[dot - 1] != b'.' {
        dot -= 1;
    }
    let top = between(domain, dot, bytes.len());
    let mut i = 0;
    while i < RESERVED.len() {
        if same(top, RESERVED[i]) {
            return Some(RESERVED[i]);
        }
        i += 1;
    }
    None
}

const fn without_dot(name: &str) -> &str {
    if ends_with(name, ".") {
        between(name, 0, name.len() - 1)
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zone_holds_its_own_name_and_its_subdomains() {
        for (zone, domain, holds) in [
            ("example.edu", "learn.example.edu", true),
            ("example.edu.", "learn.example.edu", true),
            ("learn.example.edu", "learn.example.edu", true),
            ("EXAMPLE.edu.", "learn.Example.EDU", true),
            ("edu", "learn.example.edu", true),
            ("ample.edu", "learn.example.edu", false),
            ("other.edu", "learn.example.edu", false),
            ("www.learn.example.edu", "learn.example.edu", false),
            ("", "learn.example.edu", false),
            (".", "learn.example.edu", false),
        ] {
            assert_eq!(zone_holds(zone, domain), holds, "{zone} {domain}");
        }
    }

    #[test]
    fn only_plain_host_names_are_accepted() {
        let long = format!("{}.example.edu", "a".repeat(64));
        for bad in [
            "",
            ".",
            "localhost",
            "*.example.edu",
            "münchen.example.edu",
            "learn.example.edu.",
            "Learn.example.edu",
            "learn..example.edu",
            "-learn.example.edu",
            "my_school.example.edu",
            "192.0.2.1",
            "example.1",
            "learn.example.edu:443",
            &long,
        ] {
            assert!(host_fault(bad).is_some(), "{bad}");
        }
        for good in [
            "learn.example.edu",
            "xn--mnchen-3ya.example.edu",
            "1.example.edu",
            "a-b.c",
        ] {
            assert_eq!(host_fault(good), None, "{good}");
        }
    }

    #[test]
    fn host_name_is_extracted_from_a_url() {
        for text in [
            "https://learn.example.edu/course/view.php?id=2",
            "http://learn.example.edu:8080",
            "learn.example.edu/",
            " learn.example.edu ",
            "Learn.Example.EDU.",
        ] {
            assert_eq!(host_in(text).as_str(), "learn.example.edu", "{text}");
        }
    }

    #[test]
    fn apex_is_recognized_if_it_is_certain() {
        assert!(is_apex("example.edu") && is_apex("example.ac") && is_apex("edu.example"));
        assert!(!is_apex("learn.example.edu") && !is_apex("ac.uk") && !is_apex("example"));
    }

    #[test]
    fn reserved_top_level_domains_are_recognized() {
        assert_eq!(private_top("learn.campus.local"), Some("local"));
        assert_eq!(private_top("learn.local.edu"), None);
    }
}
