//! Reading the imports of a crate from its sources.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The files of a crate, by their path from the folder of its root.
pub(crate) type Sources = BTreeMap<PathBuf, String>;

/// The imports of each file.
pub(crate) type Imports = BTreeMap<(String, String), BTreeSet<String>>;

/// One module: a file, or a part of one.
#[derive(Debug, Default)]
struct Module {
    file: String,
    children: BTreeSet<String>,
    /// The imported items, by their local names.
    uses: BTreeMap<String, Use>,
    globs: Vec<Names>,
    defined: BTreeSet<String>,
    /// The paths in its code, and single names.
    paths: BTreeSet<Names>,
}

type Names = Vec<String>;

#[derive(Clone, Debug)]
struct Use {
    path: Names,
    is_public: bool,
}

/// The modules of a crate, by path.
#[derive(Debug, Default)]
pub(crate) struct Crate {
    modules: BTreeMap<Names, Module>,
    macros: BTreeMap<String, String>,
}

impl Crate {
    /// Reads a crate from its root file.
    pub(crate) fn read(sources: &Sources, root: &str) -> Self {
        let mut krate = Self::default();
        krate.file(sources, Path::new(root), Path::new(""), &[]);
        krate
    }

    /// Reads a file; `folder` has the files of its submodules.
    fn file(&mut self, sources: &Sources, file: &Path, folder: &Path, path: &[String]) {
        let text = sources
            .get(file)
            .unwrap_or_else(|| panic!("{} does not exist, though it is declared as a module", file.display()));
        let tokens: TokenStream = text
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let name = file.display().to_string();
        let mut submodules = Vec::new();
        self.module(&name, path.to_vec(), tokens, &mut submodules);
        for submodule in submodules {
            let inner = submodule[path.len()..].iter().collect::<PathBuf>();
            let folder = folder.join(inner);
            let flat = folder.with_extension("rs");
            let file = if sources.contains_key(&flat) {
                flat
            } else {
                folder.join("mod.rs")
            };
            self.file(sources, &file, &folder, &submodule);
        }
    }

    fn module(&mut self, file: &str, path: Names, tokens: TokenStream, submodules: &mut Vec<Names>) {
        let mut module = Module {
            file: file.to_owned(),
            ..Module::default()
        };
        let mut inline = Vec::new();
        self.items(&mut module, tokens, true, &mut inline);
        for (name, body) in inline {
            let inner = [&path[..], &[name]].concat();
            match body {
                Some(body) => self.module(file, inner, body, submodules),
                None => submodules.push(inner),
            }
        }
        self.modules.insert(path, module);
    }

