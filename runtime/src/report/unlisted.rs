//! What a recovery could not look for.

use super::style::{CYAN, paint};
use crate::execute::Unlisted;
use moodle_stack_model::listed;

/// How many kinds to name.
const NAMED: usize = 4;

/// Writes which kinds could not be listed in a region, and what follows from it.
pub(crate) fn unlisted_text(unlisted: &Unlisted) -> String {
    let Unlisted { region, error, nouns } = unlisted;
    let mut kinds: Vec<String> = nouns.iter().take(NAMED).map(|&noun| format!("{noun}s")).collect();
    match nouns.len().saturating_sub(NAMED) {
        0 => {}
        1 => kinds.push("1 other kind".into()),
        more => kinds.push(format!("{more} other kinds")),
    }
    format!(
        "{} {region} was not searched for {}: {error}\nThe declaration has none of them there. If an earlier one had, allow \
         these lists, and run `journal verify`, which looks again.",
        paint(CYAN, "note:"),
        listed(&kinds, "and"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::{ApiError, ApiErrorKind};

    #[test]
    fn note_names_the_region_the_first_kinds_and_the_cause() {
        let error = ApiError::new(
            ApiErrorKind::Denied,
            "acm:ListCertificates",
            "AccessDeniedException",
            "no",
        );
        let text = unlisted_text(&Unlisted {
            region: "us-east-1".into(),
            error,
            nouns: vec!["certificate", "log group", "subnet", "VPC", "topic", "trail"],
        });
        insta::assert_snapshot!(anstream::adapter::strip_str(&text).to_string(), @r"
        note: us-east-1 was not searched for certificates, log groups, subnets, VPCs and 2 other kinds: acm:ListCertificates answered AccessDeniedException: no
        The declaration has none of them there. If an earlier one had, allow these lists, and run `journal verify`, which looks again.
        ");
    }
}
