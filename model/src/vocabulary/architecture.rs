//! The whole declaration.

use super::reader::Reader;
use super::{Alb, Cache, CloudFront, CloudWatch, Database, Efs, Fargate, Moodle, S3, Ses, Trail, TrailLog, Vpc};
use crate::{Block, Finding};

section! {
    /// A whole Moodle site on AWS.
    Architecture {
        /// The id of the AWS account that the site is deployed to: twelve digits.
        account: &'static str,
        /// The AWS region of all resources except those that CloudFront needs in us-east-1.
        region: &'static str,
        /// The host name of the site, such as `learn.example.edu`.
        domain: &'static str,
        /// The network.
        network: Vpc,
        /// The content delivery network in front of the load balancer; without it, the load balancer is public.
        edge: Option<CloudFront>,
        /// The load balancer in front of Moodle.
        load_balancer: Alb,
        /// The application.
        moodle: Moodle,
        /// The compute service that runs the application.
        compute: Fargate,
        /// The file system that holds moodledata.
        files: Efs,
        /// The database.
        database: Database,
        /// The store for sessions and Moodle's caches.
        cache: Cache,
        /// Logs, metrics and alarms.
        observability: CloudWatch = CloudWatch::DEFAULT,
        /// The mail server; without it, configure one in Moodle's site administration.
        email: Option<Ses>,
        /// The hosted zone for the site's alias records; without it, you create the DNS records yourself.
        dns: Option<Route53>,
        /// The audit log of every AWS API call in the account.
        trail: Trail = Trail::CloudTrail(TrailLog::DEFAULT),
        /// Where the deployer's journal is stored; by default, in a local file.
        journal: Option<S3>,
    }
}

impl Architecture {
    /// Reads a declaration that was checked before, such as one that another program passes on. Evaluates no rule.
    ///
    /// # Errors
    ///
    /// What cannot be read: unknown keys and types, missing keys, and values of another form.
    pub fn read_checked<S: Copy>(declaration: &Block<S>) -> Result<Self, Vec<Finding<S>>> {
        let mut reader = Reader::new();
        let architecture = Self::read_block(declaration, Self::TYPE.name, &mut reader);
        let findings = reader.finish().findings;
        if findings.is_empty() {
            Ok(architecture)
        } else {
            Err(findings)
        }
    }
}

section! {
    /// A Route 53 hosted zone.
    Route53 in dns {
        /// The hosted zone's id, such as `Z0123456789ABCDEFGHIJ`.
        zone: &'static str,
    }
}
