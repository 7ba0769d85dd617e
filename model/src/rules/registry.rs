//! Rules on the image's registry, if it is in Amazon ECR.

use super::identity::is_region;
use super::image::{ecr, example, image};
use super::{ends_with, same};
use crate::facts::regions::Partition;
use crate::text::starts_with;
use crate::{Architecture, Ecr, Problem, Subject, Text};

rules! {
    "MS628" image_address {
        statement: "An ECR registry's address consists of an account, `dkr.ecr`, a region and the partition's domain.",
        why: "No other address resolves, so no task starts.",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html",
        reads: ["moodle.image"],
        wrong: "image: \"111122223333.dkr.ecr.cn-north-1.amazonaws.com/moodle:5.2\"",
        right: "image: \"111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/moodle:5.2\"",
    }
    "MS629" image_in_partition {
        statement: "An image in ECR is in the partition of the stack.",
        why: "Accounts in different partitions (China, GovCloud, the other regions) cannot use each other's IAM roles, so no task could pull the image.",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
        reads: ["moodle.image", "region"],
        unless: ["MS102", "MS105", "MS628"],
        wrong: "region: \"eu-west-1\", image: \"111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/moodle:5.2\"",
        right: "region: \"eu-west-1\", image: \"111122223333.dkr.ecr.eu-west-1.amazonaws.com/moodle:5.2\"",
    }
    "MS630" image_in_account {
        statement: "An image in ECR is in the stack's account, or pinned by its digest.",
        why: "Tasks can pull from another account only if its repository policy allows it; with a tag, that account also decides which image runs here.",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html",
        reads: ["moodle.image", "account", "region"],
        unless: ["MS101", "MS628", "MS629"],
        wrong: "account: \"111122223333\", image: \"444455556666.dkr.ecr.eu-west-1.amazonaws.com/moodle:5.2\"",
        right: "account: \"111122223333\", image: \"111122223333.dkr.ecr.eu-west-1.amazonaws.com/moodle:5.2\"",
    }
    "MS631" image_in_region {
        statement: "An image in ECR is in the stack's region, or pinned by its digest.",
        why: "Each new task would pull the image across regions: that bypasses the VPC endpoints, costs data transfer, and fails when the other region is down. A digest confirms that this is intended.",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
        reads: ["moodle.image", "region"],
        unless: ["MS102", "MS105", "MS628", "MS629"],
        wrong: "region: \"eu-west-1\", image: \"111122223333.dkr.ecr.us-east-1.amazonaws.com/moodle:5.2\"",
        right: "region: \"eu-west-1\", image: \"111122223333.dkr.ecr.eu-west-1.amazonaws.com/moodle:5.2\"",
    }
}

const AT: Subject = Subject::at("moodle.image");

/// An ECR registry's address is complete.
#[must_use]
pub const fn image_address(stack: &Architecture) -> Option<Problem> {
    let Some(image) = image(stack) else {
        return None;
    };
    let Some(host) = image.registry else {
        return None;
    };
    let Some(ecr) = image.ecr() else {
        if !looks_like_ecr(host) {
            return None;
        }
        let what = Text::new("")
            .quoted(host)
            .push(" is not an ECR registry: its address begins with a 12-digit account id");
        let help = example(
            "write the address that `aws ecr describe-repositories` prints, such as `image: \"",
            stack,
        );
        return Problem::at(AT, what, help.push("\"`"));
    };
    if !is_region(ecr.region) {
        let what = Text::new("")
            .quoted(ecr.region)
            .push(" in the registry's address is not an AWS region");
        let help = example(
            "write the address that `aws ecr describe-repositories` prints, such as `image: \"",
            stack,
        );
        return Problem::at(AT, what, help.push("\"`"));
    }
    let domain = match Partition::of(ecr.region) {
        Partition::China => "amazonaws.com.cn",
        Partition::Aws | Partition::GovCloud => "amazonaws.com",
        // No source gives the domain of registries in the other partitions.
        _ => return None,
    };
    if same(ecr.suffix, domain) || same(ecr.suffix, "on.aws") || same(ecr.suffix, "on.amazonwebservices.com.cn") {
        return None;
    }
    let what = Text::new("a registry in ")
        .push(ecr.region)
        .push(" ends in ")
        .push(domain);
    let what = what.push(", but this one ends in ").push(ecr.suffix);
    let (head, _) = host.split_at(host.len() - ecr.suffix.len());
    let (_, rest) = stack.moodle.image.split_at(host.len());
    let help = Text::new("write `image: \"")
        .push(head)
        .push(domain)
        .push(rest)
        .push("\"`");
    Problem::at(AT, what, help)
}

