//! The outputs of a deployed stack.

use super::style::{BOLD, paint};
use crate::blueprint::Graph;
use crate::journal::Journal;
use crate::resource::resolve;
use serde_json::{Map, Value};

/// The outputs of a stack, in their order: the value, or `None` while it is not known.
pub(crate) type Outputs = Vec<(&'static str, Option<String>)>;

/// Replaces the references in the outputs with values from the journal.
pub(crate) fn outputs(graph: &Graph, journal: &Journal) -> Outputs {
    let known = |address: &str, output: &str| journal.output(address, output);
    graph
        .outputs
        .iter()
        .map(|output| {
            let value = serde_json::to_value(&output.value).ok();
            let value = value.and_then(|value| resolve(&value, &known));
            (output.name, value.as_ref().and_then(Value::as_str).map(str::to_owned))
        })
        .collect()
}

/// Writes outputs in two columns; those that are not known yet are left out.
pub(crate) fn outputs_text(outputs: &Outputs) -> String {
    let width = outputs.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    outputs
        .iter()
        .filter_map(|(name, value)| {
            Some(format!(
                "  {}  {}\n",
                paint(BOLD, format!("{name:width$}")),
                value.as_ref()?
            ))
        })
        .collect()
}

/// Returns outputs as JSON, under their own names; those that are not known yet are left out.
pub(crate) fn outputs_json(outputs: &Outputs) -> Value {
    let known = outputs
        .iter()
        .filter_map(|(name, value)| Some(((*name).to_owned(), Value::String(value.clone()?))));
    Value::Object(known.collect::<Map<_, _>>())
}
