//! IAM permissions to manage image repositories:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html>.

use super::Repository;
use crate::resource::permission::{
    HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

/// The name is declared, so it does not start with the stack's name.
const ITSELF: &[&str] = &[arn!("ecr", "repository/{name}")];

/// The repository, and the images that `image publish` pushes into it. The permissions to sign in and to look for
/// existing images are among those of the preflight checks.
impl HasPermissions for Repository {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:CompleteLayerUpload",
                    "ecr:DeleteRepository",
                    "ecr:DeleteRepositoryPolicy",
                    "ecr:DescribeRepositories",
                    "ecr:GetLifecyclePolicy",
                    "ecr:GetRepositoryPolicy",
                    "ecr:InitiateLayerUpload",
                    "ecr:ListTagsForResource",
                    "ecr:PutImage",
                    "ecr:PutImageScanningConfiguration",
                    "ecr:PutImageTagMutability",
                    "ecr:PutLifecyclePolicy",
                    "ecr:SetRepositoryPolicy",
                    "ecr:UploadLayerPart",
                ],
                ITSELF,
            ),
            allow(&["ecr:CreateRepository", "ecr:TagResource"], ITSELF).when(&[TAGGED_ON_CREATE]),
        ],
        inventory: &[allow_in_region(&[
            "ecr:DescribeRepositories",
            "ecr:ListTagsForResource",
        ])],
        dependents: &[dependents("ecr:CreateRepository", &["ecr:TagResource"])],
    };
}
