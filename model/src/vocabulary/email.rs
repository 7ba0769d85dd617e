//! `email`.

section! {
    /// Amazon SES as the site's mail server.
    Ses in email {
        /// The sender address of Moodle's e-mails; it or its domain must be verified in SES.
        from: &'static str,
        /// The ARN of the secret that holds SES's SMTP credentials, as JSON with the keys `username` and `password`.
        credentials: &'static str,
        /// The region whose SES is used; by default, the stack's.
        region: Option<&'static str>,
    }
}
