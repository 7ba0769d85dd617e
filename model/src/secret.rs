//! Strings that look like secrets.

use crate::text::{has, part, starts_with};

/// What to do with a secret instead of declaring it.
pub const NO_SECRET: &str = "remove it, and revoke it where it was issued, since many can read a source file: AWS generates the database's \
     and the administrator's passwords and keeps them in Secrets Manager; if it is not a secret, write `unchecked!(\"…\")`";

/// The documented prefixes of tokens of well-known services.
///
/// Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids>,
/// <https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns>, 2026-11.
const PREFIXES: [(&str, &str); 15] = [
    ("-----BEGIN", "a private key"),
    ("ghp_", "a GitHub token"),
    ("gho_", "a GitHub token"),
    ("ghs_", "a GitHub token"),
    ("ghu_", "a GitHub token"),
    ("github_pat_", "a GitHub token"),
    ("glpat-", "a GitLab token"),
    ("xoxb-", "a Slack token"),
    ("xoxp-", "a Slack token"),
    ("xapp-", "a Slack token"),
    ("sk_live_", "a Stripe key"),
    ("rk_live_", "a Stripe key"),
    ("SG.", "a SendGrid key"),
    ("dckr_pat_", "a Docker token"),
    ("Bearer ", "a token"),
];

/// Returns the kind of secret that a string looks like, if it looks like one.
///
/// ```
/// use moodle_stack_model::secret_fault;
/// assert_eq!(secret_fault("AKIAIOSFODNN7EXAMPLE"), Some("an AWS access key"));
/// assert_eq!(secret_fault("arn:aws:acm:us-east-1:111122223333:certificate/0f5e"), None);
/// ```
#[must_use]
pub const fn secret_fault(text: &str) -> Option<&'static str> {
    let mut i = 0;
    while i < PREFIXES.len() {
        if starts_with(text, PREFIXES[i].0) {
            return Some(PREFIXES[i].1);
        }
        i += 1;
    }
    if has_access_key(text) {
        Some("an AWS access key")
    } else if is_secret_access_key(text) {
        Some("an AWS secret access key")
    } else if is_json_web_token(text) {
        Some("a token")
    } else if has_credentials(text) {
        Some("a URL with a password")
    } else if is_password(text) {
        Some("a password")
    } else {
        None
    }
}

/// Returns whether a text contains an access key id: `AKIA` or `ASIA` and sixteen letters or digits.
const fn has_access_key(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut run, mut i) = (0, 0);
    while i <= bytes.len() {
        if i < bytes.len() && (bytes[i].is_ascii_uppercase() || bytes[i].is_ascii_digit()) {
            run += 1;
        } else {
            if run == 20 {
                let start = i - run;
                let kind = bytes[start + 1];
                if bytes[start] == b'A'
                    && (kind == b'K' || kind == b'S')
                    && bytes[start + 2] == b'I'
                    && bytes[start + 3] == b'A'
                {
                    return true;
                }
            }
            run = 0;
        }
        i += 1;
    }
    false
}

/// Returns whether a text looks like a secret access key: forty Base64 characters, with upper case, lower case and digits.
const fn is_secret_access_key(text: &str) -> bool {
    let classes = classes(text);
    text.len() == 40 && classes.upper && classes.lower && classes.digit && classes.base64
}

/// Returns whether a text is a JSON web token: three Base64 parts separated by dots, the first two of them JSON objects.
const fn is_json_web_token(text: &str) -> bool {
    let (Some(head), Some(body), Some(_)) = (part(text, b'.', 0), part(text, b'.', 1), part(text, b'.', 2)) else {
        return false;
    };
    starts_with(head, "eyJ") && starts_with(body, "eyJ")
}

/// Returns whether a text is a URL such as `mysql://user:password@host`.
const fn has_credentials(text: &str) -> bool {
    let (Some(scheme), Some(empty), Some(rest)) = (part(text, b'/', 0), part(text, b'/', 1), part(text, b'/', 2))
    else {
        return false;
    };
    let Some(user) = part(rest, b'@', 0) else {
        return false;
    };
    !scheme.is_empty() && empty.is_empty() && has(rest, b'@') && has(user, b':')
}

/// Returns whether a text looks like a password, from a generator or a password policy: one word with upper case, lower
/// case, digits, and a special character that no name, path, address or ARN contains.
const fn is_password(text: &str) -> bool {
    let classes = classes(text);
    let word = text.len() >= 8 && text.len() <= 128 && !classes.space;
    word && classes.upper && classes.lower && classes.digit && classes.sign
}

/// The classes of characters in a text.
#[allow(clippy::struct_excessive_bools)]
struct Classes {
    upper: bool,
    lower: bool,
    digit: bool,
    sign: bool,
    space: bool,
    /// Whether all characters are Base64.
    base64: bool,
}

const fn classes(text: &str) -> Classes {
    let mut found = Classes {
        upper: false,
        lower: false,
        digit: false,
        sign: false,
        space: false,
        base64: true,
    };
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'A'..=b'Z' => found.upper = true,
            b'a'..=b'z' => found.lower = true,
            b'0'..=b'9' => found.digit = true,
            b'+' | b'/' | b'=' => {}
            b'!' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'?' | b'~' | b'<' | b'>' | b'|' => {
                found.sign = true;
                found.base64 = false;
            }
            b' ' => {
                found.space = true;
                found.base64 = false;
            }
            _ => found.base64 = false,
        }
        i += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::secret_fault;

    #[test]
    fn keys_tokens_and_passwords_are_recognized() {
        for secret in [
            "AKIAIOSFODNN7EXAMPLE",
            "key=ASIAIOSFODNN7EXAMPLE;",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "-----BEGIN RSA PRIVATE KEY-----",
            "ghp_0123456789abcdefghij0123456789abcdef",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
            "mysql://moodle:hunter2@db.example.edu/moodle",
            "Tr0ub4dor&3",
            "P@ssw0rd!2026",
        ] {
            assert!(secret_fault(secret).is_some(), "{secret}");
        }
    }

    #[test]
    fn ordinary_values_are_not_taken_for_secrets() {
        for value in [
            "",
            "111122223333",
            "ap-southeast-1",
            "learn.example.edu",
            "arn:aws:acm:us-east-1:111122223333:certificate/0f5e1b9c-8a3d-4c5f-9e21-7a1c0f5e1b9c",
            "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2",
            "public.ecr.aws/x/moodle@sha256:0f5e1b9c8a3d4c5f9e217a1c0f5e1b9c0f5e1b9c8a3d4c5f9e217a1c0f5e1b9c",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "/var/www/moodledata",
            "moodle-admin@example.edu",
            "8.0.mysql_aurora.3.10.0",
            "Z0123456789ABCDEFGHIJ",
            "AWSManagedRulesAmazonIpReputationList",
            "The University of the North: Moodle 2026!",
            "https://learn.example.edu/@campus",
        ] {
            assert_eq!(secret_fault(value), None, "{value}");
        }
    }
}
