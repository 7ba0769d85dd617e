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
