//! Where a call was made.

use super::{Scope, Target};

/// The account and the region of a call, and the name of its resource. Empty texts are unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The account.
    pub account: String,
    /// The region; us-east-1 for global services.
    pub region: String,
    /// The resource's name on AWS.
    pub name: String,
}

impl Place {
    /// Returns the place of calls in a region.
    #[must_use]
    pub fn of_region(region: &str) -> Self {
        Self {
            region: region.to_owned(),
            ..Self::default()
        }
    }

    /// Returns the place of calls about a resource.
    #[must_use]
    pub fn of_target(target: &Target) -> Self {
        Self {
            account: target.account.clone(),
            region: target.region.clone(),
            name: target.name.clone(),
        }
    }

    /// Returns the place of a list.
    #[must_use]
    pub fn of_scope(scope: &Scope<'_>) -> Self {
        Self {
            account: scope.account.to_owned(),
            region: scope.region.to_owned(),
            name: String::new(),
        }
    }

    /// Returns the place with the values that another one knows instead.
    #[must_use]
    pub fn or(&self, other: Option<&Self>) -> Self {
        let mut place = self.clone();
        if let Some(other) = other {
            for (value, known) in [
                (&mut place.account, &other.account),
                (&mut place.region, &other.region),
                (&mut place.name, &other.name),
            ] {
                if !known.is_empty() {
                    value.clone_from(known);
                }
            }
        }
        place
    }

    /// Returns the place as text, such as "account 111122223333, region ap-southeast-1"; `None` if it is unknown.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let part = |word: &str, value: &str| (!value.is_empty()).then(|| format!("{word} {value}"));
        let parts = [part("account", &self.account), part("region", &self.region)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
