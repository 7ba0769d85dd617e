//! The permissions for keeping the journal in a bucket.

use super::fill::Values;
use super::rows::Rows;
use crate::resource::permission::{Row, allow};
use moodle_stack_model::Architecture;

/// S3 reports that an object does not exist only to a caller that may list the bucket:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>. The actions:
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>.
const JOURNAL: &[Row] = &[
    allow(
        &["s3:GetObject", "s3:PutObject"],
        &["arn:{partition}:s3:::{bucket}/{prefix}/{account}/{stack}.*"],
    ),
    allow(
        &["s3:GetBucketVersioning", "s3:ListBucket"],
        &["arn:{partition}:s3:::{bucket}"],
    ),
];

/// Adds the permissions for keeping the journal in the declared bucket. A bucket that is named on the command line is
/// unknown here.
pub(super) fn add(rows: &mut Rows<'_>, architecture: &Architecture) {
    if let Some(journal) = architecture.journal {
        let values = Values::in_region(rows.graph, &rows.graph.region);
        let values = values.and("bucket", [journal.bucket]).and("prefix", [journal.prefix]);
        rows.add(&values, JOURNAL);
    }
}
