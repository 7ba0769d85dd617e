//! The whole declaration.

use super::{Alb, Cache, CloudFront, CloudWatch, Database, Efs, Fargate, Moodle, S3, Ses, Trail, TrailLog, Vpc};

section! {
    /// A whole Moodle site on AWS.
    Architecture {
        /// The AWS account that the site is deployed to: twelve digits.
        account: &'static str,
        /// The AWS region of everything but what CloudFront needs in us-east-1.
        region: &'static str,
        /// The host name under which people reach Moodle, as `learn.example.edu`.
        domain: &'static str,
        /// The network.
        network: Vpc,
        /// The content delivery network in front of the load balancer; left out, the load balancer is public.
        edge: Option<CloudFront>,
        /// The load balancer in front of Moodle.
        load_balancer: Alb,
        /// The application.
        moodle: Moodle,
        /// What runs the application.
        compute: Fargate,
        /// The file system that holds moodledata.
        files: Efs,
        /// The database.
        database: Database,
        /// The store of sessions and of Moodle's caches.
        cache: Cache,
        /// Logs, metrics and alarms.
        observability: CloudWatch = CloudWatch::DEFAULT,
        /// The mail server; left out, it is set in Moodle's site administration.
        email: Option<Ses>,
        /// The hosted zone that gets the site's alias records; left out, the records are yours to make.
        dns: Option<Route53>,
        /// The audit log of every AWS call in the account.
        trail: Trail = Trail::CloudTrail(TrailLog::DEFAULT),
        /// Where the deployer's journal is kept; left out, in a file beside the program.
        journal: Option<S3>,
    }
}

section! {
    /// A Route 53 hosted zone.
    Route53 in dns {
        /// The hosted zone's id, as `Z0123456789ABCDEFGHIJ`.
        zone: &'static str,
    }
}
