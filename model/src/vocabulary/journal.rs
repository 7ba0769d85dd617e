//! `journal`.

section! {
    /// A bucket in Amazon S3, in which everybody who deploys the stack finds its journal.
    S3 in journal {
        /// The bucket: yours, of the declared account, with versioning turned on. The deployer neither makes nor deletes it.
        bucket: &'static str,
        /// What the journal's key begins with; `ACCOUNT/STACK.json` follows.
        prefix: &'static str = "moodle-stack",
        /// The region of the bucket; left out, the stack's.
        region: Option<&'static str>,
    }
}
