//! `email`.

section! {
    /// Amazon SES, as the mail server of the site.
    Ses in email {
        /// The address that Moodle's e-mails come from; SES has verified it, or its domain.
        from: &'static str,
        /// The ARN of the secret that holds SES's SMTP credentials, as JSON with the keys `username` and `password`.
        credentials: &'static str,
        /// The region whose SES sends; left out, the stack's.
        region: Option<&'static str>,
    }
}
