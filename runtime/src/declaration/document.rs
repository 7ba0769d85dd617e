//! The document that one program passes to the other.

use super::value::read_block;
#[cfg(any(test, not(feature = "aws")))]
use super::value::write;
#[cfg(any(test, not(feature = "aws")))]
use moodle_stack_model::Field as _;
use moodle_stack_model::{Architecture, Location, Stack};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of this package, which both programs must have.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The checked declarations of a program, as they are passed to another.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Declarations {
    /// The version of moodle-stack in the program that declares them.
    version: String,
    /// The name of that program's executable, for commands in messages.
    pub(crate) program: String,
    stacks: Vec<Declared>,
}

/// One declaration.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Declared {
    name: String,
    file: String,
    /// Paths with lines and columns.
    locations: Vec<(String, u32, u32)>,
    deferred_warnings: Vec<String>,
    architecture: Option<Value>,
}

/// Declarations that were passed by another program.
#[derive(Debug, PartialEq)]
pub(crate) struct Passed {
    /// The stacks. Their texts live as long as the process.
    pub(crate) stacks: Vec<Stack>,
    /// The name of the executable that declares them.
    pub(crate) program: String,
}

/// Why passed declarations cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UnreadableDeclarations {
    /// The program that declares them has another version of moodle-stack.
    #[error("your program has moodle-stack {theirs}, and the installed moodle-stack is {VERSION}")]
    OtherVersion {
        /// The version in the program that declares them.
        theirs: String,
    },
    /// The text has another form.
    #[error("the declaration that your program passed cannot be read: {0}")]
    Malformed(String),
}

impl Declarations {
    // A program with the SDK passes nothing on.
    #[cfg(any(test, not(feature = "aws")))]
    /// Describes the declarations of the running program. `program` is the name of its executable.
    #[must_use]
    pub(crate) fn of(stacks: &[Stack], program: &str) -> Self {
        let stacks = stacks.iter().map(|stack| Declared {
            name: stack.name.into(),
            file: stack.file.into(),
            locations: stack
                .locations
                .iter()
                .map(|location| (location.path.into(), location.line, location.column))
                .collect(),
            deferred_warnings: stack.deferred_warnings.iter().map(|&id| id.into()).collect(),
            architecture: write(&stack.architecture.tree()),
        });
        Self {
            version: VERSION.into(),
            program: program.into(),
            stacks: stacks.collect(),
        }
    }

    /// Reads the declarations that another program wrote as JSON.
    pub(crate) fn read(text: &[u8]) -> Result<Passed, UnreadableDeclarations> {
        let malformed = |error: serde_json::Error| UnreadableDeclarations::Malformed(error.to_string());
        let value: Value = serde_json::from_slice(text).map_err(malformed)?;
        // First of all, since another version may have another form.
        if let Some(theirs) = value["version"].as_str().filter(|&theirs| theirs != VERSION) {
            return Err(UnreadableDeclarations::OtherVersion { theirs: theirs.into() });
        }
        let declarations: Self = serde_json::from_value(value).map_err(malformed)?;
        Ok(Passed {
            stacks: declarations.stacks.iter().map(read_stack).collect::<Result<_, _>>()?,
            program: declarations.program,
        })
    }
}

fn read_stack(declared: &Declared) -> Result<Stack, UnreadableDeclarations> {
    let malformed = |what: &str| UnreadableDeclarations::Malformed(format!("{}: {what}", declared.name));
    let block = declared.architecture.as_ref().and_then(read_block);
    let block = block.ok_or_else(|| malformed("the architecture has another form"))?;
    let architecture = Architecture::read_checked(&block).map_err(|findings| {
        let first = findings.into_iter().next();
        malformed(&first.map(|finding| finding.what).unwrap_or_default())
    })?;
    let locations = declared.locations.iter();
    let locations: Vec<Location> = locations
        .map(|(path, line, column)| Location::new(leak(path), *line, *column))
        .collect();
    let warnings: Vec<&'static str> = declared.deferred_warnings.iter().map(|id| leak(id)).collect();
    Ok(Stack {
        name: leak(&declared.name),
        architecture,
        file: leak(&declared.file),
        locations: locations.leak(),
        deferred_warnings: warnings.leak(),
    })
}

fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blueprint::tests::campus::CAMPUS;
    use crate::blueprint::tests::variants::all;
    use serde_json::json;

    const STACK: Stack = Stack {
        name: "campus",
        architecture: CAMPUS,
        file: "src/main.rs",
        locations: &[Location::new("", 3, 1), Location::new("compute.cpu", 9, 14)],
        deferred_warnings: &["MS209"],
    };

    fn written(stack: &Stack) -> Value {
        serde_json::to_value(Declarations::of(&[*stack], "campus")).unwrap()
    }

    fn read(document: &Value) -> Result<Passed, UnreadableDeclarations> {
        Declarations::read(&serde_json::to_vec(document).unwrap())
    }

    #[test]
    fn every_variant_arrives_as_it_was_declared() {
        for architecture in all() {
            let stack = Stack { architecture, ..STACK };
            assert_eq!(read(&written(&stack)).unwrap().stacks, [stack]);
        }
    }

    #[test]
    fn program_of_another_version_is_refused_before_its_form_is_read() {
        assert_eq!(
            read(&json!({ "version": "0.0.1", "form": "unknown" })),
            Err(UnreadableDeclarations::OtherVersion { theirs: "0.0.1".into() })
        );
    }

    #[test]
    fn malformed_declarations_are_refused() {
        let mut unknown_key = written(&STACK);
        unknown_key["stacks"][0]["architecture"]["keys"]["colour"] = "red".into();
        let mut no_keys = written(&STACK);
        no_keys["stacks"][0]["architecture"]["keys"] = json!({});
        for wrong in [unknown_key, no_keys, json!({}), json!(1)] {
            let read = read(&wrong);
            assert!(matches!(read, Err(UnreadableDeclarations::Malformed(_))), "{read:?}");
        }
    }
}
