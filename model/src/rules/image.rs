//! Rules on the container image.

use super::identity::{is_account, is_region};
use super::moodle_version::branch;
use super::same;
use crate::facts::images::{self, ImageIssue};
use crate::facts::moodle::{AS_OF, Branch, ReleaseStatus, release_status};
use crate::facts::regions::Partition;
use crate::facts::version::{Order, order};
use crate::{Architecture, Ecr, Image, Problem, Subject, Text, secret_fault};

rules! {
    "MS627" image_form {
        statement: "The image is a registry, a repository, and a tag or a digest.",
        why: "ECS cannot start a task from an image reference that it cannot parse.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
        reads: ["moodle.image"],
        wrong: "image: \"https://registry.example.edu/moodle\"",
        right: "image: \"111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2\"",
    }
    "MS632" image_contains_moodle {
        statement: "The image exists and contains Moodle.",
        why: "The task would wait for an image that is no longer published, or run a web server without Moodle.",
        source: "https://github.com/bitnami/containers/issues/87924",
        reads: ["moodle.image"],
        as_of: images::AS_OF,
        wrong: "image: \"docker.io/bitnami/moodle:latest\"",
        right: "image: \"111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2\"",
    }
    "MS633" image_maintained: Warned {
        statement: "The image is maintained.",
        why: "Published vulnerabilities in its Moodle, its PHP and its operating system stay unpatched.",
        source: "https://github.com/bitnami/containers/issues/87924",
        reads: ["moodle.image"],
        as_of: images::AS_OF,
        wrong: "image: \"docker.io/bitnamilegacy/moodle@sha256:…\"",
        right: "image: \"111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2\"",
    }
    "MS634" image_pinned {
        statement: "An image from a registry other than ECR is pinned by its digest.",
        why: "Anyone who can push to that registry could move the tag to another image, and the next task would run it with \
              access to the site's database, files and secrets.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
        reads: ["moodle.image"],
        unless: ["MS628", "MS632"],
        wrong: "image: \"ghcr.io/example/moodle:5.2\"",
        right: "image: \"ghcr.io/example/moodle:5.2@sha256:…\"",
    }
    "MS635" image_tagged: Warned {
        statement: "An image has a tag other than `latest`, or a digest.",
        why: "`latest` changes with every push: you cannot tell which image is running, and cannot roll back to the one before.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html",
        reads: ["moodle.image"],
        unless: ["MS628"],
        wrong: "image: \"111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:latest\"",
        right: "image: \"111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2\"",
    }
    "MS636" image_of_version: Warned {
        statement: "If the image's tag names a Moodle version, it is the declared one.",
        why: "The image determines which Moodle runs, but PHP and the database are checked against `version`.",
        source: "https://moodledev.io/general/releases",
        reads: ["moodle.image", "moodle.version"],
        unless: ["MS632", "MS633"],
        as_of: AS_OF,
        wrong: "version: \"5.2\", image: \"…/moodle:5.1\"",
        right: "version: \"5.2\", image: \"…/moodle:5.2\"",
    }
}

const AT: Subject = Subject::at("moodle.image");

/// The image is a registry, a repository, and a tag or a digest.
#[must_use]
pub const fn image_form(stack: &Architecture) -> Option<Problem> {
    let Err(fault) = Image::parse(stack.moodle.image) else {
        return None;
    };
    // MS009 reports a secret in its place, without repeating it.
    if secret_fault(stack.moodle.image).is_some() {
        return None;
    }
    let what = Text::new("")
        .quoted(stack.moodle.image)
        .push(" is not an image reference: ")
        .push(fault);
    let help = example("write a registry and a repository, such as `image: \"", stack).push("\"`");
    Problem::at(AT, what, help)
}

/// The image exists and contains Moodle.
#[must_use]
pub const fn image_contains_moodle(stack: &Architecture) -> Option<Problem> {
    let Some(image) = image(stack) else {
        return None;
    };
    let what = match images::known_issue(&image) {
        Some(ImageIssue::NoImages) => " no longer has any images",
        Some(ImageIssue::NoMoodle) => " contains PHP but not Moodle; it is made for tests",
        Some(ImageIssue::Unmaintained) | None => return None,
    };
    let what = Text::new("Docker Hub's `").push(image.path).push("`").push(what);
    let help = example("build your own image, and write `image: \"", stack);
    let help = help.push("\"`; if this is out of date, write `image: unchecked!(\"");
    Problem::at(AT, what, help.push(stack.moodle.image).push("\")`"))
}

/// The image is maintained.
#[must_use]
pub const fn image_maintained(stack: &Architecture) -> Option<Problem> {
    let Some(image) = image(stack) else {
        return None;
    };
    let Some(ImageIssue::Unmaintained) = images::known_issue(&image) else {
        return None;
    };
    let what = Text::new("Docker Hub's `")
        .push(image.path)
        .push("` is no longer maintained");
    let help = example("build your own image, and write `image: \"", stack).push("\"`");
    Problem::at(AT, what, help)
}

