//! The check of e-mail addresses, for every key that holds one.

use super::{after, part};
use crate::host::host_fault;
use crate::{Problem, Subject, Text, secret_fault};

/// Checks the e-mail address at a key.
///
/// Sources: <https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2> for the form and
/// <https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1> for the lengths; quoted names and
/// bracketed hosts are refused: they are not in use, and neither Moodle nor Amazon SNS is known to accept them.
pub(super) const fn email_problem(path: &'static str, key: &str, address: &str) -> Option<Problem> {
    let Some(fault) = email_fault(address) else {
        return None;
    };
    // MS009 reports a secret in its place, without repeating it.
    if secret_fault(address).is_some() {
        return None;
    }
    let what = Text::new("").quoted(address).push(" is not an e-mail address: ");
    let help = match bare(address) {
        Some(bare) => Text::new("write `").push(key).push(": \"").push(bare).push("\"`"),
        None => Text::new("write one address, such as `")
            .push(key)
            .push(": \"moodle-ops@example.edu\"`"),
    };
    Problem::at(Subject::at(path), what.push(fault.as_str()), help)
}

/// Returns why a text is not an e-mail address, if it is not.
const fn email_fault(address: &str) -> Option<Text> {
    let (Some(name), Some(host)) = (part(address, b'@', 0), part(address, b'@', 1)) else {
        return Some(Text::new("it has no `@`"));
    };
    if part(address, b'@', 2).is_some() {
        return Some(Text::new("it has more than one `@`"));
    }
    if let Some(fault) = name_fault(name) {
        return Some(Text::new(fault));
    }
    // Mail servers accept capitals in a host name; only a declared domain must not have any.
    if let Some(fault) = host_fault(Text::new("").lower(host).as_str()) {
        return Some(Text::new("the part after the `@` is not a host name: ").push(fault));
    }
    if address.len() > 254 {
        return Some(Text::new("it has more than 254 characters"));
    }
    None
}

/// Returns what is wrong with the part before the `@`.
const fn name_fault(name: &str) -> Option<&'static str> {
    let bytes = name.as_bytes();
    if bytes.is_empty() {
        return Some("the part before the `@` is empty");
    }
    if bytes.len() > 64 {
        return Some("the part before the `@` has more than 64 characters");
    }
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'.' if i == 0 || i + 1 == bytes.len() || bytes[i + 1] == b'.' => {
                return Some("the part before the `@` starts or ends with a dot, or has two in a row");
            }
            // RFC 5322, section 3.2.3.
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'.'
            | b'-'
            | b'_'
            | b'+'
            | b'!'
            | b'#'
            | b'$'
            | b'%'
            | b'&'
            | b'\''
            | b'*'
            | b'/'
            | b'='
            | b'?'
            | b'^'
            | b'`'
            | b'{'
            | b'|'
            | b'}'
            | b'~' => {}
            b' ' => return Some("it contains a space"),
            _ => return Some("it contains a character that addresses cannot have"),
        }
        i += 1;
    }
    None
}

/// Returns the address inside a `mailto:` link, or inside angle brackets after a name.
const fn bare(text: &str) -> Option<&str> {
    let inner = match (after(text, "mailto:"), part(text, b'<', 1)) {
        (Some(inner), _) => inner,
        (None, Some(rest)) => match part(rest, b'>', 0) {
            Some(inner) => inner,
            None => return None,
        },
        (None, None) => text.trim_ascii(),
    };
    if email_fault(inner).is_none() {
        Some(inner)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{bare, email_fault};

    #[test]
    fn common_addresses_are_accepted() {
        for good in [
            "moodle-admin@example.edu",
            "m.o_o+dle@cs.example.ac.uk",
            "O'Neill@Example.EDU",
            "7@b-c.de",
        ] {
            assert_eq!(email_fault(good), None, "{good}");
        }
    }

    #[test]
    fn invalid_addresses_are_refused() {
        let long = format!("{}@example.edu", "a".repeat(65));
        let longest = format!("{}@{}edu", "a".repeat(64), "abcdefghi.".repeat(20));
        for bad in [
            "",
            "admin",
            "@example.edu",
            "admin@",
            "admin@localhost",
            "admin@example.edu.",
            "a@b@example.edu",
            "a b@example.edu",
            "admin@exam ple.edu",
            ".admin@example.edu",
            "ad..min@example.edu",
            "admin@example.edu, ops@example.edu",
            "Admin <admin@example.edu>",
            "ädmin@example.edu",
            "admin@[10.0.0.1]",
            &long,
            &longest,
        ] {
            assert!(email_fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn address_in_a_link_or_in_brackets_is_found() {
        for text in [
            "mailto:a@example.edu",
            "Ann <a@example.edu>",
            "<a@example.edu>",
            " a@example.edu ",
        ] {
            assert_eq!(bare(text), Some("a@example.edu"), "{text}");
        }
        for text in ["Ann <a@example.edu", "Ann", "Ann <>"] {
            assert!(bare(text).is_none_or(|bare| email_fault(bare).is_none()), "{text}");
        }
    }
}
