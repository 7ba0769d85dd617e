//! The names of final snapshots.

use sha2::{Digest as _, Sha256};

/// Returns the name of a database's final snapshot: the same on every attempt, but another for the next database of
/// that name. `token` and `deployment` are those of the database's creation. At most 255 letters, digits and single hyphens:
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html>
pub(crate) fn final_snapshot(id: &str, token: &str, deployment: &str) -> String {
    format!("{id}-final-{}", suffix(token, deployment))
}

/// Returns the token as a part of a name. After a lost journal the token is another one, which RDS would not accept in a
/// name, so a hash replaces it.
fn suffix(token: &str, deployment: &str) -> String {
    if token.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
        return token.to_owned();
    }
    hex::encode(&Sha256::digest(format!("{token} {deployment}"))[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn final_snapshot_name_is_valid_even_after_the_journal_was_lost() {
        let token = "61420a8df6ddf0ffe9ebb0c927d95ff2";
        assert_eq!(suffix(token, "1"), token);
        let found = suffix("database.instance", "1");
        assert!(found.bytes().all(|letter| letter.is_ascii_alphanumeric()), "{found}");
        assert_eq!(found.len(), token.len());
        assert_ne!(found, suffix("database.instance", "2"));
    }
}
