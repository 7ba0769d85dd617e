//! Who the credentials belong to, and why AWS does not accept them.

use super::error::api_error;
use super::provider::Aws;
use super::response_date::ResponseDate;
use crate::provider::ApiError;
use aws_smithy_types::DateTime;
use moodle_stack_model::facts::regions::Partition;
use std::time::SystemTime;

/// AWS's answer to who the credentials belong to.
#[derive(Debug)]
pub struct Identity {
    /// The account, or why AWS does not accept the credentials.
    pub account: Result<String, ApiError>,
    /// By how many seconds this machine's clock is ahead of AWS's; negative if it is behind. `None` if AWS did not answer.
    pub clock_ahead: Option<i64>,
}

impl Aws {
    /// Asks who the credentials belong to. This needs no permission:
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>.
    pub async fn identity(&self, region: &str) -> Identity {
        let sts = self.clients.client(region, aws_sdk_sts::Client::new);
        let date = ResponseDate::default();
        let answer = sts.get_caller_identity().customize().interceptor(date.clone());
        let answer = answer.send().await.map_err(api_error("sts:GetCallerIdentity"));
        let now = DateTime::from(SystemTime::now()).secs();
        Identity {
            account: answer.map(|answer| answer.account.unwrap_or_default()),
            clock_ahead: date.date().map(|date| now - date.secs()),
        }
    }

    /// Returns whether the account has enabled a region, in AWS's words, such as `not-opted-in`; `None` if AWS does not know
    /// the region. Asked in a region that is enabled in every account:
    /// <https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html>.
    pub async fn opt_in_status(&self, region: &str) -> Result<Option<String>, ApiError> {
        let always = match Partition::of(region) {
            Partition::China => "cn-north-1",
            Partition::GovCloud => "us-gov-west-1",
            _ => "us-east-1",
        };
        let ec2 = self.clients.client(always, aws_sdk_ec2::Client::new);
        let answer = ec2.describe_regions().all_regions(true).send().await;
        let answer = answer.map_err(api_error("ec2:DescribeRegions"))?;
        let mut regions = answer.regions.unwrap_or_default().into_iter();
        let found = regions.find(|one| one.region_name() == Some(region));
        Ok(found.and_then(|one| one.opt_in_status))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::script::{Answer, Script};
    use crate::provider::ApiErrorKind;

    #[tokio::test]
    async fn clock_is_compared_with_aws_also_if_aws_refuses_the_signature() {
        const ACCEPTED: Answer = (
            "GetCallerIdentity",
            200,
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult>\
             </GetCallerIdentityResponse>",
        );
        const EXPIRED: Answer = (
            "GetCallerIdentity",
            403,
            "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>Signature expired</Message></Error></ErrorResponse>",
        );
        for (answer, account) in [
            (ACCEPTED, Ok("111122223333".to_owned())),
            (EXPIRED, Err(ApiErrorKind::Credentials)),
        ] {
            let hour_ago = DateTime::from_secs(DateTime::from(SystemTime::now()).secs() - 3600);
            let aws = Aws::load_with("ap-southeast-1", Script::new(&[answer]).at(hour_ago)).await;
            let identity = aws.identity("ap-southeast-1").await;
            assert_eq!(identity.account.map_err(|error| error.kind), account);
            let ahead = identity.clock_ahead.expect("a date");
            assert!((3600..3700).contains(&ahead), "{ahead}");
        }
    }

    #[tokio::test]
    async fn status_of_a_region_is_asked_for_in_one_that_every_account_has() {
        const REGIONS: Answer = (
            "/us-east-1/ec2/",
            200,
            "<DescribeRegionsResponse><regionInfo><item><regionName>ap-southeast-5</regionName><optInStatus>not-opted-in\
             </optInStatus></item></regionInfo></DescribeRegionsResponse>",
        );
        let aws = Aws::load_with("ap-southeast-5", Script::new(&[REGIONS])).await;
        let status = aws.opt_in_status("ap-southeast-5").await;
        assert_eq!(status.expect("an answer").as_deref(), Some("not-opted-in"));
        assert_eq!(aws.opt_in_status("xx-north-9").await, Ok(None));
    }
}
