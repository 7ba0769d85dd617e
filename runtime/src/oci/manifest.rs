//! What an image is made of, and for which platforms.

use crate::provider::{ApiError, ApiErrorKind, NOT_SENT};
use moodle_stack_model::Processor;
use oci_client::manifest::{ImageIndexEntry, OciDescriptor, OciImageManifest, OciManifest};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// The media type of a manifest that does not say its own.
const IMAGE: &str = "application/vnd.oci.image.manifest.v1+json";

/// A manifest or an index, in the very bytes that its digest is of.
#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    /// The bytes.
    pub(crate) bytes: Vec<u8>,
    /// Its digest.
    pub(crate) digest: String,
    /// What the bytes say.
    pub(super) content: OciManifest,
}

/// The image for one platform.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    /// Its manifest.
    pub(crate) manifest: Manifest,
    /// Its configuration and its layers.
    pub(super) image: OciImageManifest,
    /// What its configuration says.
    pub(super) config: Value,
}

/// What a program runs on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Platform(pub(crate) Processor);

impl Manifest {
    /// Reads a manifest, or says why it is none.
    pub(super) fn read(bytes: Vec<u8>, of: &str) -> Result<Self, ApiError> {
        let content = serde_json::from_slice(&bytes)
            .map_err(|error| invalid(of, &format!("it has no manifest that can be read: {error}")))?;
        Ok(Self {
            digest: digest(&bytes),
            bytes,
            content,
        })
    }

    /// Returns the type under which a registry takes it.
    pub(super) fn media_type(&self) -> &str {
        match &self.content {
            OciManifest::Image(image) => image.media_type.as_deref().unwrap_or(IMAGE),
            OciManifest::ImageIndex(_) => self.content.content_type(),
        }
    }
}

impl Chosen {
    /// Returns all that must be in a repository before the manifest, the configuration first; each once.
    pub(crate) fn blobs(&self) -> Vec<&OciDescriptor> {
        let mut blobs: Vec<&OciDescriptor> = Vec::new();
        for blob in std::iter::once(&self.image.config).chain(&self.image.layers) {
            if blobs.iter().all(|other| other.digest != blob.digest) {
                blobs.push(blob);
            }
        }
        blobs
    }

    /// Returns what the image's maker calls its version:
    /// <https://github.com/opencontainers/image-spec/blob/main/annotations.md>.
    pub(crate) fn version(&self) -> Option<&str> {
        self.config["config"]["Labels"]["org.opencontainers.image.version"].as_str()
    }
}

impl Platform {
    /// Tells whether an entry of an index is for it.
    pub(super) fn is_of(self, entry: &ImageIndexEntry) -> bool {
        named(entry).is_some_and(|name| self.fits(&name))
    }

    /// Tells whether a platform's name is its own; `linux/arm64/v8` is what `linux/arm64` means.
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

/// Names the platform of an entry of an index; an entry for none is a signature, or a record of how the image was built.
pub(super) fn named(entry: &ImageIndexEntry) -> Option<String> {
    let platform = entry.platform.as_ref()?;
    let name = format!("{}/{}", platform.os, platform.architecture);
    match platform.variant.as_deref() {
        _ if name == "unknown/unknown" => None,
        Some(variant) if !variant.is_empty() => Some(format!("{name}/{variant}")),
        _ => Some(name),
    }
}

/// Names the platform that a configuration says.
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

/// Writes a digest as manifests do.
pub(super) fn written(hash: &[u8]) -> String {
    format!("sha256:{}", hex::encode(hash))
}

/// Says that an image cannot be read.
pub(super) fn invalid(of: &str, why: &str) -> ApiError {
    ApiError::new(ApiErrorKind::Invalid, &format!("reading {of}"), NOT_SENT, why)
}
