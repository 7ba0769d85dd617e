//! The expansion for rust-analyzer, as text; `ui-tests/tests/editor` tests it with a real one.

use moodle_stack_model::{Architecture, Type};
use proc_macro2::{Ident, Span};

use super::{CAMPUS, tokens};
use crate::shadow::shadow;

fn written(text: &str) -> String {
    shadow(tokens(text)).to_string()
}

#[test]
fn every_type_of_a_key_is_in_a_module_of_words() {
    fn check(one: &Type) {
        for key in one.keys {
            for accepted in key.shape.types() {
                assert!(
                    !accepted.words.is_empty(),
                    "`{}` of `{}`: `{}`",
                    key.name,
                    one.name,
                    accepted.name
                );
                // It must be a valid identifier, since it is part of the expansion.
                let _ = Ident::new(accepted.words, Span::call_site());
                check(accepted);
            }
        }
    }
    check(&Architecture::TYPE);
}

#[test]
fn only_keys_types_and_constants_are_passed_on() {
    let shadow = written(CAMPUS);
    for part in [
        "let _ = __editor :: Architecture { account : loop { } , region :",
        "network : __editor :: any (__editor :: network :: Vpc { cidr : loop { } , zones :",
        "replicas : __editor :: any ((MOST ,)) ,",
        "node : __editor :: any ((settings :: NODE ,)) ,",
        "trail : __editor :: any (__editor :: trail :: Off) ,",
        "mod __earlier { pub use super :: { Campus } ; } let _ = __earlier :: Campus ;",
        "let _ = __editor :: Architecture { compute : loop { } ,",
    ] {
        assert!(shadow.contains(part), "{part}\n{shadow}");
    }
    let unchecked = written("A { account: unchecked!(ACCOUNT), region: unchecked!(\"eu\") }");
    assert!(
        unchecked.contains("account : __editor :: any ((ACCOUNT ,)) , region : loop { } ,"),
        "{unchecked}"
    );
    for part in ["11122", "10.0.0.0", "2048", "true", "DOMAIN"] {
        assert!(!shadow.contains(part), "{part}\n{shadow}");
    }
}

#[test]
fn expansion_is_hidden_from_rustc() {
    let shadow = written(CAMPUS);
    let start = "# [allow (unexpected_cfgs)] const _ : () = { # [cfg (rust_analyzer)] const _ : () = {";
    assert!(shadow.starts_with(start), "{shadow}");
}

#[test]
fn invalid_rust_is_left_out() {
    let shadow = written("A { struct: 1, 5: 6, account: struct::x, = , trail: fn, _: 3, moodle: { code: x::_ } }");
    for part in ["struct", "fn", "x ::", "_ :"] {
        assert!(!shadow.replace("const _ :", "").contains(part), "{part}\n{shadow}");
    }
}

#[test]
fn key_being_typed_takes_no_more_room_than_is_saved() {
    // rust-analyzer prints spaces only inside strings, not between tokens.
    let length = |text: &str| {
        let shadow = written(text);
        let blanks = shadow.matches(' ').count();
        let saved: usize = shadow.split('"').skip(1).step_by(2).map(str::len).sum();
        shadow.len() - blanks + saved
    };
    for (before, after) in [
        ("A { }", "A { marker }"),
        ("A { account: 1, }", "A { account: 1, marker }"),
        ("A { x, y, }", "A { x, y, marker }"),
        ("A { compute }", "A { computemarker }"),
        ("A { ..B. }", "A { ..B.marker }"),
    ] {
        let (before, after) = (length(before), length(after));
        assert!(after <= before + "marker".len(), "{after} > {before}");
    }
}
