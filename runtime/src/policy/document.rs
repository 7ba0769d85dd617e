//! Policy documents of a size that IAM accepts.

use super::Statement;
use serde_json::{Value, json};

/// The largest number of characters in a managed policy, not counting white space:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
pub const LIMIT: usize = 6144;

/// How many managed policies a role or user can have without a raised quota, from the same page.
pub const ATTACHED: usize = 10;

/// Divides statements among documents that are each within [`LIMIT`]: a statement goes into the first that has room.
/// Statements of one service stay close together, and the same statements always give the same documents.
#[must_use]
pub fn documents(statements: &[Statement]) -> Vec<Value> {
    let mut documents: Vec<(usize, Vec<Value>)> = Vec::new();
    for statement in statements {
        let statement = statement.json();
        // Each statement except the first has a comma before it. Statements contain no white space.
        let size = statement.to_string().len() + 1;
        match documents.iter_mut().find(|(used, _)| used + size <= LIMIT) {
            Some((used, statements)) => {
                *used += size;
                statements.push(statement);
            }
            None => documents.push((document(&[]).to_string().len() + size, vec![statement])),
        }
    }
    documents.iter().map(|(_, statements)| document(statements)).collect()
}

fn document(statements: &[Value]) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}
