//! Real answers of AWS, and how they are explained.

mod answers;

use super::*;
use crate::provider::NOT_SENT;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// An answer of AWS, and where it was reported.
struct Answer {
    region: &'static str,
    call: &'static str,
    code: &'static str,
    message: &'static str,
    /// The page that quotes the answer.
    source: &'static str,
}

impl Answer {
    fn error(&self) -> ApiError {
        let place = Place {
            account: "111122223333".into(),
            region: self.region.into(),
            name: "campus-web".into(),
        };
        // The explanation does not follow from the kind.
        ApiError::new(ApiErrorKind::Invalid, self.call, self.code, self.message).at(|| place)
    }

    /// Returns what explains the answer.
    fn explained_by(&self) -> String {
        let error = self.error();
        match (known(&error, error.place.as_deref().unwrap()), quota::find(&error)) {
            (Some(row), _) => format!("{row:?}"),
            (None, Some(quota)) => format!("{quota:?}"),
            (None, None) => panic!("nothing explains {error}"),
        }
    }
}

#[test]
fn real_answers_are_explained_to_a_tired_administrator() {
    let mut read = String::new();
    for answer in answers::all() {
        let error = answer.error();
        let Diagnosis { meaning, advice } = diagnose(&error);
        let _ = writeln!(
            read,
            "{}\n   what: {error}\n  means: {meaning}\n   next: {advice}\n",
            answer.source
        );
    }
    insta::assert_snapshot!("real_answers", read);
}

#[test]
fn every_row_and_every_quota_explains_a_real_answer() {
    let used: BTreeSet<String> = answers::all().map(Answer::explained_by).collect();
    let rows = tables::all().map(|row| format!("{row:?}"));
    let all: BTreeSet<String> = rows.chain(quota::all().map(|quota| format!("{quota:?}"))).collect();
    assert_eq!(all.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn no_row_matches_by_the_code_alone() {
    for row in tables::all() {
        let parts = [
            !row.service.is_empty() || !row.operations.is_empty(),
            !row.codes.is_empty(),
            !row.words.is_empty() || row.is_opt_in,
        ];
        let count = parts.iter().filter(|part| **part).count();
        // Words alone are enough only if they are several, since a message of any service may contain one.
        let words = row.words.iter().flat_map(|word| word.split([' ', ':'])).count();
        assert!(count >= 2 || words >= 2, "{row:?}");
        assert!(row.source.starts_with("https://"), "{row:?}");
    }
}

#[test]
fn explanation_leaves_no_placeholder_and_no_console_to_look_at() {
    for answer in answers::all() {
        let Diagnosis { meaning, advice } = diagnose(&answer.error());
        for text in [&meaning, &advice] {
            assert!(!text.contains(['{', '}']) && !text.ends_with('.'), "{text}");
            assert!(!text.contains("look at"), "{text}");
            assert_eq!(text.matches('`').count() % 2, 0, "{text}");
        }
    }
}

#[test]
fn same_code_has_another_explanation_by_its_words_and_its_region() {
    let of = |region: &str, call: &str, code: &str, message: &str| {
        let error = ApiError::new(ApiErrorKind::Denied, call, code, message);
        diagnose(&error.at(|| Place::of_region(region))).meaning
    };
    let token = "The security token included in the request is invalid.";
    let call = "sts:GetCallerIdentity";
    let opt_in = of("me-south-1", call, "InvalidClientTokenId", token);
    let open = of("eu-west-1", call, "InvalidClientTokenId", token);
    assert!(opt_in.contains("has not enabled me-south-1"), "{opt_in}");
    assert!(!open.contains("enabled"), "{open}");
    let create = "cloudfront:CreateDistributionWithTags";
    let unverified = of(
        "us-east-1",
        create,
        "AccessDenied",
        "Your account must be verified before you can add new",
    );
    let denied = of(
        "us-east-1",
        create,
        "AccessDenied",
        "User: arn:aws:iam::1:user/a is not authorized to perform: cloudfront:CreateDistribution on resource: \
         arn:aws:cloudfront::1:distribution/* because no identity-based policy allows the cloudfront:CreateDistribution action",
    );
    assert!(unverified.contains("no permission is missing"), "{unverified}");
    assert_eq!(denied, "no policy of your role allows `cloudfront:CreateDistribution`");
}

#[test]
fn unknown_place_is_in_capitals_for_a_person_to_fill_in() {
    let error = ApiError::new(
        ApiErrorKind::Quota,
        "ec2:CreateVpc",
        "VpcLimitExceeded",
        "The maximum number of VPCs",
    );
    let Diagnosis { meaning, advice } = diagnose(&error);
    assert!(
        meaning.starts_with("account ACCOUNT has reached a quota in REGION"),
        "{meaning}"
    );
    assert!(
        advice.contains("--quota-code L-F678F1CE --desired-value 10 --region REGION`"),
        "{advice}"
    );
}

#[test]
fn credentials_that_were_never_sent_are_explained_by_the_sdks_words() {
    let error = ApiError::new(
        ApiErrorKind::Credentials,
        "sts:GetCallerIdentity",
        NOT_SENT,
        "the credential provider was not enabled: no credentials found in chain. Attempted:",
    );
    assert_eq!(
        diagnose(&error).meaning,
        "there are no credentials for AWS on this machine, or `AWS_PROFILE` names a profile that does not exist or has none"
    );
}

#[test]
fn wrong_clock_is_told_from_wrong_credentials() {
    let is_clock = |code: &str, message: &str| {
        is_about_clock(&ApiError::new(
            ApiErrorKind::Credentials,
            "sts:GetCallerIdentity",
            code,
            message,
        ))
    };
    let off = "Request has expired. (the clock of this machine is 12 minutes slow)";
    let skewed = "The difference between the request time and the current time is too large.";
    for (code, message) in [
        (
            "SignatureDoesNotMatch",
            "Signature expired: 20261129T050000Z is now earlier than 20261129T052000Z",
        ),
        (
            "SignatureDoesNotMatch",
            "Signature not yet current: 20261129T060000Z is still later than 20261129T052000Z",
        ),
        (
            "InvalidSignatureException",
            "Signature expired: 20261129T050000Z is now earlier than …",
        ),
        ("RequestTimeTooSkewed", skewed),
        ("RequestExpired", off),
    ] {
        assert!(is_clock(code, message), "{code} {message}");
    }
    let signature = "The request signature we calculated does not match the signature you provided.";
    for (code, message) in [
        ("SignatureDoesNotMatch", signature),
        (
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
        ),
        ("ExpiredToken", "The security token included in the request is expired"),
        ("RequestExpired", "Request has expired."),
    ] {
        assert!(!is_clock(code, message), "{code} {message}");
    }
}
