//! Amazon ECR: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html>.

use super::Repository;
use crate::resource::permission::{
    HasPermissions, Permissions, TAGGED_ON_CREATE, allow, allow_in_region, arn, dependents,
};

/// The declaration names it, and the stack's name is no part of that.
const ITSELF: &[&str] = &[arn!("ecr", "repository/{name}")];

/// The repository, and what `image publish` pushes into it. To sign in, and to look what is there already, is asked for with the
/// questions.
impl HasPermissions for Repository {
    const PERMISSIONS: Permissions = Permissions {
        rows: &[
            allow(
                &[
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:CompleteLayerUpload",
                    "ecr:DeleteRepository",
                    "ecr:DescribeRepositories",
                    "ecr:GetLifecyclePolicy",
                    "ecr:InitiateLayerUpload",
                    "ecr:ListTagsForResource",
                    "ecr:PutImage",
                    "ecr:PutImageScanningConfiguration",
                    "ecr:PutImageTagMutability",
                    "ecr:PutLifecyclePolicy",
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
