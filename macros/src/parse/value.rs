//! The values of keys.

use moodle_stack_model::{Architecture, Block, Node, Value};
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Lit, Token};

use super::{DEEPEST, Parser, comma, group, next, skip};
use crate::at::At;
use crate::intern::intern;

impl Parser {
    /// Parses a value; anything else is reported, and becomes [`Value::Broken`].
    pub(super) fn value(&mut self, input: ParseStream<'_>) -> Node<At> {
        let mut at = next(input);
        self.depth += 1;
        let value = if self.depth > DEEPEST {
            self.syntax(at, "values are nested too deeply here", "no key takes such a value");
            None
        } else {
            self.range(input, &mut at)
        };
        self.depth -= 1;
        Node {
            unchecked: at.unchecked,
            ..Node::new(value.unwrap_or(Value::Broken), at)
        }
    }

    /// Parses a single value, or a range of two.
    fn range(&mut self, input: ParseStream<'_>, at: &mut At) -> Option<Value<At>> {
        let min = self.single(input, at)?;
        if !input.peek(Token![..]) || matches!(min, Value::Block(_) | Value::List(_)) {
            return Some(min);
        }
        let dots = next(input);
        let closed = input.peek(Token![..=]);
        let old = input.peek(Token![...]);
        let parsed = if closed {
            input.parse::<Token![..=]>().is_ok()
        } else if old {
            input.parse::<Token![...]>().is_ok()
        } else {
            input.parse::<Token![..]>().is_ok()
        };
        if !parsed {
            return None;
        }
        let mut end = next(input);
        if input.is_empty() || input.peek(Token![,]) {
            self.syntax(dots, "this range has no end", "write both ends, such as `2..=10`");
            return None;
        }
        if !closed {
            self.syntax(
                dots,
                "ranges in a declaration include their end",
                "write `..=` between the ends, such as `2..=10`",
            );
            return None;
        }
        let max = self.single(input, &mut end)?;
        let min_at = *at;
        at.end = end.end;
        at.constant = None;
        let (min, max) = (Node::new(min, min_at), Node::new(max, end));
        Some(Value::Range(Box::new(min), Box::new(max)))
    }

    fn single(&mut self, input: ParseStream<'_>, at: &mut At) -> Option<Value<At>> {
        if input.peek(Token![-]) {
            let _ = input.parse::<Token![-]>();
            at.end = input.span();
            self.syntax(*at, "no key takes a negative number", "remove the minus sign");
            return None;
        }
        if input.peek(Lit) {
            return self.literal(input, *at);
        }
        if input.peek(Token![::]) || input.peek(Ident::peek_any) {
            return self.named(input, at);
        }
        if input.peek(Token![..]) {
            self.syntax(*at, "this range has no start", "write both ends, such as `2..=10`");
            return None;
        }
        if input.peek(Token![&]) {
            self.syntax(*at, "values are written without `&`", "remove it");
            return None;
        }
        if let Some(group) = group(input) {
            return self.grouped(&group, at);
        }
        let help = "a value is a literal, a list, a section, or the path of a `const`";
        self.unexpected(input, "in place of a value", help);
        None
    }

