//! What it takes to keep the journal in a bucket.

use super::fill::Values;
use super::rows::Rows;
use crate::resource::permission::{Row, allow};
use moodle_stack_model::Architecture;

/// Of an object that is not there, S3 tells that it is not there only to who may list the bucket:
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>. The actions:
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html>.
const JOURNAL: &[Row] = &[
    allow(
        &["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
        &["arn:{partition}:s3:::{bucket}/{prefix}/{account}/{stack}.*"],
    ),
    allow(
        &["s3:GetBucketVersioning", "s3:ListBucket"],
        &["arn:{partition}:s3:::{bucket}"],
    ),
];

/// Adds what it takes to keep the journal where it is declared to be. A bucket that is named on the command line is not
/// known here.
pub(super) fn add(rows: &mut Rows<'_>, architecture: &Architecture) {
    if let Some(journal) = architecture.journal {
        let values = Values::in_region(rows.graph, &rows.graph.region);
        let values = values.and("bucket", [journal.bucket]).and("prefix", [journal.prefix]);
        rows.add(&values, JOURNAL);
    }
}
