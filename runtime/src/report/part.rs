//! The parts of the architecture, in the order in which they are shown.

const ORDER: [&str; 13] = [
    "network",
    "security",
    "edge",
    "load_balancer",
    "compute",
    "moodle",
    "files",
    "database",
    "cache",
    "dns",
    "observability",
    "trail",
    "account",
];

/// Returns the part that an address belongs to: its first segment.
pub(crate) fn part(address: &str) -> &str {
    address.split('.').next().unwrap_or(address)
}

/// Sorts items by the part of their address, and within a part by address.
pub(crate) fn sort<T>(items: &mut [T], address: impl Fn(&T) -> &str) {
    let rank = |address: &str| {
        ORDER
            .iter()
            .position(|known| *known == part(address))
            .unwrap_or(ORDER.len())
    };
    items.sort_by(|left, right| {
        let (left, right) = (address(left), address(right));
        (rank(left), left).cmp(&(rank(right), right))
    });
}
