//! An image in a folder, as an OCI layout: <https://github.com/opencontainers/image-spec/blob/main/image-layout.md>.

use super::blob::BlobStream;
use super::manifest::{Manifest, digest, invalid};
use crate::provider::ApiError;
use futures_util::stream::{self, StreamExt as _};
use oci_client::manifest::OciDescriptor;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// How many bytes of a blob are in memory at a time.
const PIECE: usize = 256 * 1024;

/// An image in a folder, as an OCI layout.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    folder: PathBuf,
}

impl Layout {
    /// Refers to the layout in a folder.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.into() }
    }

    /// Returns the name of the image in messages.
    pub(super) fn called(&self) -> String {
        format!("the image in {}", self.folder.display())
    }

    /// Reads the index of the folder.
    pub(super) fn index(&self) -> Result<Manifest, ApiError> {
        let bytes = fs::read(self.folder.join("index.json"));
        let bytes = bytes.map_err(|error| self.unread("index.json", &error))?;
        Manifest::read(bytes, &self.called())
    }

    /// Reads a manifest or an index.
    pub(super) fn manifest(&self, digest: &str) -> Result<Manifest, ApiError> {
        Manifest::read(self.blob(digest)?, &self.called())
    }

    /// Reads a blob that is small.
    pub(super) fn blob(&self, wanted: &str) -> Result<Vec<u8>, ApiError> {
        let path = self.path(wanted)?;
        let bytes = fs::read(path).map_err(|error| self.unread(wanted, &error))?;
        if digest(&bytes) == wanted {
            return Ok(bytes);
        }
        Err(invalid(
            &self.called(),
            &format!("the content of {wanted} does not match its digest"),
        ))
    }

    /// Starts to read a blob. The digest is not checked here: a registry refuses bytes that do not match.
    pub(super) fn read(&self, blob: &OciDescriptor) -> Result<BlobStream, ApiError> {
        let file = File::open(self.path(&blob.digest)?).map_err(|error| self.unread(&blob.digest, &error))?;
        // Blocking reads are fine: a disk is much faster than an upload.
        let pieces = stream::unfold(Some(file), |file| async {
            let mut file = file?;
            let mut piece = vec![0; PIECE];
            match file.read(&mut piece) {
                Ok(0) => None,
                Ok(length) => {
                    piece.truncate(length);
                    Some((Ok(piece.into()), Some(file)))
                }
                Err(error) => Some((Err(error.into()), None)),
            }
        });
        Ok(pieces.boxed())
    }

    /// Returns the path of a blob. Fails if the digest is not valid, because it could be any path.
    pub(super) fn path(&self, digest: &str) -> Result<PathBuf, ApiError> {
        let hash = digest.strip_prefix("sha256:");
        let hash = hash.filter(|hash| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match hash {
            Some(hash) => Ok(self.folder.join("blobs").join("sha256").join(hash)),
            None => Err(invalid(&self.called(), &format!("`{digest}` is not a digest"))),
        }
    }

    /// Returns the error that a file cannot be read.
    pub(super) fn unread(&self, what: &str, error: &io::Error) -> ApiError {
        invalid(&self.called(), &format!("{what}: {error}"))
    }
}
