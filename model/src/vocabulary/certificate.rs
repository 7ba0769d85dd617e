//! Certificates, of the load balancer and of the edge.

one_of! {
    /// A TLS certificate: the ARN of one that exists, or one to be issued.
    Certificate in certificate or text as Arn {
        /// Requested from AWS Certificate Manager and validated by DNS.
        Issued(Issued),
    }
}

section! {
    /// A certificate that the deployer requests and that a DNS record validates.
    Issued {
        /// The Route 53 hosted zone of the domain, which gets the validation record.
        zone: &'static str,
    }
}