    /// Reads the tokens of a module, or of something inside an item.
    fn items(
        &mut self,
        module: &mut Module,
        tokens: TokenStream,
        is_top: bool,
        inline: &mut Vec<(String, Option<TokenStream>)>,
    ) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if is_punct(tokens.get(at), '#') {
                let is_for_tests = tokens.get(at + 1).is_some_and(|one| one.to_string() == "[cfg (test)]");
                at += 2;
                if is_for_tests {
                    at = end_of_item(&tokens, at);
                }
                continue;
            }
            match word(tokens.get(at)).as_deref() {
                Some("use") => {
                    let end = (at..tokens.len())
                        .find(|at| is_punct(tokens.get(*at), ';'))
                        .unwrap_or(tokens.len());
                    let before = at.checked_sub(1).map(|at| &tokens[at]);
                    let is_public =
                        matches!(before, Some(TokenTree::Group(_))) || word(before).as_deref() == Some("pub");
                    tree(&tokens[at + 1..end], &[], is_public, module);
                    at = end + 1;
                }
                Some("mod") if word(tokens.get(at + 1)).is_some() => {
                    let name = word(tokens.get(at + 1)).unwrap();
                    module.children.insert(name.clone());
                    let body = match tokens.get(at + 2) {
                        Some(TokenTree::Group(group)) => Some(group.stream()),
                        _ => None,
                    };
                    inline.push((name, body));
                    at += 3;
                }
                Some("macro_rules") => {
                    let name = word(tokens.get(at + 2)).unwrap();
                    self.macros.insert(name, module.file.clone());
                    at += 3;
                }
                Some(keyword @ ("struct" | "enum" | "union" | "trait" | "type" | "fn" | "const" | "static"))
                    if is_top && !is_continued(&tokens, at) =>
                {
                    let skip = usize::from(keyword == "const" && word(tokens.get(at + 1)).as_deref() == Some("fn"));
                    module.defined.extend(word(tokens.get(at + 1 + skip)));
                    at += 1 + skip;
                }
                Some(first) if !is_continued(&tokens, at) => {
                    let mut path = vec![first.to_owned()];
                    while is_path(&tokens, at + 1)
                        && let Some(next) = word(tokens.get(at + 3))
                    {
                        path.push(next);
                        at += 3;
                    }
                    if path.len() == 1 && is_punct(tokens.get(at + 1), '!') {
                        path.push("!".into());
                    }
                    module.paths.insert(path);
                    at += 1;
                }
                _ => {
                    if let TokenTree::Group(group) = &tokens[at] {
                        let is_top = is_top && group.delimiter() == Delimiter::None;
                        self.items(module, group.stream(), is_top, inline);
                    }
                    at += 1;
                }
            }
        }
    }

    /// Finds the file that defines the item at a path, as seen from a module; `None` for another crate, a local name or
    /// a module.
    fn resolve(&self, from: &Names, path: &[String], seen: &mut BTreeSet<(Names, String)>) -> Option<(&str, String)> {
        let mut module = from.clone();
        let mut rest = path;
        while let Some((first, further)) = rest.split_first() {
            match first.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => drop(module.pop()),
                _ => break,
            }
            rest = further;
        }
        let is_relative = rest.len() == path.len();
        while let Some((name, further)) = rest.split_first() {
            let here = self.modules.get(&module)?;
            if here.children.contains(name) {
                module.push(name.clone());
                rest = further;
                continue;
            }
            if !seen.insert((module.clone(), name.clone())) {
                return None;
            }
            if let Some(import) = here.uses.get(name) {
                let path = [&import.path[..], further].concat();
                return self.resolve(&module, &path, seen);
            }
            if !here.defined.contains(name) {
                let mut globs = here.globs.iter();
                let found = globs.find_map(|glob| self.resolve_in_glob(&module, glob, rest, seen));
                if found.is_some() || is_relative && rest.len() == path.len() {
                    return found;
                }
            }
            return Some((&here.file, name.clone()));
        }
        None
    }

    /// Finds a name through a glob import: the other module defines or imports it.
    fn resolve_in_glob(
        &self,
        from: &Names,
        glob: &[String],
        rest: &[String],
        seen: &mut BTreeSet<(Names, String)>,
    ) -> Option<(&str, String)> {
        let mut module = from.clone();
        for name in glob {
            match name.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => drop(module.pop()),
                _ => module.push(name.clone()),
            }
        }
        let there = self.modules.get(&module)?;
        let name = rest.first()?;
        let has = there.children.contains(name) || there.uses.contains_key(name) || there.defined.contains(name);
        if has || !there.globs.is_empty() {
            let path = [&["crate".to_owned()], &module[..], rest].concat();
            let found = self.resolve(&module, &path, seen)?;
            return (has || found.0 != there.file).then_some(found);
        }
        None
    }

    /// Lists the imports of each file.
    pub(crate) fn imports(&self, folder: &str) -> Imports {
        let mut imports = Imports::new();
        for (path, module) in &self.modules {
            let mut add = |file: &str, name: String| {
                if file != module.file {
                    let edge = (format!("{folder}/{}", module.file), format!("{folder}/{file}"));
                    imports.entry(edge).or_default().insert(name);
                }
            };
            for (name, import) in &module.uses {
                let is_used = module.paths.iter().any(|path| path[0] == *name);
                if (!import.is_public || is_used)
                    && let Some((file, name)) = self.resolve(path, &import.path, &mut BTreeSet::new())
                {
                    add(file, name);
                }
            }
            for used in &module.paths {
                if let [name, bang] = &used[..]
                    && bang == "!"
                {
                    if let Some(file) = self.macros.get(name) {
                        add(file, format!("{name}!"));
                    }
                } else if (used.len() > 1 || !module.globs.is_empty())
                    && let Some((file, name)) = self.resolve(path, used, &mut BTreeSet::new())
                {
                    add(file, name);
                }
            }
        }
        imports
    }
}

/// Reads the tree of a `use` declaration.
fn tree(tokens: &[TokenTree], prefix: &[String], is_public: bool, module: &mut Module) {
    let mut path = prefix.to_vec();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for branch in inner.split(|token| is_punct(Some(token), ',')) {
                    if !branch.is_empty() {
                        tree(branch, &path, is_public, module);
                    }
                }
                return;
            }
            TokenTree::Punct(punct) if punct.as_char() == '*' => {
                module.globs.push(path);
                return;
            }
            TokenTree::Ident(ident) if ident == "as" => {
                let name = tokens[at + 1].to_string();
                module.uses.insert(name, Use { path, is_public });
                return;
            }
            TokenTree::Ident(ident) if ident != "self" || path.is_empty() => path.push(ident.to_string()),
            _ => {}
        }
        at += 1;
    }
    if let Some(name) = path.last().cloned() {
        module.uses.insert(name, Use { path, is_public });
    }
}

fn word(token: Option<&TokenTree>) -> Option<String> {
    match token {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

fn is_punct(token: Option<&TokenTree>, punct: char) -> bool {
    matches!(token, Some(TokenTree::Punct(one)) if one.as_char() == punct)
}

fn is_path(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}

/// Returns whether a name belongs to the token before it: a field, a lifetime, or the end of another path.
fn is_continued(tokens: &[TokenTree], at: usize) -> bool {
    let before = |by: usize| at.checked_sub(by).map(|at| &tokens[at]);
    is_punct(before(1), '.') && !is_punct(before(2), '.')
        || is_punct(before(1), '\'')
        || is_punct(before(1), ':') && is_punct(before(2), ':')
}

/// Returns where an item ends: after its `;`, or after its body.
fn end_of_item(tokens: &[TokenTree], start: usize) -> usize {
    let mut at = start;
    let mut is_use = false;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ';' => break,
            TokenTree::Ident(ident) if ident == "use" => is_use = true,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !is_use => break,
            _ => {}
        }
    }
    at
}
