//! What AWS refuses because of the account's own state, in codes that look like missing permissions.

use crate::diagnosis::row::{Row, rows};

/// See the module.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = rows! {
    "cloudfront" [] ["AccessDenied"] ["account must be verified"]
        => "AWS has not verified account {account} for CloudFront yet; no permission is missing",
        "open a case with AWS Support of the type \"Account and billing\", and quote the message above: \
         https://console.aws.amazon.com/support/home. Run the same command again once AWS has verified the account. A stack without \
         `edge` does not need CloudFront",
        "https://github.com/aws-samples/aws-cdk-examples/issues/279";
    "elasticloadbalancing" [] [] ["does not support creating load balancers"]
        => "AWS has not opened account {account} for load balancers yet; no permission is missing",
        "open a case with AWS Support of the type \"Account and billing\", and quote the message above: \
         https://console.aws.amazon.com/support/home. Run the same command again once AWS has answered",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html";
    "" [] ["PendingVerification"] ["being validated"]
        => "AWS is still checking the first use of {region} by account {account}; no permission is missing",
        "wait for AWS's e-mail, usually for minutes and at most 4 hours, and run the same command again. After that, write to \
         aws-verification@amazon.com",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "" [] ["Blocked" "BlockedException"] ["blocked"]
        => "AWS has blocked account {account}; no permission is missing",
        "read the e-mails to the account's root user, and contact AWS Support, https://console.aws.amazon.com/support/home, or the \
         address in the message. Run the same command again once AWS has answered",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "" [] [] ["account" "suspended"]
        => "AWS has suspended account {account}",
        "pay what is due, or read the e-mails to the account's root user: https://console.aws.amazon.com/billing/home",
        "https://repost.aws/knowledge-center/reactivate-suspended-account";
    "" [] [] ["sts is not activated in this region"]
        => "an administrator of account {account} has switched off STS in {region}, or AWS has not set up the new account yet; the \
         credentials are not the cause",
        "in a new account, run the same command again in a few minutes. Otherwise, switch STS on under \"Security Token Service\" in the \
         account settings of IAM: https://console.aws.amazon.com/iam/home#/account_settings",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html";
    "s3" [] ["AccountProblem" "AllAccessDisabled" "NotSignedUp"] []
        => "S3 is not available to account {account}; no permission is missing",
        "contact AWS Support, and quote the message above: https://console.aws.amazon.com/support/home",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "" [] ["OptInRequired" "SubscriptionRequiredException"] ["subscri"] opt_in
        => "account {account} has not enabled {region}; no permission is missing",
        "enable the region, which takes minutes to hours: `aws account enable-region --region-name {region} --region us-east-1`. \
         `aws account get-region-opt-status --region-name {region} --region us-east-1` shows when it is ENABLED; then run the same \
         command again",
        "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html";
    "" [] ["OptInRequired" "SubscriptionRequiredException"] ["subscri"]
        => "the registration of account {account} is not complete, so AWS does not offer it this service; no permission is missing",
        "complete the registration as the root user, with a payment method and a verified phone number: \
         https://portal.aws.amazon.com/billing/signup. AWS needs up to 24 hours; then run the same command again",
        "https://repost.aws/knowledge-center/error-access-service";
    "" [] ["FreeTierRestrictionError"] ["free"]
        => "account {account} is on AWS's free plan, which does not include what is declared",
        "upgrade the account to the paid plan, and run the same command again: https://console.aws.amazon.com/billing/home#/freetier; \
         or declare what the message allows",
        "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/free-tier-plans.html";
    "" [] [] ["free plan"]
        => "account {account} is on AWS's free plan, which does not include what is declared",
        "upgrade the account to the paid plan, and run the same command again: https://console.aws.amazon.com/billing/home#/freetier",
        "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/free-tier-plans.html";
    "" [] [] ["not available in this region"]
        => "AWS does not offer this in {region}",
        "declare another `region`, or leave out what the line above declares",
        "https://aws.amazon.com/about-aws/global-infrastructure/regional-product-services/";
};
