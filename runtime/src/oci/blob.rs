//! The bytes of a blob: a layer, or a configuration.

use futures_util::stream::BoxStream;
use oci_client::errors::OciDistributionError;

/// The bytes of a blob, in the order of the blob, piece by piece.
pub(super) type BlobStream = BoxStream<'static, Result<bytes::Bytes, OciDistributionError>>;
