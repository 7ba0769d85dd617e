//! Preflight rules on the container image.

use super::names::few;
use super::{PreflightAnswers, PreflightRule};
use crate::{Architecture, Image, Level, Problem, Processor, Subject, Text};

pub(super) const IMAGE_EXISTS: PreflightRule = PreflightRule {
    id: "MS691",
    level: Level::Refused,
    statement: "The image exists in its registry.",
    why: "ECS would start the tasks again and again, and eventually give up the deployment.",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html",
    reads: &["moodle.image"],
    as_of: None,
    wrong: "image: \"111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:not-pushed-yet\"",
    right: "image: \"111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2\"",
    check: exists,
};

pub(super) const IMAGE_FITS_PROCESSOR: PreflightRule = PreflightRule {
    id: "MS692",
    level: Level::Refused,
    statement: "The image is built for the processor that tasks run on.",
    why: "A program built for another processor does not start: each task stops with `exec format error`.",
    source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html",
    reads: &["moodle.image", "compute.cpu_architecture"],
    as_of: None,
    wrong: "image: \"ghcr.io/example/moodle-for-amd64@sha256:…\", cpu_architecture: Arm",
    right: "image: \"ghcr.io/example/moodle-for-arm64@sha256:…\", cpu_architecture: Arm",
    check: fits_processor,
};

const AT: Subject = Subject::at("moodle.image");

/// Returns whether the image's registry is the one that the stack publishes to.
fn is_published_here(stack: &Architecture) -> bool {
    let ecr = Image::parse(stack.moodle.image).ok().and_then(|image| image.ecr());
    ecr.is_some_and(|ecr| ecr.account == stack.account && ecr.region == stack.region)
}

fn exists(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let Some(None) = answers.images.get(stack.moodle.image) else {
        return Vec::new();
    };
    let what = Text::new("there is no image ").quoted(stack.moodle.image);
    let help = if is_published_here(stack) {
        Text::new("publish it with the command `image publish`, which also creates its repository")
    } else {
        Text::new("write an existing image, or push this one to its registry")
    };
    Problem::at(AT, what, help).into_iter().collect()
}

fn fits_processor(stack: &Architecture, answers: &PreflightAnswers) -> Vec<Problem> {
    let Some(Some(image)) = answers.images.get(stack.moodle.image) else {
        return Vec::new();
    };
    let (wanted, other) = match stack.compute.cpu_architecture {
        Processor::X86 => ("linux/amd64", ("linux/arm64", "Arm")),
        Processor::Arm => ("linux/arm64", ("linux/amd64", "X86")),
    };
    let is_for = |wanted: &str| {
        let mut platforms = image.platforms.iter();
        // `linux/arm64/v8` is what `linux/arm64` means.
        platforms.any(|one| one == wanted || one.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('/')))
    };
    // An image without platforms may be for any.
    if image.platforms.is_empty() || is_for(wanted) {
        return Vec::new();
    }
    let what = Text::new("the image is for ")
        .push(&few(image.platforms.iter().map(String::as_str)))
        .push(", but tasks run on ")
        .push(wanted);
    let help = Text::new("write the image for ").push(wanted);
    let help = if is_for(other.0) {
        help.push(", or `cpu_architecture: ").push(other.1).push("`")
    } else {
        help
    };
    let against = Subject::at("compute.cpu_architecture");
    Problem::between(AT, against, what, help).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field as _;
    use crate::rules::preflight::{FoundImage, evaluate};

    /// Returns the ids of the rules that an image breaks, each with its help.
    fn broken(processor: Processor, image: Option<&[&str]>) -> Vec<(&'static str, String)> {
        let mut stack = Architecture::FILLER;
        stack.account = "111122223333";
        stack.region = "ap-southeast-1";
        stack.moodle.image = "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2";
        stack.compute.cpu_architecture = processor;
        let image = image.map(|platforms| FoundImage {
            platforms: platforms.iter().map(|&one| one.to_owned()).collect(),
        });
        let answers = PreflightAnswers {
            images: [(stack.moodle.image.into(), image)].into(),
            ..PreflightAnswers::default()
        };
        let problems = evaluate(&stack, &answers);
        let found = problems
            .iter()
            .map(|(rule, problem)| (rule.id, problem.help.as_str().to_owned()));
        found.collect()
    }

    #[test]
    fn help_for_a_missing_image_is_to_publish_it() {
        let [(id, help)] = &broken(Processor::X86, None)[..] else {
            panic!("expected one problem");
        };
        assert_eq!(*id, "MS691");
        assert!(help.contains("image publish"), "{help}");
    }

    #[test]
    fn image_fits_if_one_of_its_platforms_does() {
        assert!(broken(Processor::X86, Some(&["linux/amd64", "linux/arm64"])).is_empty());
        assert!(broken(Processor::Arm, Some(&["linux/amd64", "linux/arm64/v8"])).is_empty());
        assert!(broken(Processor::Arm, Some(&[])).is_empty());
    }

    #[test]
    fn image_for_another_processor_is_reported_with_alternatives() {
        let expected = "write the image for linux/amd64, or `cpu_architecture: Arm`";
        assert_eq!(
            broken(Processor::X86, Some(&["linux/arm64/v8"])),
            [("MS692", expected.to_owned())]
        );
        let expected = "write the image for linux/arm64";
        assert_eq!(
            broken(Processor::Arm, Some(&["linux/amd640", "windows/arm64"])),
            [("MS692", expected.to_owned())]
        );
    }
}
