//! "Did you mean …?"

/// The length of the longest string that [`distance`] measures, in bytes.
const LONGEST: usize = 64;

/// Returns the candidate nearest to a word, if one is near enough for the word to be a typo of it.
///
/// ```
/// assert_eq!(moodle_stack_model::nearest("certifcate", ["certificate", "origin_timeout"]), Some("certificate"));
/// assert_eq!(moodle_stack_model::nearest("colour", ["certificate", "origin_timeout"]), None);
/// ```
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace('_', "");
    let written = plain(written);
    candidates
        .into_iter()
        .map(|candidate| (distance(written.as_bytes(), plain(candidate).as_bytes()), candidate))
        .filter(|(distance, candidate)| *distance <= tolerated(candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the candidate nearest to a word like [`nearest`], but in `const` evaluation, and without ignoring case and
/// underscores.
///
/// ```
/// use moodle_stack_model::facts::nearest_in;
/// assert_eq!(nearest_in("valkye", &["redis", "valkey"]), Some("valkey"));
/// assert_eq!(nearest_in("memcached", &["redis", "valkey"]), None);
/// ```
///
/// [`nearest`]: crate::nearest
#[must_use]
pub const fn nearest_in<'a>(written: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let (mut best, mut least) = (None, usize::MAX);
    let mut i = 0;
    while i < candidates.len() {
        let distance = distance(written.as_bytes(), candidates[i].as_bytes());
        if distance < least && distance <= tolerated(candidates[i]) {
            (best, least) = (Some(candidates[i]), distance);
        }
        i += 1;
    }
    best
}

/// Returns the largest number of wrong letters in a candidate that counts as close.
const fn tolerated(candidate: &str) -> usize {
    let len = candidate.len();
    if len < 3 { 1 } else { len / 3 }
}

/// Returns the Levenshtein distance, the number of bytes to insert, delete or change. Strings longer than [`LONGEST`] are
/// never near.
pub(crate) const fn distance(left: &[u8], right: &[u8]) -> usize {
    if left.len() > LONGEST || right.len() > LONGEST {
        return usize::MAX;
    }
    let mut row = [0; LONGEST + 1];
    let mut j = 0;
    while j <= right.len() {
        row[j] = j;
        j += 1;
    }
    let mut i = 0;
    while i < left.len() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        j = 0;
        while j < right.len() {
            let mut least = if left[i] == right[j] { diagonal } else { diagonal + 1 };
            diagonal = row[j + 1];
            if row[j] + 1 < least {
                least = row[j] + 1;
            }
            if diagonal + 1 < least {
                least = diagonal + 1;
            }
            row[j + 1] = least;
            j += 1;
        }
        i += 1;
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_inserted_deleted_and_changed_letters() {
        for (left, right, expected) in [
            ("", "abc", 3),
            ("abc", "abc", 0),
            ("kitten", "sitting", 3),
            ("us-est-1", "us-east-1", 1),
        ] {
            assert_eq!(distance(left.as_bytes(), right.as_bytes()), expected, "{left} {right}");
            assert_eq!(distance(right.as_bytes(), left.as_bytes()), expected, "{right} {left}");
        }
    }

    #[test]
    fn very_long_words_are_near_nothing() {
        assert_eq!(nearest_in(&"a".repeat(65), &["a"]), None);
    }
}
