//! The parts of an image, and its platforms.

use crate::provider::{ApiError, ApiErrorKind, NOT_SENT};
use moodle_stack_model::Processor;
use oci_client::manifest::{ImageIndexEntry, OciDescriptor, OciImageManifest, OciManifest};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// The media type of a manifest without one.
const IMAGE: &str = "application/vnd.oci.image.manifest.v1+json";

/// A manifest or an index, with the exact bytes of its digest.
#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
    /// Its digest.
    pub(crate) digest: String,
    /// The parsed bytes.
    pub(super) content: OciManifest,
}

/// The image for one platform.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    /// Its manifest.
    pub(crate) manifest: Manifest,
    /// Its configuration and its layers.
    pub(super) image: OciImageManifest,
    /// Its configuration, as JSON.
    pub(super) config: Value,
}

/// The platform that a program runs on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Platform(pub(crate) Processor);

impl Manifest {
    /// Parses a manifest.
    pub(super) fn read(bytes: Vec<u8>, of: &str) -> Result<Self, ApiError> {
        let content = serde_json::from_slice(&bytes)
            .map_err(|error| invalid(of, &format!("cannot read its manifest: {error}")))?;
        Ok(Self {
            digest: digest(&bytes),
            bytes,
            content,
        })
    }

    /// Returns its media type.
    pub(super) fn media_type(&self) -> &str {
        match &self.content {
            OciManifest::Image(image) => image.media_type.as_deref().unwrap_or(IMAGE),
            OciManifest::ImageIndex(_) => self.content.content_type(),
        }
    }
}

impl Chosen {
    /// Returns all blobs that must be in a repository before the manifest: the configuration first, each blob once.
    pub(crate) fn blobs(&self) -> Vec<&OciDescriptor> {
        let mut blobs: Vec<&OciDescriptor> = Vec::new();
        for blob in std::iter::once(&self.image.config).chain(&self.image.layers) {
            if blobs.iter().all(|other| other.digest != blob.digest) {
                blobs.push(blob);
            }
        }
        blobs
    }

    /// Returns the version in the image's label:
    /// <https://github.com/opencontainers/image-spec/blob/main/annotations.md>.
    pub(crate) fn version(&self) -> Option<&str> {
        self.config["config"]["Labels"]["org.opencontainers.image.version"].as_str()
    }
}

impl Platform {
    /// Returns whether an entry of an index is for this platform.
    pub(super) fn is_of(self, entry: &ImageIndexEntry) -> bool {
        named(entry).is_some_and(|name| self.fits(&name))
    }

    /// Returns whether a name matches it; `linux/arm64/v8` matches `linux/arm64`.
    pub(super) fn fits(self, name: &str) -> bool {
        let rest = name.strip_prefix(&*self.to_string());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Processor::X86 => "linux/amd64",
            Processor::Arm => "linux/arm64",
        })
    }
}

/// Returns the platform of an entry of an index. An entry without a platform is a signature, or an attestation of the build.
pub(super) fn named(entry: &ImageIndexEntry) -> Option<String> {
    let platform = entry.platform.as_ref()?;
    let name = format!("{}/{}", platform.os, platform.architecture);
    match platform.variant.as_deref() {
        _ if name == "unknown/unknown" => None,
        Some(variant) if !variant.is_empty() => Some(format!("{name}/{variant}")),
        _ => Some(name),
    }
}

/// Returns the platform in a configuration.
pub(super) fn configured(config: &Value) -> Option<String> {
    let (os, architecture) = (config["os"].as_str()?, config["architecture"].as_str()?);
    match config["variant"].as_str() {
        Some(variant) if !variant.is_empty() => Some(format!("{os}/{architecture}/{variant}")),
        _ => Some(format!("{os}/{architecture}")),
    }
}

/// Returns the digest of some bytes.
pub(super) fn digest(bytes: &[u8]) -> String {
    written(&Sha256::digest(bytes))
}

/// Formats a digest as in manifests.
pub(super) fn written(hash: &[u8]) -> String {
    format!("sha256:{}", hex::encode(hash))
}

/// Returns the error that an image cannot be read.
pub(super) fn invalid(of: &str, why: &str) -> ApiError {
    ApiError::new(ApiErrorKind::Invalid, &format!("reading {of}"), NOT_SENT, why)
}
