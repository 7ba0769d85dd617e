//! Tests that trybuild cannot do: exact places, and tokens that no source file can contain.

mod advice;
mod shadow;

use std::str::FromStr;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::expand::expand;
use crate::intern::intern;

const CAMPUS: &str = r#"Campus {
    account: "111122223333",
    region: "ap-southeast-1",
    domain: "learn.example.edu",
    network: Vpc { cidr: "10.0.0.0/16", zones: ["ap-southeast-1a", "ap-southeast-1b"], #[allow(MS209)] nat: Single },
    edge: CloudFront { certificate: "arn:aws:acm:us-east-1:111122223333:certificate/0f5e", origin_timeout: 60 },
    load_balancer: Alb { certificate: Issued { zone: "Z0123456789" }, private: true },
    moodle: Moodle {
        version: "5.2",
        image: "111122223333.dkr.ecr.ap-southeast-1.amazonaws.com/moodle:5.2",
        dataroot: "/data",
        admin_email: "a@example.edu",
    },
    compute: Fargate { cpu: 2048, memory: 4096, replicas: 2..=MOST, capacity: Spread { spot: 3 } },
    files: Efs { mount: "/data" },
    database: AuroraMysql { version: "8.0", capacity: 0.5..=10.0 },
    cache: Redis { version: "7.1", node: settings::NODE },
    trail: Off,
},
Staging { domain: env!("DOMAIN"), compute: Fargate { replicas: 2..=4, ..Campus.compute }, ..Campus }"#;

fn tokens(text: &str) -> TokenStream {
    TokenStream::from_str(text).unwrap()
}

/// Expands a text and returns the messages of its errors.
fn errors(text: &str) -> Vec<String> {
    let mut messages = Vec::new();
    let mut expected = false;
    for token in expand(tokens(text)) {
        match token {
            TokenTree::Ident(word) => expected = word == "compile_error",
            TokenTree::Group(group) if expected => {
                let literal = syn::parse2::<syn::LitStr>(group.stream()).unwrap();
                messages.push(literal.value());
                expected = false;
            }
            _ => {}
        }
    }
    messages
}

#[test]
fn valid_declaration_has_no_errors() {
    assert_eq!(errors(CAMPUS), Vec::<String>::new());
}

#[test]
fn error_names_the_place_of_the_other_value() {
    let wrong = CAMPUS.replace("4096", "1024");
    let [message] = errors(&wrong).try_into().unwrap();
    let mut lines = message.lines();
    assert_eq!(
        lines.next(),
        Some("Fargate has no task size of 2048 CPU units with 1024 MiB of memory")
    );
    let place = lines.next().unwrap();
    assert!(
        place.starts_with("  --> `cpu` is set at ") && place.ends_with(":14:29"),
        "{place}"
    );
    assert!(lines.next().unwrap().starts_with("   = help: write `memory: 4096`"));
    assert!(lines.next().unwrap().ends_with(" [MS501]"));
}

#[test]
fn error_in_an_inherited_value_names_both_places() {
    let wrong = CAMPUS.replace("Staging {", "Staging { account: \"444455556666\",");
    let mut errors = errors(&wrong).into_iter();
    let message = errors.find(|message| message.contains("[MS306]")).unwrap();
    let places: Vec<&str> = message.lines().filter(|line| line.starts_with("  --> ")).collect();
    assert!(
        places[0].contains("the value is inherited from") && places[0].ends_with(":6:37"),
        "{places:?}"
    );
    assert!(
        places[1].contains("`account` is set at") && places[1].ends_with(":20:20"),
        "{places:?}"
    );
}

#[test]
fn errors_are_in_source_order() {
    let wrong = CAMPUS
        .replace("111122223333\",\n", "1\",\n")
        .replace("version: \"5.2\",", "version: \"5.2\"")
        .replace("Off", "On");
    let errors = errors(&wrong);
    let found: Vec<&str> = ["12 digits", "a comma is missing", "`On`"].into_iter().collect();
    assert_eq!(errors.len(), found.len(), "{errors:#?}");
    assert!(
        errors
            .iter()
            .zip(found)
            .all(|(error, expected)| error.contains(expected)),
        "{errors:#?}"
    );
}

#[test]
fn invalid_stack_is_still_defined() {
    for wrong in ["Campus {}", "Campus { account: , ..Nothing }", "Campus { = }"] {
        let expansion = expand(tokens(wrong)).to_string();
        assert!(expansion.contains("pub struct Campus ;"), "{expansion}");
        assert!(expansion.contains("pub const fn stack ()"), "{expansion}");
    }
}

#[test]
fn expansion_contains_the_location_of_each_value() {
    let expansion = expand(tokens(CAMPUS)).to_string();
    for place in [
        r#"Location :: new ("" , 1u32 , 1u32)"#,
        r#"Location :: new ("compute.cpu" , 14u32 , 29u32)"#,
        r#"Location :: new ("network.zones" , 5u32 , 48u32)"#,
    ] {
        assert!(expansion.contains(place), "{place}\n{expansion}");
    }
}

