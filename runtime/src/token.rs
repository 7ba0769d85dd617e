//! Client tokens.

use sha2::{Digest as _, Sha256};

/// Returns a client token of 32 hexadecimal digits, derived from its purpose, the time and the process. No other call
/// of this run or of another gets the same one.
pub(crate) fn client_token(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.update(jiff::Timestamp::now().as_nanosecond().to_be_bytes());
    hash.update(std::process::id().to_be_bytes());
    hex::encode(&hash.finalize()[..16])
}
