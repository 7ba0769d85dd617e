//! AWS Backup.

mod vault;
