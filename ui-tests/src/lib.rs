//! Declarations that must not compile, in `fail/`, with the output of rustc, and declarations that must compile, in `pass/`.
//! Each is named after its mistake, or after the valid value closest to one; its first line has the ids of the rules that
//! it is about.
//!
//! `TRYBUILD=overwrite cargo test --workspace --test ui` updates the expected output. Read each change as its reader will.
