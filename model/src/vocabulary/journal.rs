//! `journal`.

section! {
    /// An Amazon S3 bucket where everyone who deploys the stack finds its journal.
    S3 in journal {
        /// The name of your bucket, in the declared account and with versioning enabled. The deployer neither creates nor deletes it.
        bucket: &'static str,
        /// The prefix of the journal's key; `ACCOUNT/STACK.json` follows it.
        prefix: &'static str = "moodle-stack",
        /// The bucket's region; by default, the stack's.
        region: Option<&'static str>,
    }
}
