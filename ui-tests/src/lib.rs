//! Declarations that must not compile, in `fail/`, with the text that rustc prints, and declarations that must, in
//! `pass/`. Each is named for what is wrong, or right at the very limit, with it; its first line has the ids of the
//! rules that it is about.
//!
//! `TRYBUILD=overwrite cargo test -p ui-tests` writes the texts anew. Read each that changed as its reader will.