    fn literal(&mut self, input: ParseStream<'_>, at: At) -> Option<Value<At>> {
        let literal = input.parse::<Lit>().ok()?;
        let suffix = literal.suffix();
        if !suffix.is_empty() {
            let help = match &literal {
                Lit::Int(number) if is_type(suffix) => format!("write `{}`", number.base10_digits()),
                Lit::Float(number) if is_type(suffix) => format!("write `{}`", number.base10_digits()),
                Lit::Int(_) | Lit::Float(_) => "write only the number, in the unit of the key".into(),
                _ => format!("remove `{suffix}`"),
            };
            self.syntax(at, &format!("the suffix `{suffix}` is not allowed on a value"), &help);
            return None;
        }
        match literal {
            Lit::Str(text) => return Some(Value::Text(intern(&text.value()))),
            Lit::Bool(switch) => return Some(Value::Switch(switch.value)),
            Lit::Int(number) => match number.base10_parse::<u64>() {
                Ok(number) => return Some(Value::Number(number)),
                Err(_) => self.syntax(
                    at,
                    "this number is too large",
                    &format!("write a number up to {}", u32::MAX),
                ),
            },
            Lit::Float(number) => match number.base10_parse::<f64>() {
                Ok(number) if number.is_finite() => return Some(Value::Decimal(number)),
                _ => self.syntax(
                    at,
                    "this number is too large",
                    &format!("write a number up to {}", u32::MAX),
                ),
            },
            Lit::Char(letter) => {
                let help = format!("write `\"{}\"`", letter.value());
                self.syntax(at, "a string needs double quotes", &help);
            }
            Lit::ByteStr(text) => match String::from_utf8(text.value()) {
                Ok(text) => self.syntax(at, "byte strings are not allowed here", &format!("write `\"{text}\"`")),
                Err(_) => self.syntax(
                    at,
                    "byte strings are not allowed here",
                    "write a string, such as `\"text\"`",
                ),
            },
            Lit::CStr(_) => self.syntax(at, "C strings are not allowed here", "remove the `c`"),
            _ => self.syntax(
                at,
                "this literal is not allowed here",
                "write a string, a number, `true` or `false`",
            ),
        }
        None
    }

    /// Parses a value that starts with a name: a section, a plain type, a constant, or `env!(…)`.
    fn named(&mut self, input: ParseStream<'_>, at: &mut At) -> Option<Value<At>> {
        let mut tokens = TokenStream::new();
        let mut segments = 0;
        if input.peek(Token![::]) {
            segments += 1;
            double_colon(input, &mut tokens);
        }
        let last = loop {
            let Ok(name) = input.call(Ident::parse_any) else {
                self.unexpected(
                    input,
                    "in a path",
                    "write the path of a `const`, such as `settings::ACCOUNT`",
                );
                return None;
            };
            at.end = name.span();
            segments += 1;
            tokens.extend([TokenTree::Ident(name.clone())]);
            if !input.peek(Token![::]) {
                break name;
            }
            double_colon(input, &mut tokens);
        };
        let name = last.to_string();
        if input.peek(Token![!]) && !input.peek(Token![!=]) {
            return self.call_of_macro(input, &name, tokens, at);
        }
        let known = Architecture::TYPE.has(&name);
        if input.peek(syn::token::Brace) {
            let group = group(input)?;
            if segments > 1 {
                self.syntax(
                    *at,
                    "a type is written without a path",
                    &format!("write `{name} {{ … }}`"),
                );
                return None;
            }
            let section = self.section(name, *at, &group);
            return Some(Value::Block(section));
        }
        if segments > 1 && known {
            self.syntax(*at, "a type is written without a path", &format!("write `{name}`"));
            return None;
        }
        if segments > 1 || (!known && is_constant(&name)) {
            return Some(self.constant(tokens, at));
        }
        Some(Value::Block(Block {
            name,
            name_at: *at,
            entries: Vec::new(),
            bare: true,
            allow: Vec::new(),
        }))
    }

    fn section(&mut self, name: String, name_at: At, group: &Group) -> Block<At> {
        let inside = self.within(group.stream(), Self::entries);
        let (entries, base) = inside.unwrap_or_default();
        let mut block = Block {
            name,
            name_at,
            entries,
            bare: false,
            allow: Vec::new(),
        };
        if let Some(base) = base {
            self.inherit(&base, &mut block, false);
        }
        block
    }

