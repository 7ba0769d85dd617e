//! What rust-analyzer gets, as text; `ui-tests/tests/editor` asks a real one.

use moodle_stack_model::{Architecture, Type};
use proc_macro2::{Ident, Span};

use super::{CAMPUS, tokens};
use crate::shadow::shadow;

fn written(text: &str) -> String {
    shadow(tokens(text)).to_string()
}

#[test]
fn every_type_that_a_key_takes_stands_in_a_module_of_words() {
    fn check(one: &Type) {
        for key in one.keys {
            for taken in key.shape.types() {
                assert!(
                    !taken.words.is_empty(),
                    "`{}` of `{}`: `{}`",
                    key.name,
                    one.name,
                    taken.name
                );
                // It becomes a word of the expansion.
                let _ = Ident::new(taken.words, Span::call_site());
                check(taken);
            }
        }
    }
    check(&Architecture::TYPE);
}

#[test]
fn keys_types_and_constants_are_passed_on_and_other_values_are_not() {
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
fn rustc_sees_none_of_it() {
    let shadow = written(CAMPUS);
    let start = "# [allow (unexpected_cfgs)] const _ : () = { # [cfg (rust_analyzer)] const _ : () = {";
    assert!(shadow.starts_with(start), "{shadow}");
}

#[test]
fn what_is_no_word_of_rust_is_left_out() {
    let shadow = written("A { struct: 1, 5: 6, account: struct::x, = , trail: fn, _: 3, moodle: { code: x::_ } }");
    for part in ["struct", "fn", "x ::", "_ :"] {
        assert!(!shadow.replace("const _ :", "").contains(part), "{part}\n{shadow}");
    }
}

#[test]
fn a_key_that_is_being_typed_takes_no_more_room_than_is_saved_for_it() {
    // rust-analyzer writes no blanks between tokens, but inside of strings.
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
