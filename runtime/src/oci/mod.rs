//! Container images: read from registries, built by a local engine, and copied to ECR.
//!
//! The crate `oci-client` implements the OCI's protocol: <https://github.com/opencontainers/distribution-spec>. An image is a
//! manifest, which names a configuration and layers by their digests. An index names the manifest for each platform.

mod blob;
mod compress;
mod copy;
mod credentials;
mod engine;
mod error;
mod layout;
mod manifest;
mod repository;
mod source;

pub(crate) use compress::compress;
pub(crate) use copy::{Copied, CopyProgress, copy};
pub(crate) use credentials::credentials;
pub(crate) use engine::{Build, Engine};
pub(crate) use layout::Layout;
pub(crate) use manifest::{Chosen, Manifest, Platform};
pub(crate) use repository::{Repository, look};
pub(crate) use source::{Source, UNFIT};