    fn call_of_macro(
        &mut self,
        input: ParseStream<'_>,
        name: &str,
        mut tokens: TokenStream,
        at: &mut At,
    ) -> Option<Value<At>> {
        tokens.extend(input.parse::<TokenTree>());
        let Some(group) = group(input) else {
            self.unexpected(input, &format!("after `{name}!`"), "write `env!(\"NAME\")`");
            return None;
        };
        at.end = group.span_close();
        if name == "env" || name == "concat" {
            tokens.extend([TokenTree::Group(group)]);
            return Some(self.constant(tokens, at));
        }
        if name == "unchecked" {
            return self.unchecked(&group, at);
        }
        let help = "write `const VALUE: … = …;` outside the declaration, and `VALUE` here";
        self.syntax(*at, &format!("`{name}!` is not allowed as a value"), help);
        None
    }

    /// Parses the one value in `unchecked!(…)`.
    fn unchecked(&mut self, group: &Group, at: &mut At) -> Option<Value<At>> {
        let inside = self.within(group.stream(), |parser, input| {
            if input.is_empty() {
                let help = "write the value inside, such as `unchecked!(\"db.r9g.large\")`";
                parser.syntax(*at, "`unchecked!` has no value", help);
                return Node::new(Value::Broken, *at);
            }
            let value = parser.value(input);
            comma(input);
            if !input.is_empty() {
                let help = "`unchecked!` holds one value: a literal or the path of a `const`";
                parser.unexpected(input, "after the value", help);
            }
            value
        })?;
        at.constant = inside.at.constant;
        at.unchecked = true;
        Some(inside.value)
    }

    fn constant(&mut self, tokens: TokenStream, at: &mut At) -> Value<At> {
        at.constant = Some(self.constants.len());
        self.constants.push(tokens);
        Value::Const
    }

    /// Parses a list, or reports other brackets.
    fn grouped(&mut self, group: &Group, at: &mut At) -> Option<Value<At>> {
        at.start = group.span_open();
        at.end = group.span_close();
        match group.delimiter() {
            Delimiter::Bracket => Some(Value::List(self.within(group.stream(), Self::list)?)),
            // Tokens from another macro are in invisible brackets.
            Delimiter::None => {
                let inner = self.within(group.stream(), Self::value)?;
                *at = inner.at;
                Some(inner.value)
            }
            Delimiter::Brace => {
                at.end = at.start;
                self.syntax(
                    *at,
                    "a section starts with its type",
                    "write the type's name before `{`",
                );
                None
            }
            Delimiter::Parenthesis => {
                at.end = at.start;
                self.syntax(*at, "values are written without parentheses", "remove them");
                None
            }
        }
    }

    fn list(&mut self, input: ParseStream<'_>) -> Vec<Node<At>> {
        let mut items = Vec::new();
        while !input.is_empty() {
            let item = self.value(input);
            let whole = !matches!(item.value, Value::Broken);
            items.push(item);
            if input.is_empty() || comma(input) {
                continue;
            }
            if whole && input.peek(Lit) {
                let at = next(input);
                self.syntax(at, "a comma is missing before this item", "write `,` before it");
                continue;
            }
            if whole {
                self.unexpected(input, "in a list", "write a comma between two items");
                // The list is not the intended one, so no rule must read it.
                if let Some(item) = items.last_mut() {
                    item.value = Value::Broken;
                }
            }
            skip(input, |input| input.peek(Token![,]));
            comma(input);
        }
        items
    }
}

fn double_colon(input: ParseStream<'_>, tokens: &mut TokenStream) {
    if let Ok(colons) = input.parse::<Token![::]>() {
        quote::ToTokens::to_tokens(&colons, tokens);
    }
}

/// Returns whether a name is that of a constant rather than a type: constants are in capitals.
pub(crate) fn is_constant(name: &str) -> bool {
    name.chars().any(|letter| letter.is_ascii_uppercase())
        && name
            .chars()
            .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_')
}

/// Returns whether a suffix is a Rust type rather than a unit.
fn is_type(suffix: &str) -> bool {
    let bits = suffix.strip_prefix(['u', 'i', 'f']);
    bits.is_some_and(|bits| bits == "size" || bits.parse::<u8>().is_ok())
}
