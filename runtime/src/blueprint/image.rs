//! `moodle.image`: what tasks run, and the repository that it is in.

use super::graph_builder::GraphBuilder;
use crate::kinds::ecr::Repository;
use crate::resource::Joined;
use moodle_stack_model as model;

/// Where in the graph the image's repository stands, if it is the stack's to make.
pub const REPOSITORY: &str = "moodle.repository";

/// The image that tasks run.
pub(super) struct Image {
    /// Its reference, as a task definition names it.
    pub(super) reference: Joined,
    /// The ARN of the repository that it is pulled from, if that is in ECR.
    pub(super) repository: Option<Joined>,
}

/// Adds the image's repository, if the image is in ECR of the stack's own account and region. Any other is somebody
/// else's to make.
pub(super) fn image(draft: &mut GraphBuilder) -> Image {
    let declared = draft.site.moodle.image;
    let mut image = Image {
        reference: Joined::text(declared),
        repository: None,
    };
    let Ok(parts) = model::Image::parse(declared) else {
        return image;
    };
    let (Some(registry), Some(ecr)) = (parts.registry, parts.ecr()) else {
        return image;
    };
    if ecr.account != draft.names.account() || ecr.region != draft.names.region() {
        let (partition, path) = (draft.names.partition(), parts.path);
        let (region, account) = (ecr.region, ecr.account);
        let arn = format!("arn:{partition}:ecr:{region}:{account}:repository/{path}");
        image.repository = Some(Joined::text(arn));
        return image;
    }
    let repository = Repository {
        name: parts.path.into(),
        scan_on_push: true,
        immutable_tags: true,
        untagged_days: 14,
    };
    let repository = draft.add_as(REPOSITORY, parts.path.into(), "moodle.image", &repository);
    let (_, tail) = declared.split_at(registry.len() + 1 + parts.path.len());
    Image {
        // So that an old repository goes only after every task has left it.
        reference: Joined::text(format!("{registry}/")).then(&repository.name()).push(tail),
        repository: Some(Joined::reference(&repository.arn())),
    }
}