#[test]
fn constants_keep_their_place_and_their_rules_are_deferred() {
    let expansion = expand(tokens(CAMPUS)).to_string();
    assert!(expansion.contains("Range { min : 2u32 , max : MOST }"), "{expansion}");
    assert!(expansion.contains("node : settings :: NODE"), "{expansion}");
    assert!(expansion.contains(r#"domain : env ! ("DOMAIN")"#), "{expansion}");
    assert!(
        expansion.contains(r#"require) ("MS503""#) && !expansion.contains(r#"require) ("MS501""#),
        "{expansion}"
    );
}

#[test]
fn equal_strings_share_one_copy() {
    assert!(std::ptr::eq(intern("learn"), intern(&["le", "arn"].concat())));
}

#[test]
fn invisible_brackets_are_ignored() {
    fn wrap(stream: TokenStream) -> TokenStream {
        let wrap_one = |token| match token {
            TokenTree::Literal(_) => TokenTree::Group(Group::new(Delimiter::None, token.into())),
            TokenTree::Group(group) => TokenTree::Group(Group::new(group.delimiter(), wrap(group.stream()))),
            other => other,
        };
        stream.into_iter().map(wrap_one).collect()
    }
    let expansion = expand(wrap(tokens(CAMPUS))).to_string();
    assert!(!expansion.contains("compile_error"), "{expansion}");
}

#[test]
fn deeply_nested_brackets_are_refused() {
    for (open, close) in [("[", "]"), ("A { a: ", "}")] {
        let deep = format!("Campus {{ account: {}1{} }}", open.repeat(300), close.repeat(300));
        assert!(
            errors(&deep).iter().any(|error| error.contains("nested too deeply")),
            "{open}"
        );
    }
}

/// Generates a single token.
fn leaf() -> impl Strategy<Value = TokenTree> {
    prop_oneof![
        prop::sample::select(vec![
            "Campus", "Staging", "account", "compute", "Fargate", "Efs", "cpu", "true", "Off", "X86", "ZONES", "env",
            "pub", "struct", "crate", "Self", "r#type", "_x",
        ])
        .prop_map(|word| match word.strip_prefix("r#") {
            Some(raw) => TokenTree::Ident(Ident::new_raw(raw, Span::call_site())),
            None => TokenTree::Ident(Ident::new(word, Span::call_site())),
        }),
        (
            prop::sample::select(vec![',', ':', '.', '=', '-', '#', '!', '&', ';', '\'']),
            any::<bool>()
        )
            .prop_map(|(mark, joint)| {
                let spacing = if joint { Spacing::Joint } else { Spacing::Alone };
                TokenTree::Punct(Punct::new(mark, spacing))
            }),
        prop_oneof![
            ".{0,12}".prop_map(|text| Literal::string(&text)),
            "[0-9./:arncm-]{0,20}".prop_map(|text| Literal::string(&text)),
            any::<u64>().prop_map(Literal::u64_unsuffixed),
            any::<u8>().prop_map(Literal::u8_suffixed),
            any::<u128>().prop_map(Literal::u128_unsuffixed),
            (0.0..1e300).prop_map(Literal::f64_unsuffixed),
            any::<char>().prop_map(Literal::character),
            any::<Vec<u8>>().prop_map(|bytes| Literal::byte_string(&bytes)),
        ]
        .prop_map(TokenTree::Literal),
    ]
}

/// Generates tokens, including groups.
fn any_tokens() -> impl Strategy<Value = TokenStream> {
    let group = leaf().prop_recursive(5, 64, 8, |inner| {
        let delimiter = prop::sample::select(vec![
            Delimiter::Brace,
            Delimiter::Bracket,
            Delimiter::Parenthesis,
            Delimiter::None,
        ]);
        (delimiter, vec(inner, 0..8))
            .prop_map(|(delimiter, tokens)| TokenTree::Group(Group::new(delimiter, tokens.into_iter().collect())))
    });
    vec(group, 0..12).prop_map(|tokens| tokens.into_iter().collect())
}

/// Changes the `n`th token of the source: removes, doubles or replaces it.
fn mutate(stream: TokenStream, n: &mut usize, change: &Change) -> TokenStream {
    let mut output = Vec::new();
    for token in stream {
        let here = *n == 0;
        *n = n.wrapping_sub(1);
        if here {
            match change {
                Change::Remove => {}
                Change::Double => output.extend([token.clone(), token]),
                Change::Replace(other) => output.push(other.clone()),
            }
        } else if let TokenTree::Group(group) = token {
            output.push(Group::new(group.delimiter(), mutate(group.stream(), n, change)).into());
        } else {
            output.push(token);
        }
    }
    output.into_iter().collect()
}

#[derive(Clone, Debug)]
enum Change {
    Remove,
    Double,
    Replace(TokenTree),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Remove),
        Just(Change::Double),
        leaf().prop_map(Change::Replace),
    ]
}

proptest! {
    #[test]
    fn no_tokens_cause_a_panic(stream in any_tokens()) {
        expand(stream);
    }

    #[test]
    fn no_change_of_a_declaration_causes_a_panic(changes in vec((0_usize..260, change()), 1..4)) {
        let mut stream = tokens(CAMPUS);
        for (mut n, change) in changes {
            stream = mutate(stream, &mut n, &change);
        }
        let expansion = expand(stream).to_string();
        // A stack is defined as long as its name and braces are intact.
        prop_assert!(expansion.contains("pub struct") || expansion.contains("compile_error"), "{}", expansion);
    }

    #[test]
    fn no_string_causes_a_panic_in_a_rule(n in 0_usize..260, text in ".{0,40}|[0-9./:a-z-]{0,40}|(arn:aws:acm:.*)") {
        let change = Change::Replace(TokenTree::Literal(Literal::string(&text)));
        expand(mutate(tokens(CAMPUS), &mut { n }, &change));
    }
}
