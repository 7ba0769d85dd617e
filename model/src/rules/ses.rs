//! Rules on `email`.

use super::arn::{Arn, Named};
use super::email::email_problem;
use super::identity::{is_account, is_region};
use super::same;
use crate::facts::regions::{Partition, near};
use crate::facts::ses::{self, has_ses, region_near};
use crate::{Architecture, Problem, Subject, Text, secret_fault};

rules! {
    "MS904" email_from_form {
        statement: "The sender of Moodle's e-mails is a single valid e-mail address.",
        why: "SES refuses every message from a sender that is not verified.",
        source: "https://docs.aws.amazon.com/ses/latest/dg/verify-addresses-and-domains.html",
        reads: ["email.from"],
        wrong: "from: \"noreply\"",
        right: "from: \"noreply@example.edu\"",
    }
    "MS905" email_credentials_arn {
        statement: "SES's SMTP credentials are given as the full ARN of a secret in AWS Secrets Manager.",
        why: "ECS reads a single key of a secret only by the secret's full ARN, and cannot start a task without it.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
        reads: ["email.credentials"],
        wrong: "credentials: \"arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:smtp\"",
        right: "credentials: \"arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:smtp-AbC1eF\"",
    }
    "MS906" email_credentials_account {
        statement: "The secret with SES's SMTP credentials is in the declared account.",
        why: "A secret in another account is encrypted with that account's key, which the task execution role may not use.",
        source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html",
        reads: ["email.credentials", "account"],
        unless: ["MS101"],
        wrong: "credentials: \"arn:aws:secretsmanager:ap-southeast-1:444455556666:secret:smtp-AbC1eF\"",
        right: "credentials: \"arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:smtp-AbC1eF\"",
    }
    "MS907" email_credentials_region: Warned {
        statement: "The secret with SES's SMTP credentials is in the stack's region.",
        why: "Every task reads it at start: an outage of the other region becomes an outage of the site, and the VPC endpoint for Secrets Manager is bypassed.",
        source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html",
        reads: ["email.credentials", "region"],
        unless: ["MS102", "MS105"],
        wrong: "credentials: \"arn:aws:secretsmanager:us-east-1:111122223333:secret:smtp-AbC1eF\"",
        right: "credentials: \"arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:smtp-AbC1eF\"",
    }
    "MS908" email_region {
        statement: "E-mail is sent from a region where Amazon SES is available.",
        why: "In a region without SES, the mail server does not exist and Moodle cannot send e-mail.",
        source: "https://docs.aws.amazon.com/general/latest/gr/ses.html",
        reads: ["email.region", "region"],
        as_of: ses::AS_OF,
        wrong: "region: \"ap-east-1\", email: Ses { … }",
        right: "region: \"ap-east-1\", email: Ses { region: \"ap-southeast-1\", … }",
    }
}

const CREDENTIALS: &str = "email.credentials";

/// The sender is a single valid e-mail address.
#[must_use]
pub const fn email_from_form(stack: &Architecture) -> Option<Problem> {
    match stack.email {
        Some(email) => email_problem("email.from", "from", email.from),
        None => None,
    }
}

/// The credentials are given as the full ARN of a secret.
#[must_use]
pub const fn email_credentials_arn(stack: &Architecture) -> Option<Problem> {
    let Some(email) = stack.email else {
        return None;
    };
    let text = email.credentials;
    let Err(flaw) = Arn::read(text, Named::Secret) else {
        return None;
    };
    // MS009 reports a password in its place, without repeating it.
    if secret_fault(text).is_some() {
        return None;
    }
    let what = Text::new("")
        .quoted(text)
        .push(" is not the ARN of a secret in AWS Secrets Manager: ");
    let what = flaw.describe(&what);
    if let Some(corrected) = flaw.corrected(text, Named::Secret) {
        let help = Text::new("write `credentials: \"").push(corrected.as_str()).push("\"`");
        return Problem::at(Subject::at(CREDENTIALS), what, help);
    }
    let region = if is_region(stack.region) {
        stack.region
    } else {
        "ap-southeast-1"
    };
    let account = if is_account(stack.account) {
        stack.account
    } else {
        "111122223333"
    };
    let help = Text::new("write `credentials: \"arn:")
        .push(Partition::of(region).name())
        .push(":secretsmanager:")
        .push(region)
        .push(":")
        .push(account);
    let help = help
        .push(":secret:…\"`; `aws secretsmanager list-secrets --region ")
        .push(region)
        .push("` prints it");
    Problem::at(Subject::at(CREDENTIALS), what, help)
}

/// The secret is in the declared account.
#[must_use]
pub const fn email_credentials_account(stack: &Architecture) -> Option<Problem> {
    match credentials(stack) {
        Some(arn) => arn.other_account(CREDENTIALS, Named::Secret, stack),
        None => None,
    }
}

/// The secret is in the stack's region.
#[must_use]
pub const fn email_credentials_region(stack: &Architecture) -> Option<Problem> {
    let Some(arn) = credentials(stack) else {
        return None;
    };
    if same(arn.region, stack.region) {
        return None;
    }
    let what = Text::new("the secret is in ").push(arn.region);
    let what = what.push(", but the tasks that read it are in ").push(stack.region);
    let help = Text::new("replicate it: `aws secretsmanager replicate-secret-to-regions --region ")
        .push(arn.region)
        .push(" --add-replica-regions Region=")
        .push(stack.region);
    let help = help.push(" --secret-id …`, and write the ARN of the replica");
    Problem::between(Subject::at(CREDENTIALS), Subject::at("region"), what, help)
}

/// E-mail is sent from a region where SES is available.
#[must_use]
pub const fn email_region(stack: &Architecture) -> Option<Problem> {
    let Some(email) = stack.email else {
        return None;
    };
    let (region, declared) = match email.region {
        Some(region) => (region, true),
        None => (stack.region, false),
    };
    if has_ses(region) || (!declared && !is_region(region)) {
        return None;
    }
    if !is_region(region) {
        let what = Text::new("").quoted(region).push(" is not an AWS region");
        let meant = match near(region) {
            Some(near) if has_ses(near) => near,
            _ => region_near(region),
        };
        let help = Text::new("write `region: \"").push(meant).push("\"`");
        return Problem::at(Subject::at("email.region"), what, help);
    }
    let what = Text::new("Amazon SES was not available in ")
        .push(region)
        .push(" in ")
        .push(ses::AS_OF);
    let help = Text::new("write `region: \"").push(region_near(region));
    let help = help
        .push("\"` in `email`, or another region where you have set up SES, or `region: unchecked!(\"")
        .push(region)
        .push("\")` there if AWS offers it now");
    if declared {
        Problem::at(Subject::at("email.region"), what, help)
    } else {
        Problem::between(Subject::at("email"), Subject::at("region"), what, help)
    }
}

const fn credentials(stack: &Architecture) -> Option<Arn<'static>> {
    let Some(email) = stack.email else {
        return None;
    };
    match Arn::read(email.credentials, Named::Secret) {
        Ok(arn) => Some(arn),
        Err(_) => None,
    }
}
