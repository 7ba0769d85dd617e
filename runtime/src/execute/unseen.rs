//! The resources that AWS may not show yet, because they were created a moment ago.
//!
//! This run knows what it has created. No earlier creation is later than the journal's last write, and none is much later than
//! its client token, which has the time.

use crate::journal::{Entry, Journal, Phase};
use crate::resource::KindInfo;
use crate::retry::creation_lag;
use crate::token::creation_age;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long after the intent a resource may be created: calls are throttled, and repeated.
const CREATION: Duration = Duration::from_mins(1);

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
            unseen
                .unconfirmed
                .insert(token.clone(), now + unconfirmed_for(journal, entry, kind));
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

/// Returns for how long from now AWS has possibly never shown a resource. A journal that was rebuilt has no age: AWS has shown
/// what is in it.
fn unconfirmed_for(journal: &Journal, entry: &Entry, kind: &KindInfo) -> Duration {
    let lag = creation_lag(kind);
    let left = journal.age.left_of(lag);
    // The call that creates a resource follows soon after its token is made.
    let by_token = creation_age(&entry.token).map(|age| (lag + CREATION).saturating_sub(age));
    left.min(by_token.unwrap_or_default())
}

/// Returns for how long from now AWS may not show a resource that an earlier run has created. One whose creation was
/// interrupted counts as created now.
pub(super) fn unseen_for(journal: &Journal, entry: &Entry, kind: &KindInfo) -> Duration {
    let lag = creation_lag(kind);
    match entry.phase {
        Phase::Creating | Phase::Configuring => lag,
        Phase::Ready | Phase::Updating => journal.age.left_of(lag),
        // AWS has shown it to a call before, and was asked to delete it.
        Phase::Deleting => unconfirmed_for(journal, entry, kind),
    }
}
