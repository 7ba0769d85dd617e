//! The files of a new repository.

use super::answers::{Answers, upper_camel_case};
use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use std::path::{Path, PathBuf};

static TEMPLATE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/template");

/// The suffix of files with placeholders, which `cargo generate` removes as well.
const PLACEHOLDERS: &str = ".liquid";

/// What belongs to the template itself, or to this project's tests of the image.
const LEFT_OUT: [&str; 2] = ["cargo-generate.toml", "moodle-image/test"];

/// A file of a new repository.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct File {
    /// Its path in the repository.
    pub(crate) path: PathBuf,
    pub(crate) content: Vec<u8>,
    pub(crate) is_executable: bool,
}

/// A placeholder of the template has no value.
#[derive(Debug, thiserror::Error)]
#[error("the template's {path} cannot be filled in: {cause}")]
pub(crate) struct TemplateError {
    path: String,
    cause: minijinja::Error,
}

/// Fills in the template.
pub(crate) fn files(answers: &Answers) -> Result<Vec<File>, TemplateError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let failed = |path: &str, cause| TemplateError {
        path: path.to_owned(),
        cause,
    };
    let syntax = SyntaxConfig::builder().keep_trailing_newline(true).build();
    environment.set_syntax(syntax.map_err(|cause| failed("syntax", cause))?);
    environment.add_filter("upper_camel_case", |name: String| upper_camel_case(&name));
    let mut files = Vec::new();
    collect(&TEMPLATE, &mut |path, content| {
        let name = path.to_string_lossy();
        let (name, content) = match name.strip_suffix(PLACEHOLDERS) {
            None => (name.clone().into_owned(), content.to_vec()),
            Some(stem) => {
                let text = String::from_utf8_lossy(content);
                let filled = environment.render_str(&text, placeholders(answers));
                let filled = filled.map_err(|cause| failed(&name, cause))?;
                (stem.to_owned(), filled.into_bytes())
            }
        };
        files.push(File {
            is_executable: content.starts_with(b"#!"),
            path: name.into(),
            content,
        });
        Ok(())
    })?;
    Ok(files)
}

fn placeholders(answers: &Answers) -> Value {
    context! {
        crate_name => answers.crate_name.as_str(),
        account => answers.account.as_str(),
        region => answers.region.as_str(),
        domain => answers.domain.as_str(),
        zone => answers.zone.as_str(),
        size => answers.size.name(),
        dependency => answers.dependency.as_str(),
    }
}

/// Calls a function with each file of a folder and of the folders in it.
fn collect<E>(folder: &Dir<'_>, take: &mut impl FnMut(&Path, &[u8]) -> Result<(), E>) -> Result<(), E> {
    let is_left_out = |path: &Path| LEFT_OUT.iter().any(|one| path == Path::new(one));
    for file in folder.files().filter(|file| !is_left_out(file.path())) {
        take(file.path(), file.contents())?;
    }
    for inner in folder.dirs().filter(|inner| !is_left_out(inner.path())) {
        collect(inner, take)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Size;
    use super::super::answers::tests::answers;
    use super::*;

    fn text(files: &[File], path: &str) -> String {
        let file = files.iter().find(|file| file.path == Path::new(path)).unwrap();
        String::from_utf8(file.content.clone()).unwrap()
    }

    #[test]
    fn declaration_is_formatted_and_has_what_was_asked_for() {
        for size in [Size::Small, Size::Medium, Size::Large] {
            for zone in ["", "Z0123456789ABCDEFGHIJ"] {
                let main = text(&files(&answers(size, zone)).unwrap(), "src/main.rs");
                assert!(main.contains(r#"zones: ["eu-central-1a", "eu-central-1b"],"#), "{main}");
                assert_eq!(main.contains("dns: Route53"), !zone.is_empty());
                assert!(!main.contains("\n\n\n") && !main.contains(" \n"), "{main}");
            }
        }
    }

    #[test]
    fn programs_of_the_image_are_executable_and_its_tests_are_left_out() {
        let files = files(&answers(Size::Medium, "")).unwrap();
        let at = |path: &str| files.iter().find(|file| file.path == Path::new(path));
        assert!(at("moodle-image/bin/moodle-image").unwrap().is_executable);
        assert!(!at("moodle-image/Dockerfile").unwrap().is_executable);
        assert!(!files.iter().any(|file| file.path.starts_with("moodle-image/test")));
        assert!(at("cargo-generate.toml").is_none());
    }

    #[test]
    fn workflow_keeps_the_expressions_of_github() {
        let workflow = text(
            &files(&answers(Size::Medium, "")).unwrap(),
            ".github/workflows/site.yml",
        );
        assert!(
            workflow.contains("role-to-assume: ${{ vars.DEPLOY_ROLE }}"),
            "{workflow}"
        );
    }

    #[test]
    fn version_of_the_template_is_that_of_the_package() {
        let questions = TEMPLATE
            .get_file("cargo-generate.toml")
            .unwrap()
            .contents_utf8()
            .unwrap();
        let version = format!(r#"'version = "{}"'"#, env!("CARGO_PKG_VERSION"));
        assert!(questions.contains(&version));
    }
}
