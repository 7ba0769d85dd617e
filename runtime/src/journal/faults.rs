//! What every journal keeps to, whenever it is written.

use super::{Entry, Journal, Phase};
use std::collections::BTreeMap;

impl Journal {
    /// Lists what is wrong with the journal in itself; nothing ever should be.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (address, entry) in &self.resources {
            if *address != entry.address {
                faults.push(format!(
                    "{address} is the place of an entry that says it is {}",
                    entry.address
                ));
            }
            for giver in entry
                .depends
                .iter()
                .filter(|giver| !self.resources.contains_key(*giver))
            {
                faults.push(format!("{address} stands on {giver}, of which there is no entry"));
            }
        }
        let mut ids: BTreeMap<(&str, &str, &str), &str> = BTreeMap::new();
        let mut tokens: BTreeMap<&str, &str> = BTreeMap::new();
        for entry in self.entries() {
            let Entry { address, token, .. } = entry;
            if entry.kind().is_none() {
                faults.push(format!(
                    "{address} is of the kind {}, which this program does not know",
                    entry.kind
                ));
            }
            match &entry.id {
                None if entry.phase != Phase::Creating && entry.phase != Phase::Deleting => {
                    faults.push(format!("{address} was made, and its id is not known"));
                }
                None => {}
                Some(id) => {
                    if let Some(other) = ids.insert((&entry.kind, &entry.region, id), address) {
                        faults.push(format!("{address} and {other} are both {id}"));
                    }
                }
            }
            if let Some(other) = tokens.insert(token, address) {
                faults.push(format!("{address} and {other} were made under one token"));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A journal with a network that is there, a subnet in it that is being made, and a database that was replaced.
    fn sound() -> Journal {
        Journal::read(include_bytes!("format/version_1.json"), "campus.json").unwrap()
    }

    #[test]
    fn a_sound_journal_has_no_faults() {
        assert_eq!(sound().faults(), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_told() {
        let told = |spoil: fn(&mut Journal)| {
            let mut journal = sound();
            spoil(&mut journal);
            journal.faults().join("; ")
        };
        let told = [
            told(|journal| {
                journal.resources.remove("network.vpc");
            }),
            told(|journal| {
                let vpc = journal.resources["network.vpc"].clone();
                journal.resources.insert("network.other".into(), vpc);
            }),
            told(|journal| {
                let subnet = journal.resources.get_mut("network.private-a");
                subnet.unwrap().phase = Phase::Ready;
            }),
            told(|journal| journal.deposed[0].kind = "AWS::Nothing".into()),
        ];
        assert_eq!(
            told,
            [
                "network.private-a stands on network.vpc, of which there is no entry",
                "network.other is the place of an entry that says it is network.vpc; \
                 network.vpc and network.vpc are both vpc-0a42e3892368f8269; \
                 network.vpc and network.vpc were made under one token",
                "network.private-a was made, and its id is not known",
                "database.instance is of the kind AWS::Nothing, which this program does not know",
            ]
        );
    }
}
