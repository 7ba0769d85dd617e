//! Each declaration in `pass/` compiles: this test passes if it can be built.

#![deny(deprecated)]

include!(concat!(env!("OUT_DIR"), "/pass.rs"));
