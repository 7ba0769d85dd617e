//! The pages of the book that are generated: what the vocabulary, the rules and the kinds of resources say of themselves.
//!
//! `BLESS=1 cargo test -p moodle-stack --test reference` writes them anew.

use moodle_stack::kinds::KINDS;
use moodle_stack::model::rules::live::LIVE;
use moodle_stack::model::rules::{GRAMMAR, Level, Page, RULES, check, pages as pages_of_rules};
use moodle_stack::model::{Architecture, Block, Entry, Field as _, Key, Node, Shape, Tree, Type, Value, listed};
use moodle_stack::resource::Replacement;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const HEAD: &str = "<!-- Generated: `BLESS=1 cargo test -p moodle-stack --test reference` writes this page anew. -->\n";

/// What the ids' hundreds stand for.
const SECTIONS: &[(&str, &str)] = &[
    ("MS0", "The language"),
    ("MS1", "Identity: `account`, `region`, `domain`, `dns`"),
    ("MS2", "`network`"),
    ("MS3", "Certificates"),
    ("MS4", "`edge` and `load_balancer`"),
    ("MS5", "`compute`"),
    ("MS6", "`moodle` and `files`"),
    ("MS7", "`database`"),
    ("MS8", "`cache`"),
    ("MS9", "`observability`, `trail`, `email` and `journal`"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_page_of_the_vocabulary_is_up_to_date() {
    compare("vocabulary.md", &vocabulary());
}

#[test]
fn the_page_of_the_rules_is_up_to_date() {
    compare("rules.md", &rules());
}

#[test]
fn the_page_of_the_kinds_is_up_to_date() {
    compare("kinds.md", &kinds());
}

#[test]
fn every_page_of_the_book_is_in_its_summary_and_every_link_and_include_leads_somewhere() {
    let src = root().join("book/src");
    let summary = read(&src.join("SUMMARY.md"));
    let mut missing = Vec::new();
    let outside = ["README.md", "CONTRIBUTING.md"].map(|name| root().join(name));
    for page in pages(&src).into_iter().chain(outside) {
        let name = page.strip_prefix(&src).unwrap_or(&page).display().to_string();
        if page.starts_with(&src) && name != "SUMMARY.md" && !summary.contains(&format!("({name})")) {
            missing.push(format!("SUMMARY.md does not have {name}"));
        }
        let text = read(&page);
        let folder = page.parent().expect("a page is in a folder");
        let includes = text
            .split("{{#include ")
            .skip(1)
            .filter_map(|rest| rest.split(['}', ':']).next());
        let links = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split([')', '#']).next());
        for target in includes.chain(links.filter(|link| !link.contains("://"))) {
            if !target.is_empty() && !folder.join(target).exists() {
                missing.push(format!("{name} leads to {target}, which is not there"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_readme_shows_the_campus_as_it_is() {
    let source = read(&root().join("examples/campus/src/main.rs"));
    let from = source
        .find("use moodle_stack::moodle_stack;")
        .expect("the campus uses the macro");
    assert!(
        read(&root().join("README.md")).contains(&format!("```rust\n{}```", &source[from..])),
        "the README's stack is not the one in examples/campus/src/main.rs"
    );
}

/// Compares a page with its file, or writes the file where that is asked for.
fn compare(name: &str, page: &str) {
    let path = root().join("book/src/reference").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, page).expect("the page can be written");
        return;
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    if there != page {
        let differs = |(there, new): &(&str, &str)| there != new;
        let line = there.lines().zip(page.lines()).position(|pair| differs(&pair));
        let line = line.unwrap_or_else(|| there.lines().count().min(page.lines().count()));
        panic!(
            "book/src/reference/{name} is stale from line {} on:\n  there: {}\n  now:   {}\n\
             `BLESS=1 cargo test -p moodle-stack --test reference` writes it anew.",
            line + 1,
            there.lines().nth(line).unwrap_or("(ends)"),
            page.lines().nth(line).unwrap_or("(ends)"),
        );
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Lists the Markdown files below a folder.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the book is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

// --- the vocabulary ---

fn vocabulary() -> String {
    let mut page = format!("{HEAD}\n# Vocabulary\n\n");
    page += "Every key and type of a declaration. Keys may stand in any order. A key without a default must be given, \
             unless it says \"left out\".\n\n## The stack\n\n";
    page += &doc(Architecture::TYPE.doc);
    let mut told = BTreeSet::new();
    page += "\n\n";
    page += &table(&[], &Architecture::TYPE);
    for key in Architecture::TYPE.keys {
        if key.shape.types().iter().any(|one| !one.keys.is_empty()) {
            let _ = write!(page, "\n## `{}`\n\n{}\n", key.name, doc(key.doc));
            sections(&mut page, &[], key, &mut told);
        }
    }
    page
}

/// Tells of the types that a key takes, and of those inside them; each once.
fn sections(page: &mut String, above: &[(&str, &str)], key: &Key, told: &mut BTreeSet<&'static str>) {
    let with_keys = |one: &&Type| !one.keys.is_empty();
    let mut types: Vec<&Type> = key.shape.types().iter().filter(with_keys).collect();
    types.retain(|one| told.insert(one.name));
    while let Some(first) = types.first().copied() {
        // Engines that share their keys share a table.
        let (alike, others): (Vec<&Type>, Vec<&Type>) = types.into_iter().partition(|one| same_keys(one, first));
        types = others;
        let names: Vec<String> = alike.iter().map(|one| format!("`{}`", one.name)).collect();
        let _ = write!(page, "\n### {}\n\n", listed(&names, "and"));
        if alike.len() == 1 {
            let _ = write!(page, "{}\n\n", doc(first.doc));
        } else {
            for one in &alike {
                let _ = writeln!(page, "- `{}`: {}", one.name, doc(one.doc));
            }
            page.push('\n');
        }
        let path: Vec<(&str, &str)> = above.iter().copied().chain([(key.name, first.name)]).collect();
        *page += &table(&path, first);
        for inner in first.keys {
            sections(page, &path, inner, told);
        }
    }
}

/// Tells whether two types are written alike.
fn same_keys(one: &Type, other: &Type) -> bool {
    let keys = |one: &Type| one.keys.iter().map(|key| (key.name, key.doc)).collect::<Vec<_>>();
    keys(one) == keys(other)
}

/// Writes the table of a type's keys.
fn table(path: &[(&str, &str)], one: &Type) -> String {
    let defaults = defaults(path);
    let mut table = String::from("| key | takes | default | meaning |\n|---|---|---|---|\n");
    for key in one.keys {
        let default = match defaults.get(key.name) {
            _ if key.required => "must be given".into(),
            None | Some(Tree::Option(None)) => "left out".into(),
            Some(tree) => source(tree),
        };
        let _ = writeln!(
            table,
            "| `{}` | {} | {default} | {} |",
            key.name,
            key.shape.describe().replace(" { … }", ""),
            meaning(key)
        );
    }
    table
}

/// Says what a key means, and what its types without keys are.
fn meaning(key: &Key) -> String {
    let mut text = doc(key.doc);
    for one in key.shape.types().iter().filter(|one| one.keys.is_empty()) {
        let _ = write!(text, "<br>`{}`: {}", one.name, doc(one.doc));
    }
    text
}

fn doc(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// Reads the least declaration that has the types of a path in it, and returns what the last one's keys are by default.
fn defaults(path: &[(&str, &str)]) -> BTreeMap<&'static str, Tree> {
    let checked = check(&least(&Architecture::TYPE, path));
    let mut tree = checked.architecture.tree();
    for (key, _) in path {
        tree = inside(tree).remove(key).expect("the path is one of keys");
    }
    inside(tree)
}

/// Returns the keys and values of a section.
fn inside(tree: Tree) -> BTreeMap<&'static str, Tree> {
    match tree {
        Tree::Struct(_, fields) => fields.into_iter().collect(),
        Tree::Variant(_, _, Some(held)) | Tree::Option(Some(held)) => inside(*held),
        other => panic!("{other:?} has no keys"),
    }
}

/// Writes the least declaration of a type that has the types of a path in it.
fn least(one: &Type, path: &[(&str, &str)]) -> Block<()> {
    let entries = one.keys.iter().filter_map(|key| {
        let value = match path {
            [(name, chosen), rest @ ..] if *name == key.name => {
                let types = key.shape.types();
                let chosen = types
                    .iter()
                    .find(|one| one.name == *chosen)
                    .expect("the path is one of types");
                Value::Block(least(chosen, rest))
            }
            _ if key.required => any(key.shape),
            _ => return None,
        };
        Some(Entry::new(key.name, (), Node::new(value, ())))
    });
    Block {
        name: one.name.into(),
        name_at: (),
        entries: entries.collect(),
        bare: one.keys.is_empty(),
        allow: Vec::new(),
    }
}

/// Writes some value of a shape.
fn any(shape: Shape) -> Value<()> {
    match shape {
        Shape::Text | Shape::TextOr(_) => Value::Text("…"),
        Shape::Number => Value::Number(0),
        Shape::Decimal => Value::Decimal(0.0),
        Shape::Switch => Value::Switch(false),
        Shape::Range(ends) => {
            let end = || Box::new(Node::new(any(*ends), ()));
            Value::Range(end(), end())
        }
        Shape::Texts => Value::List(Vec::new()),
        Shape::OneOf(types) => Value::Block(least(&types[0], &[])),
    }
}

/// Writes a value as a declaration would.
fn source(tree: &Tree) -> String {
    match tree {
        Tree::Text(text) => format!("`\"{text}\"`"),
        Tree::Number(number) => format!("`{number}`"),
        Tree::Decimal(number) => format!("`{number:?}`"),
        Tree::Switch(on) => format!("`{on}`"),
        Tree::Range(min, max) => format!("`{}..={}`", source(min).replace('`', ""), source(max).replace('`', "")),
        Tree::Texts(texts) => texts
            .iter()
            .map(|text| format!("`\"{text}\"`"))
            .collect::<Vec<_>>()
            .join(", "),
        Tree::Option(None) => "left out".into(),
        Tree::Option(Some(held)) => source(held),
        Tree::Struct(name, _) | Tree::Variant(_, name, Some(_)) => format!("`{name}` with its defaults"),
        Tree::Variant(_, name, None) => format!("`{name}`"),
    }
}

// --- the rules ---

fn rules() -> String {
    let mut page = format!("{HEAD}\n# Rules\n\n");
    let _ = write!(
        page,
        "What a declaration must keep to: {} rules of the language, {} of AWS and Moodle, and {} that the deployer judges by \
         what is there, before it changes anything. The id stands in brackets at the end of a message's note.\n\n\
         | id | rule |\n|---|---|\n",
        GRAMMAR.len(),
        RULES.len(),
        LIVE.len()
    );
    for Page { id, statement, .. } in pages_of_rules() {
        let _ = writeln!(page, "| [{id}](#{}) | {statement} |", id.to_lowercase());
    }
    for (hundreds, title) in SECTIONS {
        let _ = write!(page, "\n## {title}\n");
        for rule in pages_of_rules().filter(|rule| rule.id.starts_with(hundreds)) {
            page += &entry(&rule);
        }
    }
    let titled = |id: &str| SECTIONS.iter().any(|(hundreds, _)| id.starts_with(hundreds));
    assert!(
        RULES.iter().all(|rule| titled(rule.id)),
        "a rule's hundred has no title"
    );
    page
}

fn entry(rule: &Page) -> String {
    let verdict = match rule.level {
        Level::Refused => "refused",
        Level::Warned => "warned of",
    };
    let mut text = format!(
        "\n### {}\n\n**{}** {}\n\n```rust,ignore\n{} // {verdict}\n{} // accepted\n```\n",
        rule.id, rule.statement, rule.why, rule.wrong, rule.right
    );
    let Some(source) = rule.source else { return text };
    let reads: Vec<String> = rule.reads.iter().map(|key| format!("`{key}`")).collect();
    let _ = write!(text, "\nReads {}.", listed(&reads, "and"));
    if let Some(taken) = rule.taken {
        let _ = write!(text, " Judges by a table of {taken}; `unchecked!` goes past it.");
    }
    if rule.live {
        text += " Judged by the deployer, by what is there, before it changes anything.";
    }
    if rule.level == Level::Warned {
        let _ = write!(text, " A warning; `#[allow({})]` silences it.", rule.id);
    }
    let _ = writeln!(text, " Source: <{source}>");
    text
}

// --- the kinds of resources ---

fn kinds() -> String {
    let mut page = format!("{HEAD}\n# Kinds of resources\n\n");
    let _ = write!(
        page,
        "The {} kinds that a stack is made of, under CloudFormation's names where it has one. Of two times, the first is the \
         typical one, by which the sandbox lives; at the second, a wait ends with an error. \"New when these change\" names the fields that AWS \
         cannot change in place; [Replacement](../concepts/replacement.md) explains the order.\n\n\
         | kind | is | made in | gone in | new when these change | order | outputs |\n\
         |---|---|---|---|---|---|---|\n",
        KINDS.len()
    );
    for kind in KINDS {
        let fields = |names: &[&str]| {
            names
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let order = match kind.replacement {
            _ if kind.replaces.is_empty() => "",
            Replacement::CreateFirst => "create first",
            Replacement::DeleteFirst => "delete first",
            Replacement::DependentsFirst => "dependents first",
            Replacement::Revision => "revision",
        };
        let _ = writeln!(
            page,
            "| `{}` | {}{} | {} s, {} s | {} s, {} s | {} | {order} | {} |",
            kind.name,
            kind.noun,
            if kind.holds_data { ", holds data" } else { "" },
            kind.create.typical,
            kind.create.deadline,
            kind.delete.typical,
            kind.delete.deadline,
            fields(kind.replaces),
            fields(kind.outputs),
        );
    }
    page
}
