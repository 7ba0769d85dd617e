//! Compressing layers that an engine has written uncompressed.

use super::layout::Layout;
use super::manifest::{Chosen, Manifest, written};
use crate::provider::ApiError;
use flate2::{Compression, GzBuilder};
use oci_client::manifest::{OciDescriptor, OciManifest};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufReader, Write};

/// Compresses the uncompressed layers of an image in a layout: ECR stores the layers as they are pushed, and each task pulls
/// them.
///
/// The output is deterministic, so a second attempt finds what the first has uploaded.
pub(crate) fn compress(layout: &Layout, chosen: Chosen) -> Result<Chosen, ApiError> {
    let mut image = chosen.image.clone();
    let mut changed = false;
    for layer in &mut image.layers {
        let Some(media_type) = compressed(&layer.media_type) else {
            continue;
        };
        let (digest, size) = squeeze(layout, layer)?;
        layer.media_type = media_type.into();
        layer.digest = digest;
        layer.size = size;
        changed = true;
    }
    if !changed {
        return Ok(chosen);
    }
    let bytes = serde_json::to_vec(&OciManifest::Image(image.clone()));
    let bytes = bytes.map_err(|error| layout.unread("the manifest", &error.into()))?;
    Ok(Chosen {
        manifest: Manifest::read(bytes, &layout.called())?,
        image,
        ..chosen
    })
}

/// Returns the media type of a layer after compression; `None` if it is already compressed:
/// <https://github.com/opencontainers/image-spec/blob/main/layer.md>.
fn compressed(media_type: &str) -> Option<&'static str> {
    match media_type {
        "application/vnd.oci.image.layer.v1.tar" => Some("application/vnd.oci.image.layer.v1.tar+gzip"),
        "application/vnd.docker.image.rootfs.diff.tar" => Some("application/vnd.docker.image.rootfs.diff.tar.gzip"),
        _ => None,
    }
}

/// Compresses one layer within the layout, and returns its new digest and size.
fn squeeze(layout: &Layout, layer: &OciDescriptor) -> Result<(String, i64), ApiError> {
    let from = layout.path(&layer.digest)?;
    let beside = from.with_extension("gz");
    let squeezed = (|| -> io::Result<(String, i64)> {
        let mut from = BufReader::new(File::open(&from)?);
        let hashed = Hashed {
            hash: Sha256::new(),
            size: 0,
            to: File::create(&beside)?,
        };
        // Without a timestamp, which would change the bytes each time.
        let mut zip = GzBuilder::new().mtime(0).write(hashed, Compression::default());
        io::copy(&mut from, &mut zip)?;
        let hashed = zip.finish()?;
        Ok((written(&hashed.hash.finalize()), hashed.size))
    })();
    let (digest, size) = squeezed.map_err(|error| layout.unread(&layer.digest, &error))?;
    fs::rename(&beside, layout.path(&digest)?).map_err(|error| layout.unread(&digest, &error))?;
    Ok((digest, size))
}

/// Hashes and counts the bytes that it passes on.
struct Hashed<W> {
    hash: Sha256,
    size: i64,
    to: W,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.to.write(bytes)?;
        self.hash.update(&bytes[..length]);
        self.size += i64::try_from(length).map_err(io::Error::other)?;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oci::{Platform, Source};
    use flate2::read::GzDecoder;
    use moodle_stack_model::Processor;
    use serde_json::{Value, json};
    use std::io::Read as _;
    use std::path::Path;

    const LAYER: &[u8] = &[7; 50_000];

    /// Writes a blob, and returns its descriptor.
    fn put(folder: &Path, media_type: &str, bytes: &[u8]) -> Value {
        let digest = super::super::manifest::digest(bytes);
        let path = folder.join("blobs/sha256").join(digest.trim_start_matches("sha256:"));
        fs::write(path, bytes).unwrap();
        json!({ "mediaType": media_type, "digest": digest, "size": bytes.len() })
    }

    /// Writes an image like `docker save`, with an uncompressed layer and a compressed one.
    fn saved(folder: &Path) -> Layout {
        fs::create_dir_all(folder.join("blobs/sha256")).unwrap();
        let config = json!({ "os": "linux", "architecture": "arm64", "rootfs": { "type": "layers", "diff_ids": [] } });
        let manifest = json!({
            "schemaVersion": 2,
            "config": put(folder, "application/vnd.oci.image.config.v1+json", config.to_string().as_bytes()),
            "layers": [
                put(folder, "application/vnd.oci.image.layer.v1.tar", LAYER),
                put(folder, "application/vnd.oci.image.layer.v1.tar+gzip", b"compressed"),
            ],
        });
        let media_type = "application/vnd.oci.image.manifest.v1+json";
        let manifest = put(folder, media_type, manifest.to_string().as_bytes());
        let index = json!({ "schemaVersion": 2, "manifests": [manifest] });
        fs::write(folder.join("index.json"), index.to_string()).unwrap();
        Layout::new(folder)
    }

    async fn compressed_image(folder: &Path) -> (Layout, Chosen) {
        let layout = saved(folder);
        let chosen = Source::Layout(layout.clone())
            .choose(Platform(Processor::Arm))
            .await
            .unwrap();
        let chosen = compress(&layout, chosen).unwrap();
        (layout, chosen)
    }

    #[tokio::test]
    async fn uncompressed_layers_are_compressed_and_others_are_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let (layout, chosen) = compressed_image(folder.path()).await;
        let [small, same] = &chosen.image.layers[..] else {
            panic!("two layers");
        };
        assert_eq!(small.media_type, "application/vnd.oci.image.layer.v1.tar+gzip");
        assert!(small.size < 1000, "{}", small.size);
        let bytes = layout.blob(&small.digest).unwrap();
        assert_eq!(bytes.len(), usize::try_from(small.size).unwrap());
        let mut plain = Vec::new();
        GzDecoder::new(&*bytes).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, LAYER);
        assert_eq!(same.digest, super::super::manifest::digest(b"compressed"));
        let written: OciManifest = serde_json::from_slice(&chosen.manifest.bytes).unwrap();
        let OciManifest::Image(written) = written else {
            panic!("an image");
        };
        assert_eq!(written.layers[0].digest, small.digest);
    }

    #[tokio::test]
    async fn same_build_gives_the_same_image() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (_, one) = compressed_image(one.path()).await;
        let (_, other) = compressed_image(other.path()).await;
        assert_eq!(one.manifest.digest, other.manifest.digest);
    }
}
