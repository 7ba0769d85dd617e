//! Removes items from the lists of a response.

use super::content::tokens;
use crate::faults::call::Protocol;
use serde_json::Value;

/// Returns a response without the items that name any of these; `None` if there are none.
pub fn without(protocol: Protocol, body: &[u8], keys: &[String]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(body).ok()?;
    let words = tokens(text);
    if !keys.iter().any(|key| words.has(key)) {
        return None;
    }
    match protocol {
        Protocol::Json | Protocol::RestJson => {
            let mut json: Value = serde_json::from_str(text).ok()?;
            without_items(&mut json, keys).then(|| json.to_string().into_bytes())
        }
        Protocol::Query | Protocol::Ec2 | Protocol::RestXml | Protocol::S3 => {
            let filtered = without_elements(text, keys);
            (filtered.len() < text.len()).then(|| filtered.into_bytes())
        }
        // Only CloudWatch, whose alarms and dashboards nothing else refers to.
        Protocol::Cbor => None,
    }
}

fn names_any(text: &str, keys: &[String]) -> bool {
    let words = tokens(text);
    keys.iter().any(|key| words.has(key))
}

/// Removes items of the lists of a response, and not of what is listed. Returns whether there were any.
fn without_items(json: &mut Value, keys: &[String]) -> bool {
    let lists = json.as_object_mut().into_iter().flatten();
    let lists = lists.filter_map(|(_, list)| list.as_array_mut());
    lists.fold(false, |any, list| {
        let before = list.len();
        list.retain(|item| !names_any(&item.to_string(), keys));
        any | (list.len() < before)
    })
}

/// The names of the items of lists. EC2 names each `item`, other services of its protocol `member`, and some name them by
/// what they are.
const ITEMS: &[&str] = &[
    "item",
    "member",
    "Bucket",
    "CacheSubnetGroup",
    "DBCluster",
    "DBClusterParameterGroup",
    "DBInstance",
    "DBParameterGroup",
    "DBSnapshot",
    "DBSubnetGroup",
    "DistributionSummary",
    "EventSubscription",
    "ReplicationGroup",
    "Subnet",
    "Tag",
    "VpcOriginSummary",
];

/// Removes the innermost elements that are items of lists.
fn without_elements(xml: &str, keys: &[String]) -> String {
    let mut text = xml.to_owned();
    // The start of each open item, the innermost last.
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('<').map(|found| at + found) {
        let Some(end) = text[start..].find('>').map(|found| start + found + 1) else {
            break;
        };
        let tag = text[start + 1..end - 1].to_owned();
        at = end;
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if !ITEMS.contains(&name) || tag.ends_with('/') {
            continue;
        }
        if !tag.starts_with('/') {
            open.push((start, name.to_owned()));
            continue;
        }
        let Some((from, _)) = open.pop() else { continue };
        if names_any(&text[from..end], keys) {
            text.replace_range(from..end, "");
            at = from;
        }
    }
    text
}

#[test]
fn innermost_items_are_removed() {
    let keys = ["subnet-1".to_owned()];
    let xml =
        "<S><item><id>rtb-1</id><assoc><item><id>subnet-1</id></item><item><id>subnet-2</id></item></assoc></item></S>";
    let left = "<S><item><id>rtb-1</id><assoc><item><id>subnet-2</id></item></assoc></item></S>";
    assert_eq!(without(Protocol::Ec2, xml.as_bytes(), &keys).unwrap(), left.as_bytes());
    let json = r#"{"a":[{"id":"subnet-1"},{"id":"subnet-12"}],"b":"subnet-1"}"#;
    let left = r#"{"a":[{"id":"subnet-12"}],"b":"subnet-1"}"#;
    assert_eq!(
        without(Protocol::Json, json.as_bytes(), &keys).unwrap(),
        left.as_bytes()
    );
    assert_eq!(without(Protocol::Json, b"{\"a\":[]}", &keys), None);
}
