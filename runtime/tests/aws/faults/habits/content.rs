//! The words of a request or a response.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use std::collections::BTreeSet;

/// The words of a text: each one whole, and its parts between slashes and colons.
#[derive(Debug, Default)]
pub struct Tokens(BTreeSet<String>);

impl Tokens {
    pub fn has(&self, token: &str) -> bool {
        self.0.contains(token)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// Returns the path, the query and the body of a request, decoded.
pub fn text(request: &HttpRequest) -> String {
    let path = request.uri().split_once("://").map_or("", |(_, rest)| rest);
    let path = path.find('/').map_or("", |at| &path[at..]);
    let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default());
    format!("{}\n{}", decoded(path), decoded(&body))
}

/// Decodes percent signs, and leaves other text as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut left = text.as_bytes();
    while let [first, rest @ ..] = left {
        let digits = rest.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let decoded = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = decoded.filter(|_| *first == b'%') {
            bytes.push(byte);
            left = &rest[2..];
        } else {
            bytes.push(*first);
            left = rest;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Splits a text into words.
pub fn tokens(text: &str) -> Tokens {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || "_.:/@+*-".contains(sign);
    let mut all = BTreeSet::new();
    for word in text.split(|sign| !is_part(sign)).filter(|word| !word.is_empty()) {
        all.extend(
            word.split(['/', ':'])
                .filter(|part| !part.is_empty())
                .map(str::to_owned),
        );
        all.insert(word.to_owned());
    }
    Tokens(all)
}

/// Returns whether a word looks like an ID that AWS generates, or an ARN with an account.
pub fn is_id(word: &str) -> bool {
    if word.starts_with("arn:aws") {
        // An ARN with a name that ends with a wildcard is part of a policy.
        return word.split(':').count() >= 6 && !word.contains('*') && !word.contains(":iam::aws:");
    }
    if let Some((prefix, digits)) = word.rsplit_once('-') {
        let is_prefix = (2..=9).contains(&prefix.len()) && prefix.chars().all(|sign| sign.is_ascii_lowercase());
        let are_digits = (8..=17).contains(&digits.len()) && digits.chars().all(|sign| sign.is_ascii_hexdigit());
        if is_prefix && are_digits {
            return true;
        }
    }
    let is_distribution = |word: &str| {
        word.len() >= 12
            && word.starts_with('E')
            && word
                .chars()
                .all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit())
            && word.chars().any(|sign| sign.is_ascii_digit())
    };
    word.starts_with("vo_") || is_distribution(word)
}

/// Questions to a service.
pub mod query {
    use crate::faults::call::{Call, Protocol};

    /// Returns whether a call that reads names something only to choose what it lists.
    pub fn is_only_filter(call: &Call, sent: &str, key: &str) -> bool {
        match call.protocol {
            Protocol::Ec2 | Protocol::Query => sent
                .split(['&', '\n'])
                .filter(|pair| super::tokens(pair).has(key))
                .all(|pair| pair.starts_with("Filter")),
            // Both list by the beginning of a name.
            _ => matches!(
                call.operation(),
                "DescribeLogGroups" | "DescribeScalableTargets" | "DescribeScalingPolicies" | "ListTasks" | "ListRules"
            ),
        }
    }
}

#[test]
fn words_are_compared_whole_and_in_parts() {
    let words =
        tokens("<vpcId>vpc-0a1b2c3d</vpcId> path/E2ABCDEFGHIJ1K?x=arn:aws:sns:eu-west-1:111122223333:campus-alarms");
    for word in ["vpc-0a1b2c3d", "E2ABCDEFGHIJ1K", "campus-alarms"] {
        assert!(words.has(word), "{word}");
    }
    assert!(!words.has("campus"));
    let ids: Vec<&str> = words.iter().filter(|word| is_id(word)).collect();
    let arn = "arn:aws:sns:eu-west-1:111122223333:campus-alarms";
    assert_eq!(ids, ["E2ABCDEFGHIJ1K", arn, "vpc-0a1b2c3d"]);
    assert_eq!(decoded("a%3Ab%zz%"), "a:b%zz%");
}
