//! What resources are called: deterministic, so that a lost record can be rebuilt from AWS alone.

/// Makes the names of a stack's resources.
#[derive(Debug)]
pub(super) struct Names {
    stack: String,
    account: String,
    region: String,
}

impl Names {
    /// Starts with what every name is made from.
    pub(super) fn new(stack: &str, account: &str, region: &str) -> Self {
        Self {
            stack: stack.into(),
            account: account.into(),
            region: region.into(),
        }
    }

    /// Names something within the stack's region: `campus-alb`.
    pub(super) fn of(&self, part: &str) -> String {
        format!("{}-{part}", self.stack)
    }

    /// Names something that no region keeps apart from a stack of the same name in another region, as IAM's roles:
    /// `campus-ap-southeast-1-task`.
    pub(super) fn global(&self, part: &str) -> String {
        format!("{}-{}-{part}", self.stack, self.region)
    }

    /// Names a log group or a secret: `campus/web`.
    pub(super) fn path(&self, part: &str) -> String {
        format!("{}/{part}", self.stack)
    }

    /// Names a log group in CloudFront's region: `campus/ap-southeast-1/cloudfront`.
    pub(super) fn global_path(&self, part: &str) -> String {
        format!("{}/{}/{part}", self.stack, self.region)
    }

    /// Names a bucket: every bucket of the world needs a name of its own, of 63 characters at most:
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>.
    pub(super) fn bucket(&self, purpose: &str) -> String {
        format!("{}-{}-{}-{purpose}", self.stack, self.account, self.region)
    }

    /// Returns the account.
    pub(super) fn account(&self) -> &str {
        &self.account
    }

    /// Returns the region.
    pub(super) fn region(&self) -> &str {
        &self.region
    }

    /// Returns the partition that the region is in.
    pub(super) fn partition(&self) -> &'static str {
        partition(&self.region)
    }

    /// Makes the ARN of something in the stack's region and account.
    pub(super) fn arn(&self, service: &str, resource: &str) -> String {
        let (partition, region, account) = (self.partition(), &self.region, &self.account);
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }

    /// Makes the ARN of a bucket.
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
