//! `moodle.image`: the image that tasks run, and its repository.

use super::graph_builder::GraphBuilder;
use crate::kinds::ecr::Repository;
use crate::resource::Joined;
use moodle_stack_model as model;

/// The address of the image's repository, if the stack creates it.
pub const REPOSITORY: &str = "moodle.repository";

/// The image that tasks run.
pub(super) struct Image {
    /// The image reference for task definitions.
    pub(super) reference: Joined,
    /// The ARN of the repository that the image is pulled from, if it is in ECR.
    pub(super) repository_arn: Option<Joined>,
}

/// Adds the image's repository if it is in ECR in the stack's own account and region. The stack creates no other
/// repository.
pub(super) fn image(graph: &mut GraphBuilder) -> Image {
    let declared = graph.architecture.moodle.image;
    let mut image = Image {
        reference: Joined::text(declared),
        repository_arn: None,
    };
    let Ok(parts) = model::Image::parse(declared) else {
        return image;
    };
    let (Some(registry), Some(ecr)) = (parts.registry, parts.ecr()) else {
        return image;
    };
    if ecr.account != graph.names.account() || ecr.region != graph.names.region() {
        let (partition, path) = (graph.names.partition(), parts.path);
        let (region, account) = (ecr.region, ecr.account);
        let arn = format!("arn:{partition}:ecr:{region}:{account}:repository/{path}");
        image.repository_arn = Some(Joined::text(arn));
        return image;
    }
    let repository = Repository {
        name: parts.path.into(),
        scan_on_push: true,
        immutable_tags: true,
        untagged_days: 14,
    };
    let repository = graph.add_as(REPOSITORY, parts.path.into(), "moodle.image", &repository);
    let (_, tail) = declared.split_at(registry.len() + 1 + parts.path.len());
    Image {
        // Because of the reference, an old repository is kept until no task uses it.
        reference: Joined::text(format!("{registry}/")).then(&repository.name()).push(tail),
        repository_arn: Some(Joined::reference(&repository.arn())),
    }
}
