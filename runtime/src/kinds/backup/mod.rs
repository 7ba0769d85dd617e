//! AWS Backup.

mod vault;

pub use vault::Vault;
