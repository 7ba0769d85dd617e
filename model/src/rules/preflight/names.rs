//! Names from AWS, as problems show them.

/// Lists the first few names for a message, and the number of the others.
pub(super) fn few<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const MOST: usize = 8;
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    if names.len() <= MOST {
        return crate::listed(&names, "and");
    }
    format!("{} and {} more", names[..MOST].join(", "), names.len() - MOST)
}

/// Normalizes a host name: lower case, without a final dot.
pub(super) fn plain(host: &str) -> String {
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}
