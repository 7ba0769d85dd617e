//! Image repositories.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

/// What [`Repository`]'s output `owner` is, where the stack made the repository.
pub const OURS: &str = "this stack";

/// What it is, where somebody else did: the repository is used, and left as it is.
pub const SHARED: &str = "somebody else";

kind! {
    /// A repository of container images. One that somebody else made is used and left as it is. Its name is declared, as
    /// a part of the image's, so that it has none of ours.
    Repository is "image repository", "AWS::ECR::Repository" of "ecr" {
        replaces: [name],
        listed: [name],
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// Its ARN.
            arn: RepositoryArn,
            /// Its name.
            name: RepositoryName,
            /// Who made it: [`OURS`] or [`SHARED`].
            owner: RepositoryOwner,
        },
    }
    /// Its name: what stands in an image's reference between the registry and the tag.
    name: String,
    /// Whether each image that is pushed is searched for known holes.
    scan_on_push: bool,
    /// Whether a tag stays with the image that it was given to first.
    immutable_tags: bool,
    /// After how many days an image without a tag is deleted. One with a tag is kept.
    untagged_days: u32,
}

impl HasAdvice for Repository {
    const ADVICE: &'static [Advice] = &[];
}
