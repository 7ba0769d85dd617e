//! Certificates of the load balancer and CloudFront.

one_of! {
    /// A TLS certificate: the ARN of an existing one, or one to be issued.
    Certificate in certificate or text as Arn {
        /// Requested from AWS Certificate Manager and validated by DNS.
        Issued(Issued),
    }
}

section! {
    /// A certificate that the deployer requests and validates with a DNS record.
    Issued {
        /// The id of the domain's Route 53 hosted zone, where the validation record is created.
        zone: &'static str,
    }
}
