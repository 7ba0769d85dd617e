//! What web ACLs and IP sets share.

/// Returns the name and the ID at the end of an ARN, such as `…:global/webacl/name/id`.
pub(super) fn name_and_id(arn: &str) -> (&str, &str) {
    let mut parts = arn.rsplit('/');
    let id = parts.next().unwrap_or_default();
    (parts.next().unwrap_or_default(), id)
}
