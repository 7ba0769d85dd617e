//! The names of resources. They are deterministic, so a lost journal can be rebuilt from AWS only.

/// Builds the names and ARNs of a stack's resources.
#[derive(Debug)]
pub(super) struct Names {
    stack: String,
    account: String,
    region: String,
}

impl Names {
    /// Takes the parts that names are built from.
    pub(super) fn new(stack: &str, account: &str, region: &str) -> Self {
        Self {
            stack: stack.into(),
            account: account.into(),
            region: region.into(),
        }
    }

    /// Returns the name of a regional resource: `campus-alb`.
    pub(super) fn of(&self, part: &str) -> String {
        format!("{}-{part}", self.stack)
    }

    /// Returns the name of a resource that could collide with one of a stack of the same name in another region, such
    /// as an IAM role: `campus-ap-southeast-1-task`.
    pub(super) fn global(&self, part: &str) -> String {
        format!("{}-{}-{part}", self.stack, self.region)
    }

    /// Returns the name of a log group or a secret: `campus/web`.
    pub(super) fn path(&self, part: &str) -> String {
        format!("{}/{part}", self.stack)
    }

    /// Returns the name of a log group in CloudFront's region: `campus/ap-southeast-1/cloudfront`.
    pub(super) fn global_path(&self, part: &str) -> String {
        format!("{}/{}/{part}", self.stack, self.region)
    }

    /// Returns the name of a bucket. It must be unique among all buckets of AWS, and has at most 63 characters:
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>.
    pub(super) fn bucket(&self, purpose: &str) -> String {
        format!("{}-{}-{}-{purpose}", self.stack, self.account, self.region)
    }

    /// Returns the stack's own name.
    pub(super) fn stack(&self) -> &str {
        &self.stack
    }

    pub(super) fn account(&self) -> &str {
        &self.account
    }

    pub(super) fn region(&self) -> &str {
        &self.region
    }

    /// Returns the partition that the region is in.
    pub(super) fn partition(&self) -> &'static str {
        partition(&self.region)
    }

    /// Returns the ARN of a resource in the stack's region and account.
    pub(super) fn arn(&self, service: &str, resource: &str) -> String {
        let (partition, region, account) = (self.partition(), &self.region, &self.account);
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }

    pub(super) fn bucket_arn(&self, bucket: &str) -> String {
        format!("arn:{}:s3:::{bucket}", self.partition())
    }
}

/// Returns the partition that a region is in: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
pub(crate) fn partition(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ if region.starts_with("eusc-") => "aws-eusc",
        _ => "aws",
    }
}
