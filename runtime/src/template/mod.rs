//! The template of a new repository: a package with a declaration, its test, the image's folder and two pipelines.
//!
//! The files are in `template/` beside `src/`. A file whose name ends in `.liquid` has
//! placeholders; all others are copied. The placeholders use only what Liquid and Jinja have in common.

mod answers;
mod files;

pub(crate) use answers::{Answers, Fault, Size, crate_name_fault};
pub(crate) use files::{File, files};
