//! How often AWS was called.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Writes how often each service was called, the busiest first.
#[must_use]
pub(crate) fn calls_text<'c>(calls: impl IntoIterator<Item = (&'c str, u64)>) -> String {
    let mut by_service: BTreeMap<&str, u64> = BTreeMap::new();
    for (service, count) in calls {
        *by_service.entry(service).or_default() += count;
    }
    let mut services: Vec<(&str, u64)> = by_service.into_iter().collect();
    services.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let all: u64 = services.iter().map(|(_, count)| count).sum();
    let name = services.iter().map(|(service, _)| service.len()).max().unwrap_or(0);
    let number = services.first().map_or(0, |(_, count)| count.to_string().len());
    let mut text = format!("Calls of AWS: {all}");
    for (service, count) in services {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n  {service:name$}  {count:>number$}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_listed_by_service_busiest_first() {
        let calls = [("EC2", 40), ("EC2", 62), ("IAM", 9), ("Elastic Load Balancing v2", 15)];
        let text = "\
Calls of AWS: 126
  EC2                        102
  Elastic Load Balancing v2   15
  IAM                          9";
        assert_eq!(calls_text(calls), text);
        assert_eq!(calls_text([]), "Calls of AWS: 0");
    }
}
