//! The regions that an account must enable before it can use them.

/// Every region after those of March 20, 2019 must be enabled; copied on November 29, 2026:
/// <https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html>
const OPT_IN: [&str; 17] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
];

/// Returns whether an account must enable a region first.
pub(super) fn is_opt_in(region: &str) -> bool {
    OPT_IN.contains(&region)
}
