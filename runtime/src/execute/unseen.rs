//! The resources that AWS may not show yet, because they were created a moment ago.
//!
//! The journal does not have the time of a creation. But this run knows what it has created, and no earlier creation is later
//! than the journal's last write.

use crate::journal::{Entry, Journal, Phase};
use crate::resource::KindInfo;
use crate::retry::creation_lag;
use std::collections::BTreeMap;
use std::time::Duration;

/// The resources that AWS may not show yet, by token, and until when.
#[derive(Debug, Default)]
pub(super) struct Unseen {
    all: BTreeMap<String, Duration>,
    /// Those of them that AWS has possibly never shown.
    unconfirmed: BTreeMap<String, Duration>,
}

impl Unseen {
    /// Returns the resources that earlier runs may have created just before `now`.
    pub(super) fn of(journal: &Journal, now: Duration) -> Self {
        let mut unseen = Self::default();
        for entry in journal.entries().filter(|entry| entry.id.is_some()) {
            let Some(kind) = entry.kind() else { continue };
            let token = &entry.token;
            unseen.all.insert(token.clone(), now + unseen_for(journal, entry, kind));
            if matches!(entry.phase, Phase::Creating | Phase::Configuring) {
                // A journal that was rebuilt has no age: AWS has shown what is in it.
                let until = now + journal.age.left_of(creation_lag(kind));
                unseen.unconfirmed.insert(token.clone(), until);
            }
        }
        unseen
    }

    /// Adds a resource that this run has created.
    pub(super) fn extend(&mut self, token: Option<String>, until: Duration) {
        self.all.extend(token.clone().map(|token| (token, until)));
        self.unconfirmed.extend(token.map(|token| (token, until)));
    }

    /// Returns whether AWS may not show a resource yet.
    pub(super) fn has(&self, entry: &Entry, now: Duration) -> bool {
        self.all.get(&entry.token).is_some_and(|until| now < *until)
    }

    /// Returns whether AWS may not show a resource yet, and has possibly never shown it.
    pub(super) fn has_unconfirmed(&self, entry: &Entry, now: Duration) -> bool {
        self.unconfirmed.get(&entry.token).is_some_and(|until| now < *until)
    }
}

/// Returns for how long from now AWS may not show a resource that an earlier run has created. One whose creation was
/// interrupted counts as created now.
pub(super) fn unseen_for(journal: &Journal, entry: &Entry, kind: &KindInfo) -> Duration {
    let lag = creation_lag(kind);
    match entry.phase {
        Phase::Creating | Phase::Configuring => lag,
        Phase::Ready | Phase::Updating => journal.age.left_of(lag),
        // AWS showed it before the deletion was recorded.
        Phase::Deleting => Duration::ZERO,
    }
}