/// An image from a registry other than ECR is pinned by its digest.
#[must_use]
pub const fn image_pinned(stack: &Architecture) -> Option<Problem> {
    let Some(image) = image(stack) else {
        return None;
    };
    if image.ecr().is_some() || image.digest.is_some() {
        return None;
    }
    let what = match image.registry {
        Some(host) => Text::new("this tag can be moved to another image at any time in the registry ").push(host),
        None => {
            Text::new("without a registry the image is pulled from Docker Hub, where the tag can be moved at any time")
        }
    };
    let help = Text::new("pin it: `docker buildx imagetools inspect ").push(stack.moodle.image);
    let help = help
        .push("` prints its digest; write `image: \"")
        .push(stack.moodle.image);
    Problem::at(AT, what, help.push("@sha256:…\"`, or push it to ECR"))
}

/// An image has a tag other than `latest`, or a digest.
#[must_use]
pub const fn image_tagged(stack: &Architecture) -> Option<Problem> {
    let Some((image, _)) = ecr(stack) else {
        return None;
    };
    let what = match (image.tag, image.digest) {
        (None, None) => "an image without a tag means `latest`: the image that was pushed last",
        (Some(tag), None) if same(tag, "latest") => "`latest` is the image that was pushed last",
        (_, Some(_)) | (Some(_), None) => return None,
    };
    let head = match image.tag {
        Some(tag) => stack.moodle.image.split_at(stack.moodle.image.len() - tag.len() - 1).0,
        None => stack.moodle.image,
    };
    let help = Text::new("write a version tag, such as `image: \"")
        .push(head)
        .push(":");
    let tag = match branch(stack) {
        Some(_) => stack.moodle.version,
        None => "5.2",
    };
    let help = help.push(tag).push("\"`, or the digest");
    Problem::at(AT, Text::new(what), help)
}

/// If the image's tag names a Moodle version, it is the declared one.
#[must_use]
pub const fn image_of_version(stack: &Architecture) -> Option<Problem> {
    let (Some(image), Some(_)) = (image(stack), branch(stack)) else {
        return None;
    };
    let Some(tag) = image.tag else {
        return None;
    };
    let Some(named) = moodle_of(tag) else {
        return None;
    };
    let version = stack.moodle.version;
    if !matches!(order(named, version), Order::Older | Order::Newer) {
        return None;
    }
    let what = Text::new("the image's tag names Moodle ").push(named);
    let what = what.push(", but `version` is ").push(version);
    let help = Text::new("write the image for Moodle ")
        .push(version)
        .push(", or `version: \"")
        .push(named);
    Problem::between(AT, Subject::at("moodle.version"), what, help.push("\"`"))
}

/// Returns the Moodle version at the start of a tag: 5.2.1 for `v5.2.1-arm64`.
///
/// A number that was never a Moodle branch belongs to some other numbering scheme.
const fn moodle_of(tag: &str) -> Option<&str> {
    let tag = match crate::text::after(tag, "v") {
        Some(rest) => rest,
        None => tag,
    };
    let bytes = tag.as_bytes();
    let mut end = 0;
    while end < bytes.len() && (bytes[end].is_ascii_digit() || bytes[end] == b'.') {
        end += 1;
    }
    let (version, _) = tag.split_at(end);
    match release_status(version) {
        ReleaseStatus::Known(_) => Some(version),
        // The branches 4.0 to 4.4 existed, and have ended.
        ReleaseStatus::Older if bytes[0] == b'4' && bytes[1] == b'.' => Some(version),
        _ => None,
    }
}

/// Returns the parsed image. Returns `None` for a secret in its place, which no message may repeat.
pub(super) const fn image(stack: &Architecture) -> Option<Image<'static>> {
    match Image::parse(stack.moodle.image) {
        Ok(image) if secret_fault(stack.moodle.image).is_none() => Some(image),
        _ => None,
    }
}

/// Returns the image and its registry if the registry is in ECR.
pub(super) const fn ecr(stack: &Architecture) -> Option<(Image<'static>, Ecr<'static>)> {
    let Some(image) = image(stack) else {
        return None;
    };
    match image.ecr() {
        Some(ecr) => Some((image, ecr)),
        None => None,
    }
}

/// Appends an example of an image in the stack's own registry.
pub(super) const fn example(help: &str, stack: &Architecture) -> Text {
    let account = if is_account(stack.account) {
        stack.account
    } else {
        "111122223333"
    };
    let region = if is_region(stack.region) {
        stack.region
    } else {
        "ap-southeast-1"
    };
    let text = Text::new(help)
        .push(account)
        .push(".dkr.ecr.")
        .push(region)
        .push(".amazonaws.com");
    let text = match Partition::of(region) {
        Partition::China => text.push(".cn"),
        _ => text,
    };
    text.push("/moodle:").push(match branch(stack) {
        Some(Branch { name, .. }) => name,
        None => "5.2",
    })
}

#[cfg(test)]
mod tests {
    use super::moodle_of;

    #[test]
    fn tag_names_a_moodle_version_only_if_it_starts_with_a_known_branch() {
        for (tag, version) in [
            ("5.2", "5.2"),
            ("v5.2.1", "5.2.1"),
            ("5.1-php8.4", "5.1"),
            ("4.1.2-debian-12-r3", "4.1.2"),
        ] {
            assert_eq!(moodle_of(tag), Some(version), "{tag}");
        }
        for tag in [
            "latest",
            "1.4",
            "2026.10.01",
            "2026-10-01",
            "sha-5e2f",
            "5",
            "502",
            "5.2.",
            "9.1",
            "v",
            "build-5.2",
        ] {
            assert_eq!(moodle_of(tag), None, "{tag}");
        }
    }
}
