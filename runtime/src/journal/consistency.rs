//! The invariants of a journal, which are true whenever it is written.

use super::document::Journal;
use super::entry::Entry;
use super::phase::Phase;
use std::collections::BTreeMap;

impl Journal {
    /// Lists the violated invariants. A journal that this program wrote has none.
    #[must_use]
    pub fn inconsistencies(&self) -> Vec<String> {
        let mut violations = Vec::new();
        for (address, entry) in &self.resources {
            if *address != entry.address {
                violations.push(format!("{address} holds an entry whose address is {}", entry.address));
            }
            for giver in entry
                .depends
                .iter()
                .filter(|giver| !self.resources.contains_key(*giver))
            {
                violations.push(format!("{address} depends on {giver}, which has no entry"));
            }
        }
        let mut ids: BTreeMap<(&str, &str, &str), &str> = BTreeMap::new();
        let mut tokens: BTreeMap<&str, &str> = BTreeMap::new();
        for entry in self.entries() {
            let Entry { address, token, .. } = entry;
            if entry.kind().is_none() {
                violations.push(format!("{address} has the unknown kind {}", entry.kind));
            }
            match &entry.id {
                None if entry.phase != Phase::Creating && entry.phase != Phase::Deleting => {
                    violations.push(format!("{address} was created, but its id is missing"));
                }
                None => {}
                Some(id) => {
                    if let Some(other) = ids.insert((&entry.kind, &entry.region, id), address) {
                        violations.push(format!("{address} and {other} have the same id {id}"));
                    }
                }
            }
            if let Some(other) = tokens.insert(token, address) {
                violations.push(format!("{address} and {other} have the same client token"));
            }
        }
        violations
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A journal with a ready network, a subnet in it that is being created, and a deposed database.
    fn consistent() -> Journal {
        Journal::read(include_bytes!("format/version_1.json"), "campus.json").unwrap()
    }

    #[test]
    fn consistent_journal_has_no_violations() {
        assert_eq!(consistent().inconsistencies(), Vec::<String>::new());
    }

    #[test]
    fn only_one_entry_about_a_resource_is_kept_and_the_declared_one_is_preferred() {
        let mut journal = consistent();
        let mut again = journal.resources["network.vpc"].clone();
        again.address = "network.another".into();
        again.token = "another".into();
        journal.resources.insert("network.another".into(), again.clone());
        again.address = "network.vpc".into();
        again.token = "third".into();
        journal.deposed.push(again);
        assert_eq!(journal.inconsistencies().len(), 2);
        let mut kept = journal.clone();
        kept.remove_duplicates(|address| address != "network.another");
        assert_eq!(kept, consistent());
        journal.remove_duplicates(|address| address == "network.another");
        assert_eq!(journal.inconsistencies(), Vec::<String>::new());
        assert!(journal.resources.contains_key("network.another") && !journal.resources.contains_key("network.vpc"));
    }

    #[test]
    fn each_violation_is_reported() {
        let violations = |spoil: fn(&mut Journal)| {
            let mut journal = consistent();
            spoil(&mut journal);
            journal.inconsistencies().join("; ")
        };
        let all = [
            violations(|journal| {
                journal.resources.remove("network.vpc");
            }),
            violations(|journal| {
                let vpc = journal.resources["network.vpc"].clone();
                journal.resources.insert("network.other".into(), vpc);
            }),
            violations(|journal| {
                let subnet = journal.resources.get_mut("network.private-a");
                subnet.unwrap().phase = Phase::Ready;
            }),
            violations(|journal| journal.deposed[0].kind = "AWS::Nothing".into()),
        ];
        assert_eq!(
            all,
            [
                "network.private-a depends on network.vpc, which has no entry",
                "network.other holds an entry whose address is network.vpc; \
                 network.vpc and network.vpc have the same id vpc-0a42e3892368f8269; \
                 network.vpc and network.vpc have the same client token",
                "network.private-a was created, but its id is missing",
                "database.instance has the unknown kind AWS::Nothing",
            ]
        );
    }
}
