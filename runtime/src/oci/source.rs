//! Where an image comes from.

use super::blob::BlobStream;
use super::layout::Layout;
use super::manifest::{Chosen, Manifest, Platform, configured, invalid, named};
use super::repository::Repository;
use crate::provider::ApiError;
use oci_client::manifest::{OciDescriptor, OciManifest};
use serde_json::Value;

/// Where an image comes from.
pub(crate) enum Source {
    /// A registry; the tag or the digest of the image.
    Registry(Repository, String),
    /// A folder that an engine has written, or anything else that can write one.
    Layout(Layout),
}

impl Source {
    /// Returns what people call the image.
    fn called(&self) -> String {
        match self {
            Self::Registry(repository, reference) => repository.called(reference),
            Self::Layout(layout) => layout.called(),
        }
    }

    /// Finds the image for a platform, or says for which it is.
    pub(crate) async fn choose(&self, platform: Platform) -> Result<Chosen, ApiError> {
        let called = self.called();
        let mut manifest = match self {
            Self::Registry(repository, reference) => repository.manifest(reference).await?,
            Self::Layout(layout) => Some(layout.index()?),
        };
        // An index may name others, as Docker's own do.
        for _ in 0..4 {
            let Some(found) = manifest else {
                return Err(invalid(&called, "there is no such image"));
            };
            let index = match &found.content {
                OciManifest::Image(image) => {
                    let config = self.config(&image.config).await?;
                    if let Some(other) = configured(&config).filter(|name| !platform.fits(name)) {
                        return Err(unfit(&called, platform, &[other]));
                    }
                    let image = image.clone();
                    return Ok(Chosen {
                        manifest: found,
                        image,
                        config,
                    });
                }
                OciManifest::ImageIndex(index) => index,
            };
            let entry = match &index.manifests[..] {
                [only] if only.platform.is_none() => Some(only),
                all => all.iter().find(|entry| platform.is_of(entry)),
            };
            let Some(entry) = entry else {
                let platforms: Vec<String> = index.manifests.iter().filter_map(named).collect();
                return Err(unfit(&called, platform, &platforms));
            };
            manifest = self.manifest(&entry.digest).await?;
        }
        Err(invalid(&called, "its indexes name only other indexes"))
    }

    async fn manifest(&self, digest: &str) -> Result<Option<Manifest>, ApiError> {
        match self {
            Self::Registry(repository, _) => repository.manifest(digest).await,
            Self::Layout(layout) => layout.manifest(digest).map(Some),
        }
    }

    async fn config(&self, config: &OciDescriptor) -> Result<Value, ApiError> {
        let bytes = match self {
            Self::Registry(repository, _) => repository.small(config).await?,
            Self::Layout(layout) => layout.blob(&config.digest)?,
        };
        serde_json::from_slice(&bytes)
            .map_err(|error| invalid(&self.called(), &format!("its configuration cannot be read: {error}")))
    }

    /// Begins to read a blob.
    pub(super) async fn read(&self, blob: &OciDescriptor) -> Result<BlobStream, ApiError> {
        match self {
            Self::Registry(repository, _) => repository.read(blob).await,
            Self::Layout(layout) => layout.read(blob),
        }
    }
}

/// Says that an image is for other platforms than the declared one.
fn unfit(called: &str, platform: Platform, others: &[String]) -> ApiError {
    let others = match others {
        [] => "it is for none".to_owned(),
        _ => format!("it is for {}", moodle_stack_model::listed(others, "and")),
    };
    let why = format!("{others}, and `compute.cpu_architecture` says that tasks run on {platform}");
    ApiError::new(
        crate::provider::ApiErrorKind::Invalid,
        &format!("reading {called}"),
        UNFIT,
        why,
    )
}

/// The code of the fault that says for which platforms an image is.
pub(crate) const UNFIT: &str = "OtherPlatform";
