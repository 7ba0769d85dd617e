//! A journal in Amazon S3, for several people who deploy one stack.
//!
//! There are two objects: the journal, and next to it the lock of the deployer that may write the journal. Every write
//! is conditional: it succeeds only if the object is still as it was read
//! (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>). So if two deployers write at the
//! same time, one of the writes fails. Neither object is ever deleted, since a conditional write over a delete marker has
//! different outcomes on different stores. The lock is a lease: its holder renews it for as long as it runs, and another
//! deployer can take over the lease of a dead holder once it has expired.

mod holder;
mod lease;
mod location;
mod lock_record;
mod locked;
mod object;
mod renewer;
#[cfg(test)]
mod tests;

pub use location::{Bucket, JournalObject, LEASE};
