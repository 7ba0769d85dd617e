//! Each declaration in `pass/` compiles: this test is right if it can be built.

#![deny(deprecated)]

include!(concat!(env!("OUT_DIR"), "/pass.rs"));
