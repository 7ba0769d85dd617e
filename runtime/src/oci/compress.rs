//! Compressing layers, where an engine writes them as they are.

use super::layout::Layout;
use super::manifest::{Chosen, Manifest, written};
use crate::provider::Fault;
use flate2::{Compression, GzBuilder};
use oci_client::manifest::{OciDescriptor, OciManifest};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufReader, Write};

/// Compresses the layers of an image in a layout that are not. ECR stores what it is given, and each task fetches it.
///
/// The same layers give the same bytes each time, so that a second try finds what the first has uploaded.
pub(crate) fn compress(layout: &Layout, chosen: Chosen) -> Result<Chosen, Fault> {
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
fn squeeze(layout: &Layout, layer: &OciDescriptor) -> Result<(String, i64), Fault> {
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
