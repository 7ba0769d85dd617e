//! Every section of the vocabulary, as a minimal declaration.

use moodle_stack::model::{Architecture, Key, Shape, Type};

/// A section, and the keys and types that lead to it from the top.
pub(crate) struct Section {
    pub(crate) one: Type,
    path: Vec<(&'static str, &'static str)>,
}

/// Returns every section, once for each path to it.
pub(crate) fn sections() -> Vec<Section> {
    let mut found = vec![Section {
        one: Architecture::TYPE,
        path: Vec::new(),
    }];
    let mut next = 0;
    while let Some(section) = found.get(next) {
        let mut inner = Vec::new();
        for key in section.one.keys {
            for one in key.shape.types().iter().filter(|one| !one.keys.is_empty()) {
                let mut path = section.path.clone();
                path.push((key.name, one.name));
                inner.push(Section { one: *one, path });
            }
        }
        found.extend(inner);
        next += 1;
    }
    found
}

impl Section {
    /// Writes a declaration that contains only this section, with the given content.
    pub(crate) fn declare(&self, inside: &str) -> String {
        let mut text = inside.to_owned();
        for (key, word) in self.path.iter().rev() {
            text = format!("{key}: {word} {{ {text} }}");
        }
        format!("moodle_stack::moodle_stack!(Campus {{ {text} }});\nfn main() {{}}\n")
    }

    /// Returns the path of the section: `database: Mysql`.
    pub(crate) fn name(&self) -> String {
        let steps: Vec<String> = self.path.iter().map(|(key, word)| format!("{key}: {word}")).collect();
        if steps.is_empty() {
            "the stack".into()
        } else {
            steps.join(" › ")
        }
    }
}

/// Returns a valid value for a key.
pub(crate) fn sample(key: &Key) -> String {
    match key.shape {
        Shape::Text | Shape::TextOr(_) => "\"text\"".into(),
        Shape::Number => "30".into(),
        Shape::Decimal => "0.5".into(),
        Shape::Switch => "true".into(),
        Shape::Range(_) => "2..=10".into(),
        Shape::Texts => "[\"a\", \"b\"]".into(),
        Shape::OneOf(types) => types.first().map(word).unwrap_or_default(),
    }
}

/// Returns a type as it is written in a declaration.
pub(crate) fn word(one: &Type) -> String {
    if one.keys.is_empty() {
        one.name.into()
    } else {
        format!("{} {{}}", one.name)
    }
}
