//! IDs and outputs in AWS's formats.

use super::simulated::Simulated;
use super::template::{Template, Values};
use crate::provider::Target;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Returns the ID and the outputs of the `count`th resource.
pub(super) fn identity(
    target: &Target,
    simulated: &Simulated,
    fields: &Value,
    count: u64,
) -> (String, BTreeMap<String, String>) {
    let digits = hex::encode(Sha256::digest(count.to_be_bytes()));
    let values = Values {
        target,
        fields,
        id: "",
        hex: &digits[..17],
    };
    let made_up = simulated.id.map(|id| id.fill(values));
    let values = Values {
        id: made_up.as_deref().unwrap_or_default(),
        ..values
    };
    let arn = simulated.arn.map(|arn| arn.fill(values));
    let kind = target.kind;
    let mut outputs = BTreeMap::new();
    for output in kind.outputs {
        let special = simulated.outputs.iter().find(|(name, _)| name == output);
        let value = match (*output, &fields[*output], special) {
            // Passed on from the resource that it refers to.
            (_, Value::String(value), _) => value.clone(),
            (_, _, Some((_, text))) => Template(text).fill(values),
            ("id", ..) => made_up.clone().unwrap_or_else(|| target.name.clone()),
            ("arn", ..) => arn.clone().unwrap_or_default(),
            _ => target.name.clone(),
        };
        outputs.insert((*output).to_owned(), value);
    }
    // Resources without a name can share an ARN, such as two subscriptions that are not confirmed.
    let own_arn = arn.filter(|_| kind.name_limit > 0);
    let id = made_up.clone().or(own_arn);
    let id = id.unwrap_or_else(|| format!("{}/{}", kind.noun.replace(' ', "-"), values.hex));
    (id, outputs)
}

#[cfg(test)]
mod tests {
    use super::Template;
    use crate::kinds::KINDS;
    use crate::sandbox::registry::find;

    #[test]
    fn every_output_of_a_kind_has_a_value() {
        for info in KINDS {
            let simulated = find(info.name).unwrap();
            for output in info.outputs {
                let is_given = match *output {
                    "id" | "name" => true,
                    "arn" => simulated.arn.is_some(),
                    output => {
                        info.fields.contains(&output) || simulated.outputs.iter().any(|(name, _)| *name == output)
                    }
                };
                assert!(is_given, "{output} of {}", info.name);
            }
            for (output, _) in simulated.outputs {
                assert!(info.outputs.contains(output), "{output} of {}", info.name);
            }
        }
    }

    #[test]
    fn every_placeholder_of_a_template_is_a_field_or_common_to_all_kinds() {
        const OF_ALL: [&str; 7] = ["name", "region", "account", "spec_hash", "id", "hex", "revision"];
        for info in KINDS {
            let simulated = find(info.name).unwrap();
            let templates = simulated.outputs.iter().map(|(_, text)| Template(text));
            let templates = templates.chain(simulated.id).chain(simulated.arn);
            for place in templates.flat_map(Template::places) {
                let field = place.split(['.', ':']).next().unwrap_or_default();
                let is_known = OF_ALL.contains(&field) || field == "HEX" || info.fields.contains(&field);
                assert!(is_known, "{{{place}}} of {}", info.name);
            }
            if let Some(field) = simulated.shared_by() {
                assert!(info.fields.contains(&field), "{field} of {}", info.name);
            }
        }
    }
}
