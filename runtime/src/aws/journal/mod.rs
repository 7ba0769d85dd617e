//! A journal in Amazon S3, for several people who deploy one stack.
//!
//! Two objects: the journal, and beside it the lock of whoever may write it. Both are written on condition that they are as
//! they were read (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>), so that of two who write
//! at once one is told that he came too late. The lock is a lease: it is renewed while its holder lives, and a dead one's can
//! be taken over when it has run out.

mod dated;
mod holder;
mod keeper;
mod lease;
mod location;
mod locked;
mod object;
mod terms;

pub use location::{Bucket, JournalObject, LEASE};
