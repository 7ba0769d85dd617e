//! Measures the macro itself: `cargo bench -p moodle-stack-macros`.
//!
//! A proc-macro crate cannot export anything else, so this benchmark compiles its files again and runs them outside the
//! compiler. Inside the compiler, reading the line and column of a span is a call to rustc each. `--profile dev` measures the
//! unoptimized code that a debug build of a user's program runs.

#![allow(dead_code, missing_docs, unreachable_pub)]

#[path = "../src/at.rs"]
mod at;
#[path = "../src/expand.rs"]
mod expand;
#[path = "../src/intern.rs"]
mod intern;
#[path = "../src/parse/mod.rs"]
mod parse;
#[path = "../src/report.rs"]
mod report;
#[path = "../src/shadow.rs"]
mod shadow;
#[path = "../src/tree.rs"]
mod tree;

use std::hint::black_box;
use std::str::FromStr as _;
use std::time::{Duration, Instant};

use proc_macro2::{TokenStream, TokenTree};

/// The source file of the reference stack.
const CAMPUS: &str = include_str!("../../examples/campus/src/main.rs");

fn main() {
    let campus = call(CAMPUS);
    measure("the reference stack", 200, &campus);
    let stacks: Vec<String> = (0..50)
        .map(|n| campus.to_string().replacen("Campus", &format!("Campus{n}"), 1))
        .collect();
    let fifty = stacks.join(",").parse().unwrap_or_default();
    measure("a call with 50 stacks", 20, &fifty);
    let wrong = campus
        .to_string()
        .replace("us-east-1", "eu-west-1")
        .replace("2048", "2049");
    measure(
        "the reference stack with two mistakes",
        200,
        &wrong.parse().unwrap_or_default(),
    );
}

/// Returns the tokens between the delimiters of the first call in a file.
fn call(file: &str) -> TokenStream {
    let tokens: Vec<TokenTree> = TokenStream::from_str(file).unwrap_or_default().into_iter().collect();
    let call = tokens.windows(3).find_map(|window| match window {
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(group)] if name == "moodle_stack" => {
            Some(group.stream())
        }
        _ => None,
    });
    call.unwrap_or_default()
}

/// Expands a call several times, and prints the shortest and the median time.
fn measure(what: &str, times: usize, tokens: &TokenStream) {
    let mut took: Vec<Duration> = (0..times)
        .map(|_| {
            let tokens = tokens.clone();
            let start = Instant::now();
            black_box(expand::expand(tokens));
            start.elapsed()
        })
        .collect();
    took.sort();
    let milliseconds = |duration: Duration| duration.as_secs_f64() * 1000.0;
    println!(
        "{what}: {:.2} ms at best, {:.2} ms in the median of {times}",
        milliseconds(took[0]),
        milliseconds(took[times / 2])
    );
}
