//! The source of an image.

use super::blob::BlobStream;
use super::layout::Layout;
use super::manifest::{Chosen, Manifest, Platform, configured, invalid, named};
use super::repository::Repository;
use crate::provider::ApiError;
use oci_client::manifest::{OciDescriptor, OciManifest};
use serde_json::Value;

/// The source of an image.
pub(crate) enum Source {
    /// A repository, and the tag or the digest of the image.
    Registry(Repository, String),
    /// A folder with an OCI layout, which an engine or another program has written.
    Layout(Layout),
}

impl Source {
    /// Returns the name of the image in messages.
    fn called(&self) -> String {
        match self {
            Self::Registry(repository, reference) => repository.called(reference),
            Self::Layout(layout) => layout.called(),
        }
    }

    /// Finds the image for a platform. The error lists the existing platforms.
    pub(crate) async fn choose(&self, platform: Platform) -> Result<Chosen, ApiError> {
        let called = self.called();
        let mut manifest = match self {
            Self::Registry(repository, reference) => repository.manifest(reference).await?,
            Self::Layout(layout) => Some(layout.index()?),
        };
        // An index may name other indexes, as Docker's do.
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
            .map_err(|error| invalid(&self.called(), &format!("cannot read its configuration: {error}")))
    }

    /// Starts to read a blob.
    pub(super) async fn read(&self, blob: &OciDescriptor) -> Result<BlobStream, ApiError> {
        match self {
            Self::Registry(repository, _) => repository.read(blob).await,
            Self::Layout(layout) => layout.read(blob),
        }
    }
}

/// Returns the error that an image is not for the declared platform.
fn unfit(called: &str, platform: Platform, others: &[String]) -> ApiError {
    let others = match others {
        [] => "it is for none".to_owned(),
        _ => format!("it is for {}", moodle_stack_model::listed(others, "and")),
    };
    let why = format!("{others}, but according to `compute.cpu_architecture`, tasks run on {platform}");
    ApiError::new(
        crate::provider::ApiErrorKind::Invalid,
        &format!("reading {called}"),
        UNFIT,
        why,
    )
}

/// The error code of an image for other platforms.
pub(crate) const UNFIT: &str = "OtherPlatform";