/// An image in ECR is in the partition of the stack.
#[must_use]
pub const fn image_in_partition(stack: &Architecture) -> Option<Problem> {
    let Some((_, ecr)) = ecr(stack) else {
        return None;
    };
    if same_partition(ecr.region, stack.region) {
        return None;
    }
    let what = Text::new("the image is in ")
        .push(ecr.region)
        .push(" in the partition ");
    let what = what
        .push(Partition::of(ecr.region).name())
        .push(", but the stack is in ");
    let what = what.push(Partition::of(stack.region).name());
    let help = example("push the image to the stack's own account, and write `image: \"", stack).push("\"`");
    Problem::between(AT, Subject::at("region"), what, help)
}

/// An image in ECR is in the stack's account.
#[must_use]
pub const fn image_in_account(stack: &Architecture) -> Option<Problem> {
    let Some((image, ecr)) = ecr(stack) else {
        return None;
    };
    let fits = same(ecr.account, stack.account) || image.digest.is_some();
    if fits {
        return None;
    }
    let what = Text::new("the image is in the account ").push(ecr.account);
    let what = what.push(", but the stack is in ").push(stack.account);
    let (_, rest) = stack.moodle.image.split_at(ecr.account.len());
    let help = Text::new("write `image: \"")
        .push(stack.account)
        .push(rest)
        .push("\"`, and push it there; or pin its digest, `@sha256:…`, and allow ")
        .push(stack.account)
        .push(" to pull in the policy of the repository `")
        .push(image.path)
        .push("` in ")
        .push(ecr.account);
    Problem::between(AT, Subject::at("account"), what, help)
}

/// An image in ECR is in the stack's region.
#[must_use]
pub const fn image_in_region(stack: &Architecture) -> Option<Problem> {
    let Some((image, ecr)) = ecr(stack) else {
        return None;
    };
    let fits = same(ecr.region, stack.region) || image.digest.is_some();
    if fits {
        return None;
    }
    let what = Text::new("the image is in ").push(ecr.region);
    let what = what.push(", but the stack is in ").push(stack.region);
    let (head, rest) = stack.moodle.image.split_at(region_at(stack.moodle.image, ecr));
    let help = Text::new("write `image: \"")
        .push(head)
        .push(stack.region)
        .push(rest.split_at(ecr.region.len()).1)
        .push("\"`, and push or replicate it there; or pin its digest, `@sha256:…`");
    Problem::between(AT, Subject::at("region"), what, help)
}

/// Returns whether two regions are in the same partition.
const fn same_partition(left: &str, right: &str) -> bool {
    same(Partition::of(left).name(), Partition::of(right).name())
}

/// Returns the byte offset of the region in an image reference.
const fn region_at(image: &str, ecr: Ecr<'_>) -> usize {
    let mut at = ecr.account.len();
    while at < image.len() && !starts_with(image.split_at(at).1, ecr.region) {
        at += 1;
    }
    at
}

/// Returns whether a host was probably meant to be an ECR registry.
const fn looks_like_ecr(host: &str) -> bool {
    let mut at = 0;
    while at < host.len() {
        if host.is_char_boundary(at) && starts_with(host.split_at(at).1, ".dkr.ecr.") {
            return true;
        }
        at += 1;
    }
    // Without the account, or without `dkr`.
    ends_with(host, ".amazonaws.com")
}
