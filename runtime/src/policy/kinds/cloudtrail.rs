//! AWS CloudTrail: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html>.

use crate::policy::row::{Row, TAGGED_ON_CREATE, allow, arn};

const TRAILS: &[&str] = &[arn!("cloudtrail", "trail/{stack}-*")];

pub(super) const TRAIL: &[Row] = &[
    allow(
        &[
            "cloudtrail:DeleteTrail",
            "cloudtrail:GetTrail",
            "cloudtrail:ListTags",
            "cloudtrail:StartLogging",
            "cloudtrail:UpdateTrail",
        ],
        TRAILS,
    ),
    allow(&["cloudtrail:AddTags", "cloudtrail:CreateTrail"], TRAILS).when(&[TAGGED_ON_CREATE]),
];
