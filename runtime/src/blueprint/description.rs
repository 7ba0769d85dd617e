//! Descriptions of resources, which AWS limits to a length. A domain has up to 253 characters.

/// The end of a description that was cut. A domain has dots too, so they are legal wherever a domain is.
const CUT: &str = "...";

/// Cuts a description to a number of bytes.
pub(super) fn description(text: String, limit: usize) -> String {
    if text.len() <= limit {
        return text;
    }
    let mut end = limit.saturating_sub(CUT.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let (kept, _) = text.split_at(end);
    format!("{kept}{CUT}")
}
