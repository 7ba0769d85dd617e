//! The fields that providers receive deserialize as their kind once every reference is resolved to a value.

use super::variants::GRAPHS;
use crate::kinds::for_each_kind;
use crate::resource::{Kind, resolve};
use serde_json::Value;

macro_rules! shapes {
    ($($module:ident::$kind:ident),+ $(,)?) => {
        /// Deserializes fields as the kind with this name.
        fn read(kind: &str, fields: &Value) -> Result<(), String> {
            $(
                if kind == crate::kinds::$module::$kind::INFO.name {
                    let read = serde_json::from_value::<crate::kinds::$module::$kind>(fields.clone());
                    return read.map(drop).map_err(|error| error.to_string());
                }
            )+
            Err("there is no such kind".into())
        }
    };
}
for_each_kind!(shapes);

#[test]
fn every_resource_deserializes_as_its_kind_once_references_are_resolved() {
    let value = |address: &str, output: &str| Some(format!("<{address} {output}>"));
    for graph in GRAPHS.iter() {
        for (address, resource) in &graph.resources {
            let resolved = resolve(&resource.fields, &value).expect("every reference has a value");
            let text = resolved.to_string();
            assert!(!text.contains("$ref") && !text.contains("$join"), "{address}: {text}");
            let read = read(resource.kind.name, &resolved);
            assert_eq!(read, Ok(()), "{address}");
        }
        for output in &graph.outputs {
            let output = serde_json::to_value(&output.value).expect("a value");
            assert!(resolve(&output, &value).is_some_and(|output| output.is_string()));
        }
    }
}
