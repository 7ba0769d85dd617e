//! Denied calls: which policy denies, as AWS's message states.

use crate::diagnosis::row::{Row, rows};

/// In the order in which AWS evaluates policies: <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = rows! {
    "" [] [] ["explicit deny in a service control policy"]
        => "a service control policy of your AWS organization denies `{action}` in {region}; your own permissions cannot change that",
        "ask the administrators of the organization to allow `{action}` in {region} for account {account}, and run the same command \
         again; `policy` prints all that this stack needs",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";
    "" [] [] ["no service control policy allows"]
        => "no service control policy of your AWS organization allows `{action}` in {region}; your own permissions cannot change that",
        "ask the administrators of the organization to allow `{action}` in {region} for account {account}, and run the same command \
         again; `policy` prints all that this stack needs",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";
    "" [] [] ["resource control policy"]
        => "a resource control policy of your AWS organization denies `{action}`; your own permissions cannot change that",
        "ask the administrators of the organization to allow `{action}` on {on}, and run the same command again",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";
    "" [] [] ["permissions boundary"]
        => "the permissions boundary of your role does not allow `{action}`; a further policy of the role cannot change that",
        "have `{action}` added to the boundary, or use a role without one, and run the same command again; `policy` prints all that \
         this stack needs",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html";
    "" [] [] ["session policy"]
        => "the session policy that you signed in with does not allow `{action}`",
        "sign in without a session policy, or with one that allows `{action}`, and run the same command again",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html";
    "" [] [] ["vpc endpoint policy"]
        => "the call goes through a VPC endpoint, whose policy does not allow `{action}`",
        "have the endpoint's policy allow `{action}`, or run the same command on a machine outside of that VPC",
        "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html";
    "" [] [] ["not authorized" "kms:"]
        => "your role may not use the KMS key that encrypts this",
        "allow `{action}` on the key: in your role's policy, and in the key's own policy; then run the same command again",
        "https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html";
    "" [] [] ["resource-based policy"]
        => "the policy on {on} itself does not allow `{action}` for your role",
        "have the policy on {on} allow `{action}` for your role, and run the same command again",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";
    "" [] [] ["explicit deny in an identity-based policy"]
        => "a policy of your own role denies `{action}` explicitly; allowing it in another policy does not help",
        "remove that statement, or fulfil its condition, which is often a sign-in with MFA; then run the same command again",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";
    "" [] [] ["with an explicit deny"]
        => "a policy denies `{action}` explicitly; allowing it in another policy does not help",
        "find the statement that denies it: often it demands a sign-in with MFA, or is a policy of your AWS organization. Then run the \
         same command again",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";
    "" [] [] ["encoded authorization failure message"]
        => "your role may not do this; AWS states the reason only in encoded form",
        "decode the reason: `aws sts decode-authorization-message --query DecodedMessage --output text --encoded-message TEXT`, with the \
         text above. `explicitDeny` there means that a policy denies the call; otherwise, allow `{action}` for your role. `policy` \
         prints all that this stack needs",
        "https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html";
    "" [] [] ["iam:passrole"]
        => "your role may not pass the role {on} to the service",
        "allow `iam:PassRole` on {on} for your role, and run the same command again; `policy` prints the statement, with its condition",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html";
    "" [] [] ["iam:createservicelinkedrole"]
        => "your role may not create the service-linked role that the service needs once in every account",
        "allow `iam:CreateServiceLinkedRole` on {on} for your role, or have an administrator create it once; then run the same command \
         again",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/create-service-linked-role.html";
    "" [] [] ["access to kms is not allowed"]
        => "the KMS key that encrypts this does not allow your role to use it",
        "allow `kms:Decrypt` and `kms:GenerateDataKey` for your role in the key's policy, and run the same command again",
        "https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html";
    "" [] [] ["tag policy does not allow"]
        => "a tag policy of your AWS organization does not allow a tag of the resource; your own permissions cannot change that",
        "ask the administrators of the organization to allow the tags `moodle-stack:stack`, `moodle-stack:resource`, \
         `moodle-stack:generation` and `moodle-stack:deployment` with any value, and run the same command again",
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_tag-policies.html";
    "wafv2" [PutLoggingConfiguration] ["AccessDeniedException"] ["permissions that are required"]
        => "your role may not set up the firewall's log; AWS does not report which permission is missing",
        "allow `wafv2:PutLoggingConfiguration`, `iam:CreateServiceLinkedRole`, `logs:CreateLogDelivery`, `logs:DescribeLogGroups`, \
         `logs:DescribeResourcePolicies` and `logs:PutResourcePolicy` for your role, and run the same command again; `policy` prints the \
         statements",
        "https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html";
    "" [] ["AccessDenied" "AccessDeniedException" "UnauthorizedOperation"] ["because no identity-based policy allows"]
        => "no policy of your role allows `{action}`",
        "allow `{action}` on {on} for your role, and run the same command again; `policy` prints all that this stack needs",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";
    "backup" [CreateBackupVault] ["AccessDeniedException"] []
        => "your role may not create the backup vault; AWS does not report which of several permissions is missing",
        "allow `backup:CreateBackupVault`, `backup:TagResource` and `backup-storage:MountCapsule` for your role, and `kms:CreateGrant`, \
         `kms:Decrypt`, `kms:DescribeKey`, `kms:GenerateDataKey` and `kms:RetireGrant` by way of AWS Backup; then run the same command \
         again. `policy` prints the statements",
        "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html";
    "s3" [] ["AccessDenied"] ["access denied"]
        => "S3 denies `{call}`, and does not report which policy does: your role's, the bucket's, or one of your AWS organization",
        "allow `{call}` for your role, if its policy does not; otherwise check the bucket's policy, and whether the bucket is in account \
         {account}. `policy` prints all that this stack needs",
        "https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html";
};
