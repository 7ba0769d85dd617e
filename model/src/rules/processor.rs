//! The rule on the processor architecture of tasks.

use crate::text::starts_with;
use crate::{Architecture, Image, Problem, Processor, Subject, Text};

rules! {
    "MS521" processor_of_image {
        statement: "If the image's name states a processor architecture, it is the one that tasks run on.",
        why: "A program built for another processor does not start: each task stops with `exec format error`.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html",
        reads: ["moodle.image", "compute.cpu_architecture"],
        wrong: "image: \"…/moodle:5.2-arm64\", cpu_architecture: X86",
        right: "image: \"…/moodle:5.2-arm64\", cpu_architecture: Arm",
    }
}

/// The image is built for the processor that tasks run on.
#[must_use]
pub const fn processor_of_image(stack: &Architecture) -> Option<Problem> {
    let Ok(image) = Image::parse(stack.moodle.image) else {
        return None;
    };
    let tag = match image.tag {
        Some(tag) => tag,
        None => "",
    };
    let arm = names(image.path, &ARM) || names(tag, &ARM);
    let x86 = names(image.path, &X86) || names(tag, &X86);
    let (built, runs, help) = match stack.compute.cpu_architecture {
        Processor::X86 if arm && !x86 => ("Arm", "X86", "write `cpu_architecture: Arm`, or use an image for X86"),
        Processor::Arm if x86 && !arm => ("X86", "Arm", "write `cpu_architecture: X86`, or use an image for Arm"),
        _ => return None,
    };
    let what = Text::new("the image's name says it is built for ").push(built);
    let what = what.push(", but tasks run on ").push(runs);
    let at = Subject::at("compute.cpu_architecture");
    Problem::between(at, Subject::at("moodle.image"), what, Text::new(help))
}

/// The names of the two architectures in repositories and tags.
///
/// Source: <https://github.com/docker-library/official-images#architectures-other-than-amd64>, 2026-10.
const ARM: [&str; 3] = ["arm64", "arm64v8", "aarch64"];
const X86: [&str; 4] = ["amd64", "x86_64", "x86-64", "x64"];

/// Returns whether a text contains one of the words as a whole word.
const fn names(text: &str, words: &[&str]) -> bool {
    let mut at = 0;
    while at < text.len() {
        let (head, rest) = text.split_at(at);
        let mut i = 0;
        while i < words.len() {
            if starts_with(rest, words[i]) {
                let (_, tail) = rest.split_at(words[i].len());
                let before = head.is_empty() || !head.as_bytes()[at - 1].is_ascii_alphanumeric();
                let after = tail.is_empty() || !tail.as_bytes()[0].is_ascii_alphanumeric();
                if before && after {
                    return true;
                }
            }
            i += 1;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{ARM, X86, names};

    #[test]
    fn architecture_is_recognized_only_as_a_whole_word() {
        for text in ["5.2-arm64", "arm64v8/moodle", "moodle-aarch64", "linux_arm64"] {
            assert!(names(text, &ARM) && !names(text, &X86), "{text}");
        }
        for text in ["5.2-amd64", "x86_64", "moodle/x86-64"] {
            assert!(names(text, &X86) && !names(text, &ARM), "{text}");
        }
        for text in ["", "5.2", "charm64", "arm6400", "max64"] {
            assert!(!names(text, &ARM) && !names(text, &X86), "{text}");
        }
    }
}
