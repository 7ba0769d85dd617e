//! Client tokens.

use sha2::{Digest as _, Sha256};
use std::time::Duration;

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

/// How many digits of a creation's token are its time.
const TIME: usize = 8;

/// Returns the client token of a creation, which begins with the time, in seconds since 1970.
pub(crate) fn creation_token(parts: &[&str]) -> String {
    let token = client_token(parts);
    format!("{:08x}{}", now(), &token[TIME..])
}

/// Returns how long ago the token of a creation was made; `None` if that is longer than a day ago, or unknown: earlier versions
/// of this program did not write the time.
pub(crate) fn creation_age(token: &str) -> Option<Duration> {
    let made = u32::from_str_radix(token.get(..TIME)?, 16).ok()?;
    let age = Duration::from_secs(now().checked_sub(made)?.into());
    (age < Duration::from_hours(24)).then_some(age)
}

fn now() -> u32 {
    u32::try_from(jiff::Timestamp::now().as_second()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_of_a_creation_has_its_time() {
        let token = creation_token(&["network.vpc"]);
        assert_eq!(token.len(), 32);
        assert_ne!(token, creation_token(&["network.vpc"]));
        assert!(creation_age(&token).unwrap() < Duration::from_mins(1));
        let hours_ago = format!("{:08x}", now() - 7200);
        assert_eq!(creation_age(&hours_ago).unwrap().as_secs() / 3600, 2);
        for other in [
            &format!("{:08x}", now() - 100_000),
            "ffffffff",
            "AWS::EC2::VPC/vpc-1",
            "",
            "é1234567",
        ] {
            assert_eq!(creation_age(other), None, "{other}");
        }
    }
}
