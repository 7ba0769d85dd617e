//! Compressing layers, where an engine writes them as they are.

use super::layout::Layout;
use super::manifest::{Chosen, Manifest, written};
use crate::provider::ApiError;
use flate2::{Compression, GzBuilder};
use oci_client::manifest::{OciDescriptor, OciManifest};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufReader, Write};

/// Compresses the layers of an image in a layout that are not. ECR stores what it is given, and each task fetches it.
///
/// The same layers give the same bytes each time, so that a second try finds what the first has uploaded.
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

/// Returns the type of a layer after it is compressed; none, if it is already:
/// <https://github.com/opencontainers/image-spec/blob/main/layer.md>.
fn compressed(media_type: &str) -> Option<&'static str> {
    match media_type {
        "application/vnd.oci.image.layer.v1.tar" => Some("application/vnd.oci.image.layer.v1.tar+gzip"),
        "application/vnd.docker.image.rootfs.diff.tar" => Some("application/vnd.docker.image.rootfs.diff.tar.gzip"),
        _ => None,
    }
}

/// Compresses one layer into the layout, and returns its new digest and size.
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
        // Without the time of day, which would make it another each time.
        let mut zip = GzBuilder::new().mtime(0).write(hashed, Compression::default());
        io::copy(&mut from, &mut zip)?;
        let hashed = zip.finish()?;
        Ok((written(&hashed.hash.finalize()), hashed.size))
    })();
    let (digest, size) = squeezed.map_err(|error| layout.unread(&layer.digest, &error))?;
    fs::rename(&beside, layout.path(&digest)?).map_err(|error| layout.unread(&digest, &error))?;
    Ok((digest, size))
}

/// Hashes and counts what passes through.
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

    /// Writes a blob, and returns what names it.
    fn put(folder: &Path, media_type: &str, bytes: &[u8]) -> Value {
        let digest = super::super::manifest::digest(bytes);
        let path = folder.join("blobs/sha256").join(digest.trim_start_matches("sha256:"));
        fs::write(path, bytes).unwrap();
        json!({ "mediaType": media_type, "digest": digest, "size": bytes.len() })
    }

    /// Writes an image as `docker save` does: a layer that is not compressed, and one that is.
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
    async fn a_layer_that_is_not_compressed_is_and_the_others_stay_as_they_are() {
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
    async fn a_second_build_of_the_same_is_the_same_image() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (_, one) = compressed_image(one.path()).await;
        let (_, other) = compressed_image(other.path()).await;
        assert_eq!(one.manifest.digest, other.manifest.digest);
    }
}
