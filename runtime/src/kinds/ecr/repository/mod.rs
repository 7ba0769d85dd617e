//! Image repositories.

#[cfg(feature = "aws")]
mod aws;
mod permissions;
mod sandbox;

use crate::resource::{Advice, HasAdvice, kind};

/// The value of [`Repository`]'s output `owner` if this stack created the repository.
pub const OURS: &str = "this stack";

/// The value of the output if somebody else did. The repository is then used, and neither changed nor deleted.
pub const SHARED: &str = "somebody else";

kind! {
    /// A repository of container images. A repository that somebody else created is used, and neither changed nor
    /// deleted. The name is declared as a part of the image's, so it does not start with the stack's name.
    Repository is "image repository", "AWS::ECR::Repository" of "ecr" {
        replaces: [name],
        listed: [name],
        constants: [public_statements],
        unread: {
            encryption_type: "AWS cannot change it: https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
        },
        create: 2 to 300,
        delete: 2 to 300,
        outputs: {
            /// The repository's ARN.
            arn: RepositoryArn,
            /// The repository's name.
            name: RepositoryName,
            /// Who created the repository: [`OURS`] or [`SHARED`].
            owner: RepositoryOwner,
        },
    }
    /// The repository's name: the part of an image reference between the registry and the tag.
    name: String,
    /// Whether ECR scans each pushed image for known vulnerabilities.
    scan_on_push: bool,
    /// Whether a tag cannot be moved to another image.
    immutable_tags: bool,
    /// The number of days after its push after which an untagged image is deleted. A tagged image is kept.
    untagged_days: u32,
}

impl HasAdvice for Repository {
    const ADVICE: &'static [Advice] = &[];
}
