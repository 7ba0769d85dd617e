//! A repository in a registry.

use super::blob::BlobStream;
use super::error::api_error;
use super::manifest::{Manifest, configured, named};
use crate::provider::{ApiError, ApiErrorKind};
use futures_util::{StreamExt as _, TryStreamExt as _};
use moodle_stack_model::rules::preflight::FoundImage;
use oci_client::client::{ClientConfig, ClientProtocol};
use oci_client::manifest::{OciDescriptor, OciManifest};
use oci_client::secrets::RegistryAuth;
use oci_client::{Client, Reference, RegistryOperation};
use std::time::Duration;

/// The accepted media types of manifests: those of the OCI, and those of Docker, which invented both.
const MANIFESTS: [&str; 4] = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
];

/// A repository in a registry, with the credentials for it.
#[derive(Clone)]
pub(crate) struct Repository {
    client: Client,
    auth: RegistryAuth,
    host: String,
    path: String,
    /// Its name in messages.
    name: String,
}

impl Repository {
    /// Refers to the repository at a path in a registry. `name` is its name in messages, because the host may be another one.
    pub(crate) fn new(host: &str, path: &str, name: String, auth: RegistryAuth) -> Result<Self, ApiError> {
        let config = ClientConfig {
            // A registry on this machine has no certificate; every other one must have one.
            protocol: if is_here(host) {
                ClientProtocol::HttpsExcept(vec![host.to_owned()])
            } else {
                ClientProtocol::Https
            },
            // ECR does not follow the protocol for uploads in parts, but accepts monolithic ones:
            // https://github.com/kitops-ml/kitops/pull/822
            use_monolithic_push: true,
            connect_timeout: Some(Duration::from_secs(10)),
            ..ClientConfig::default()
        };
        Ok(Self {
            client: Client::try_from(config).map_err(api_error("preparing to talk to a registry"))?,
            auth,
            host: host.into(),
            path: path.into(),
            name,
        })
    }

    /// Returns the name of an image in it, in messages.
    pub(crate) fn called(&self, reference: &str) -> String {
        let sign = if reference.contains(':') { '@' } else { ':' };
        format!("{}{sign}{reference}", self.name)
    }

    /// Returns the reference for a tag or a digest.
    fn at(&self, reference: &str) -> Reference {
        let (host, path) = (self.host.clone(), self.path.clone());
        if reference.contains(':') {
            Reference::with_digest(host, path, reference.into())
        } else {
            Reference::with_tag(host, path, reference.into())
        }
    }

    /// Signs in.
    async fn sign_in(&self, reference: &Reference, operation: RegistryOperation, call: &str) -> Result<(), ApiError> {
        let signed = self.client.auth(reference, &self.auth, operation).await;
        signed.map(|_| ()).map_err(api_error(call))
    }

    /// Reads the manifest of a tag or a digest; `None` if there is none.
    pub(crate) async fn manifest(&self, reference: &str) -> Result<Option<Manifest>, ApiError> {
        let called = self.called(reference);
        let call = format!("reading {called}");
        let at = self.at(reference);
        self.sign_in(&at, RegistryOperation::Pull, &call).await?;
        let answer = self.client.pull_manifest_raw(&at, &self.auth, &MANIFESTS).await;
        match answer.map_err(api_error(&call)) {
            Ok((bytes, _)) => Manifest::read(bytes.to_vec(), &called).map(Some),
            Err(error) if error.kind == ApiErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads a blob that is small.
    pub(super) async fn small(&self, blob: &OciDescriptor) -> Result<Vec<u8>, ApiError> {
        let mut bytes = Vec::new();
        let read = self.client.pull_blob(&self.at(&blob.digest), blob, &mut bytes).await;
        read.map_err(api_error(&format!("reading {}", self.called(&blob.digest))))?;
        Ok(bytes)
    }

    /// Starts to read a blob. Its digest is checked at the end.
    pub(super) async fn read(&self, blob: &OciDescriptor) -> Result<BlobStream, ApiError> {
        let call = format!("reading {}", self.called(&blob.digest));
        let at = self.at(&blob.digest);
        self.sign_in(&at, RegistryOperation::Pull, &call).await?;
        let stream = self
            .client
            .pull_blob_stream(&at, blob)
            .await
            .map_err(api_error(&call))?;
        Ok(stream.stream.map_err(Into::into).boxed())
    }

    /// Returns whether a blob exists.
    pub(super) async fn has(&self, blob: &OciDescriptor) -> Result<bool, ApiError> {
        let call = format!("looking for {}", self.called(&blob.digest));
        let at = self.at(&blob.digest);
        self.sign_in(&at, RegistryOperation::Push, &call).await?;
        self.client
            .blob_exists(&at, &blob.digest)
            .await
            .map_err(api_error(&call))
    }

    /// Writes a blob.
    pub(super) async fn write(&self, blob: &OciDescriptor, bytes: BlobStream) -> Result<(), ApiError> {
        let call = format!("writing {}", self.called(&blob.digest));
        let at = self.at(&blob.digest);
        self.sign_in(&at, RegistryOperation::Push, &call).await?;
        let size = u64::try_from(blob.size).unwrap_or_default();
        let sent = self.client.push_blob_stream(&at, bytes, &blob.digest, Some(size)).await;
        sent.map(|_| ()).map_err(api_error(&call))
    }

    /// Writes a manifest with a tag. All of its blobs must exist. Both are written in one call, so there is never an untagged
    /// manifest, which the repository would expire.
    pub(super) async fn tag(&self, manifest: &Manifest, tag: &str) -> Result<(), ApiError> {
        let call = format!("writing {}", self.called(tag));
        let at = self.at(tag);
        self.sign_in(&at, RegistryOperation::Push, &call).await?;
        let media_type = manifest.media_type().parse();
        let media_type =
            media_type.map_err(|_| ApiError::new(ApiErrorKind::Invalid, &call, "MediaType", "it has none"))?;
        let sent = self
            .client
            .push_manifest_raw(&at, manifest.bytes.clone(), media_type)
            .await;
        sent.map(|_| ()).map_err(api_error(&call))
    }
}

/// Returns whether a registry is on this machine.
fn is_here(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    ["localhost", "127.0.0.1", "[::1]"].contains(&name)
}

/// Returns the platforms of an image, for the rules; `None` if it does not exist.
pub(crate) async fn look(repository: &Repository, reference: &str) -> Result<Option<FoundImage>, ApiError> {
    let Some(manifest) = repository.manifest(reference).await? else {
        return Ok(None);
    };
    let platforms = match &manifest.content {
        OciManifest::ImageIndex(index) => index.manifests.iter().filter_map(named).collect(),
        OciManifest::Image(image) => {
            let config = repository.small(&image.config).await?;
            let config = serde_json::from_slice(&config).unwrap_or_default();
            configured(&config).into_iter().collect()
        }
    };
    Ok(Some(FoundImage { platforms }))
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn only_a_registry_on_this_machine_is_used_without_tls() {
        for host in ["localhost:5000", "127.0.0.1:5000", "[::1]:5000", "localhost"] {
            assert!(is_here(host), "{host}");
        }
        for host in [
            "localhost.example.edu",
            "ghcr.io",
            "10.0.0.1:5000",
            "127.0.0.1.example.edu:5000",
        ] {
            assert!(!is_here(host), "{host}");
        }
    }
}
