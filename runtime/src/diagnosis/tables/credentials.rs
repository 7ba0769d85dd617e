//! Refused credentials: a wrong clock and a region that is not enabled look the same as a wrong key.

use crate::diagnosis::clock::ADVICE;
use crate::diagnosis::row::{Row, rows};

/// See the module.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = rows! {
    // The words that this program adds if the clock differs from AWS's.
    "" [] [] ["the clock of this machine is"]
        => "the clock of this machine is wrong, so AWS does not accept its signatures; the credentials are not the cause",
        ADVICE,
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html";
    "" [] ["SignatureDoesNotMatch" "InvalidSignatureException"] ["signature expired"]
        => "the clock of this machine is slow, so AWS does not accept its signatures; the credentials are not the cause",
        ADVICE,
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html";
    "" [] ["SignatureDoesNotMatch" "InvalidSignatureException"] ["signature not yet current"]
        => "the clock of this machine is fast, so AWS does not accept its signatures; the credentials are not the cause",
        ADVICE,
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html";
    "" [] ["RequestTimeTooSkewed" "RequestInTheFuture"] ["time"]
        => "the clock of this machine is wrong, so AWS does not accept its signatures; the credentials are not the cause",
        ADVICE,
        "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "" [] ["RequestExpired"] ["expired"]
        => "your session has expired, or the clock of this machine is wrong: AWS answers both in the same way",
        "sign in again, for example with `aws sso login`; if that does not help, compare `date -u` with the time. Then run the same \
         command again; it continues where it stopped",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "" [] ["ExpiredToken" "ExpiredTokenException"] ["expired"]
        => "your session has expired",
        "sign in again, for example with `aws sso login`, and run the same command again; it continues where it stopped. A session \
         that lasts for hours avoids this",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html";
    // EC2 has this code also for a resource of somebody else.
    "ec2" [ReleaseAddress] ["AuthFailure"] ["permission to access the specified resource"]
        => "something still uses the address {name}, such as a NAT gateway that AWS has not removed yet; the credentials are not the cause",
        "run the same command again in a few minutes. If it repeats, remove what uses the address: `aws ec2 describe-addresses --region \
         {region} --query \"Addresses[].[AllocationId,NetworkInterfaceId,AssociationId]\"`",
        "https://github.com/eformat/sno-for-100/issues/9";
    "ec2" [] ["AuthFailure"] ["permission to access the specified resource"]
        => "the resource belongs to another account, or to a service of AWS that does not let you change it; the credentials are not the \
         cause",
        "find out whose it is, with the IDs of the message and of the line above: `OwnerId` and `RequesterId` of `aws ec2 \
         describe-network-interfaces --region {region}` show it; then run the same command again",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    "" [] ["AuthFailure" "InvalidClientTokenId" "UnrecognizedClientException" "InvalidAccessKeyId" "InvalidToken"] [] opt_in
        => "account {account} has not enabled {region}, or the credentials are wrong: AWS answers both in the same way",
        "check the region: `aws account get-region-opt-status --region-name {region} --region us-east-1`. If it is not ENABLED, enable \
         it, which takes minutes to hours: `aws account enable-region --region-name {region} --region us-east-1`. If it is, sign in \
         again, for example with `aws sso login`",
        "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html";
    "" [] ["SignatureDoesNotMatch" "InvalidSignatureException"] ["does not match the signature"]
        => "the secret access key does not belong to the access key, or was copied incompletely",
        "write the key into your profile again with `aws configure`, or sign in with `aws sso login`; \
         `aws sts get-caller-identity` shows whether AWS accepts it",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html";
    "" [] ["InvalidClientTokenId" "UnrecognizedClientException"] ["security token included in the request is invalid"]
        => "the access key was deleted or deactivated, or belongs to a session whose token is missing",
        "sign in again, for example with `aws sso login`. If the keys are in environment variables, set `AWS_SESSION_TOKEN` as well, \
         or unset all of them; `aws sts get-caller-identity` shows who you are",
        "https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html";
    "s3" [] ["InvalidAccessKeyId"] ["does not exist"]
        => "the access key was deleted, or belongs to a session whose token is missing",
        "sign in again, for example with `aws sso login`. If the keys are in environment variables, set `AWS_SESSION_TOKEN` as well, \
         or unset all of them",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
    "ec2" [] ["AuthFailure"] ["validate the provided access credentials"]
        => "EC2 does not know the access key, or the clock of this machine is wrong: AWS answers both in the same way",
        "sign in again, for example with `aws sso login`; if `aws sts get-caller-identity` works, compare `date -u` with the time",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
    // Not sent: the SDK found no usable credentials.
    "" [] ["NotSent"] ["credentials" "profile" "was not defined"]
        => "a profile that `AWS_PROFILE` or `source_profile` names does not exist",
        "`aws configure list-profiles` lists your profiles; set `AWS_PROFILE` to the one of account {account}",
        "https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html";
    "" [] ["NotSent"] ["no credentials found in chain"]
        => "there are no credentials for AWS on this machine, or `AWS_PROFILE` names a profile that does not exist or has none",
        "sign in: `aws sso login`, with `AWS_PROFILE` set to the profile of account {account}; `aws configure list-profiles` lists \
         your profiles; without a profile yet, `aws configure sso`",
        "https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html";
    "" [] ["NotSent"] ["credentials" "assumerolewithwebidentity"]
        => "the role in `AWS_ROLE_ARN` does not accept the identity token of this job",
        "have the role's trust policy allow `sts:AssumeRoleWithWebIdentity` for the token's issuer, with conditions that its `aud` and \
         `sub` meet: for GitHub, `sts.amazonaws.com` and `repo:OWNER/REPOSITORY:*`",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html";
    "" [] ["NotSent"] ["credentials" "no openidconnect provider found"]
        => "the account of the role in `AWS_ROLE_ARN` has no identity provider for the issuer of this job's token",
        "check that the role is in account {account}; then create the provider there, with the issuer in the message for URL: `aws iam \
         create-open-id-connect-provider --url URL --client-id-list sts.amazonaws.com`",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html";
    "" [] ["NotSent"] ["credentials" "sts:assumerole"]
        => "your user may not take the role that `role_arn` of your profile names",
        "have the role's trust policy name your user, and allow `sts:AssumeRole` for your user; or set `AWS_PROFILE` to another profile",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html";
    "" [] ["NotSent"] ["credentials" "sso"]
        => "the session of IAM Identity Center has expired, or was never opened",
        "sign in again: `aws sso login`, with `AWS_PROFILE` set to the profile of account {account}; then run the same command again",
        "https://docs.aws.amazon.com/sdkref/latest/guide/access-sso.html";
    "" [] ["NotSent"] ["credentials" "could not parse profile file"]
        => "a configuration file of AWS on this machine is not well-formed, so no credentials were read",
        "correct `~/.aws/config` or `~/.aws/credentials`, and run the same command again; `aws configure list` names the line that is \
         wrong",
        "https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html";
    "" [] ["NotSent"] ["credentials" "profilefile provider could not be built"]
        => "the profile in `AWS_PROFILE` is not complete",
        "add to it what the message names, in `~/.aws/config`; or set `AWS_PROFILE` to another profile of account {account}: \
         `aws configure list-profiles` lists them",
        "https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html";
    "" [] ["NotSent"] ["credentials" "external process"]
        => "the command in `credential_process` of your profile failed",
        "run that command yourself, as it is in `~/.aws/config`, and correct what it reports; or set `AWS_PROFILE` to another profile",
        "https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html";
    "" [] ["NotSent"] ["loading credentials" "no such file"]
        => "a file with credentials does not exist: usually the one that `AWS_WEB_IDENTITY_TOKEN_FILE` names",
        "unset `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`, or have the first name a file with the token of this job",
        "https://docs.aws.amazon.com/sdkref/latest/guide/access-assume-role-web.html";
    "" [] ["NoConnection"] ["certificate not valid yet"]
        => "the clock of this machine is slow, so it does not accept AWS's certificate",
        ADVICE,
        "https://docs.rs/rustls/latest/rustls/enum.CertificateError.html";
    "" [] ["NoConnection"] ["certificate expired"]
        => "the clock of this machine is fast, so it does not accept AWS's certificate; or a proxy of your network answers with an \
         expired one",
        "compare `date -u` with the time, and set the clock, for example with `sudo timedatectl set-ntp true`. If it is right, have the \
         administrators of the network renew the proxy's certificate. Then run the same command again",
        "https://docs.rs/rustls/latest/rustls/enum.CertificateError.html";
    "" [] ["NoConnection"] ["invalid peer certificate"]
        => "this machine does not trust the certificate of AWS's endpoint: usually, a proxy of your network answers instead of AWS",
        "have the administrators of the network give you the certificate of the proxy's authority, set `SSL_CERT_FILE` to a file with it \
         and the other authorities, or add it to the system's store, and run the same command again; or use another network",
        "https://github.com/awslabs/aws-sdk-rust/issues/577";
    "" [] ["NoConnection"] ["dns error"]
        => "this machine cannot resolve the name of AWS's endpoint in {region}: it has no network, or `region` is misspelt",
        "check the network, `HTTPS_PROXY` and `region`, and run the same command again; it continues where it stopped",
        "https://docs.aws.amazon.com/general/latest/gr/rande.html";
};
