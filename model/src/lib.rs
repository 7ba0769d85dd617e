//! The vocabulary, the facts and the rules of moodle-stack.
//!
//! Three users share this crate: the macro reads declarations with it and reports errors at the user's own tokens; `const`
//! evaluation runs the same rules on values that only the compiler knows; the deployer reads the finished
//! [`Architecture`].
//!
//! - [`vocabulary`]: every key and type of a declaration, with its documentation and default.
//! - [`facts`]: tables of AWS and Moodle facts, each with its source and date.
//! - [`rules`]: one `const fn` and one id per rule.
//!
//! The crate has no dependencies.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod cidr;
mod division;
pub mod facts;
mod finding;
mod firewall;
mod host;
mod image;
mod name;
mod node;
pub mod rules;
mod secret;
mod stack;
mod strings;
mod suggest;
mod text;
mod timeouts;
mod value;
pub mod vocabulary;

pub use division::Division;
pub use finding::{Finding, Level, Problem, Subject};
pub use firewall::{Exception, ManagedRule};
pub use host::zone_holds;
pub use image::{Ecr, Image};
pub use name::{LONGEST_NAME, NameFault, bucket_name_fault, name_fault, stack_name};
pub use node::{Block, Entry, Node, Value};
pub use rules::{Checked, check};
pub use secret::{NO_SECRET, secret_fault};
pub use stack::{Location, Stack};
pub use suggest::nearest;
pub use text::Text;
pub use value::{Range, Texts};
pub use vocabulary::*;
