//! `image publish`: pushes the image of Moodle to ECR, under the declared name.

use super::apply::Run;
use super::args::Publish;
use super::build::{Folder, build};
use super::console::note;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use super::signals::{Signals, listen};
use super::transfer::Transfer;
use super::verified_plan::deployment;
use crate::aws::Aws;
use crate::blueprint::REPOSITORY;
use crate::journal::OpenJournal;
use crate::logged::Logged;
use crate::oci::{Chosen, Copied, Engine, Layout, Manifest, Platform, Repository, Source, UNFIT, copy, credentials};
use crate::provider::{ApiError, ApiErrorKind};
use crate::report::place;
use crate::report::style::{BOLD, GREEN, YELLOW, paint};
use moodle_stack_model::Image;
use moodle_stack_model::facts::version::{Order, order};
use oci_client::Reference;
use serde_json::json;
use std::path::Path;

/// The source of the image.
enum ImageOrigin {
    /// It exists, and is copied.
    Existing(Source, Box<Chosen>),
    /// It must be built first.
    Build(Engine, Folder),
}

/// The image as the declaration names it.
struct DeclaredImage {
    image: Image<'static>,
    tag: &'static str,
    platform: Platform,
}

impl Session<'_, Logged<Aws>> {
    /// Pushes the image to ECR, under the declared name.
    pub(super) async fn publish(&self, publish: &Publish) -> Result<Exit, CliError> {
        let declared = self.declared_image()?;
        let origin = self.origin(publish, &declared).await?;
        let mut file = self.open().await?;
        // This must be before the first step that handles signals itself: from then on, a signal that is not waited for
        // is lost.
        let mut signals = listen()?;
        if let Some(exit) = self.make_repository(&mut file).await? {
            return Ok(exit);
        }
        let (target, existing) = tokio::select! {
            looked = self.look(&declared) => looked?,
            () = signals.next() => return Ok(self.stopped()),
        };
        // The built image is stored here until it is published.
        let folder = tempfile::tempdir()
            .map_err(|error| CliError::new(format!("cannot create a folder for the build: {error}")))?;
        let (source, chosen) = match origin {
            ImageOrigin::Existing(source, chosen) => (source, *chosen),
            ImageOrigin::Build(engine, context) => {
                if let Some(existing) = &existing {
                    return self.is_built(&declared, existing);
                }
                let built = build(
                    self.job,
                    engine,
                    &context,
                    declared.platform,
                    folder.path(),
                    &mut signals,
                )
                .await?;
                let Some(layout) = built else {
                    return Ok(self.stopped());
                };
                self.compressed(layout, declared.platform).await?
            }
        };
        self.warn_of_version(&chosen);
        if let Some(existing) = existing {
            return if existing.digest == chosen.manifest.digest {
                self.conclude(&declared, &existing.digest, None);
                Ok(Exit::Done)
            } else {
                Err(self.tag_is_used(&declared, &existing))
            };
        }
        match self.send(&source, &chosen, &target, declared.tag, &mut signals).await? {
            None => Ok(self.stopped()),
            Some(copied) => {
                self.conclude(&declared, &chosen.manifest.digest, Some(copied));
                Ok(Exit::Done)
            }
        }
    }

    /// Reads the image from the declaration. Fails if it is not in ECR of the stack's account and region, or has no tag.
    fn declared_image(&self) -> Result<DeclaredImage, CliError> {
        let site = &self.job.stack.architecture;
        let declared = site.moodle.image;
        let refuse = |what: String| CliError::new(what).at(place(self.job.stack, "moodle.image"));
        let suffix = if site.region.starts_with("cn-") { ".cn" } else { "" };
        let own = format!(
            "{}.dkr.ecr.{}.amazonaws.com{suffix}/moodle:{}",
            site.account, site.region, site.moodle.version
        );
        let image = Image::parse(declared).map_err(|error| refuse(format!("`{declared}` is not an image: {error}")))?;
        if !self.graph.resources.contains_key(REPOSITORY) {
            return Err(
                refuse(format!("{declared} is not in ECR of this stack's account and region"))
                    .why("This command only publishes to the registry of the stack's own account and region.")
                    .hint(format!("Write `image: \"{own}\"`, and run this again."))
                    .hint("Or push it there by other means: `deploy` takes any existing image."),
            );
        }
        let Some(tag) = image.tag else {
            return Err(refuse(format!("{declared} has no tag"))
                .why("The repository deletes untagged images 14 days after they were pushed.")
                .hint("Write a tag, before the digest if there is one, such as `…/moodle:5.2`, and run this again."));
        };
        Ok(DeclaredImage {
            image,
            tag,
            platform: Platform(site.compute.cpu_architecture),
        })
    }

    /// Finds the source of the image, before anything is changed.
    async fn origin(&self, publish: &Publish, declared: &DeclaredImage) -> Result<ImageOrigin, CliError> {
        let Some(from) = &publish.from else {
            let folder = Folder::find(publish.folder.as_deref(), self.job)?;
            let engine = Engine::find().map_err(|tried| {
                CliError::new("no container engine on this machine can build the image")
                    .why(format!("Tried: {}. Nothing was changed.", tried.join("; ")))
                    .hint("Start Docker, or install Podman or Buildah, and run this again.")
                    .hint("Or copy an image that is already built, which needs no engine: `--from IMAGE`.")
            })?;
            return Ok(ImageOrigin::Build(engine, folder));
        };
        let source = self.source(from)?;
        let chosen = source.choose(declared.platform).await;
        let chosen = chosen.map_err(|error| self.failed("reading the image to copy", &error))?;
        Ok(ImageOrigin::Existing(source, Box::new(chosen)))
    }

    /// Returns the named image of another registry, or that in a folder.
    fn source(&self, from: &str) -> Result<Source, CliError> {
        if Path::new(from).join("index.json").is_file() {
            return Ok(Source::Layout(Layout::new(Path::new(from))));
        }
        let reference: Reference = from.parse().map_err(|error| {
            CliError::usage(format!(
                "`{from}` is neither an image nor a folder with an `index.json`: {error}"
            ))
            .hint("Write it like `ghcr.io/example/moodle:5.2`.")
        })?;
        let name = format!("{}/{}", reference.registry(), reference.repository());
        let auth = credentials(reference.resolve_registry());
        let repository = Repository::new(reference.registry(), reference.repository(), name, auth);
        let repository = repository.map_err(|error| self.failed("reading the image to copy", &error))?;
        let tag = reference.digest().or(reference.tag()).unwrap_or("latest").to_owned();
        Ok(Source::Registry(repository, tag))
    }

    /// Creates or updates the repository, as `deploy` would. Returns the outcome if it did not succeed.
    async fn make_repository(&self, file: &mut OpenJournal) -> Result<Option<Exit>, CliError> {
        let seen = self.refresh(&file.journal).await?;
        let plan = deployment(&self.graph, &file.journal, &seen)?.up_to(REPOSITORY);
        if plan.is_empty() {
            return Ok(None);
        }
        file.journal.deployment += 1;
        file.save().await?;
        let run = self.apply(file, &plan).await?;
        Ok(match run {
            _ if run.succeeded() => None,
            Run { interrupted: true, .. } => Some(Exit::Interrupted),
            _ => Some(Exit::Failed),
        })
    }

    /// Signs in to the repository, and looks for an image with the tag.
    async fn look(&self, declared: &DeclaredImage) -> Result<(Repository, Option<Manifest>), CliError> {
        let target = self.provider.inner().repository(&declared.image).await;
        let target = target.map_err(|error| self.failed("signing in to the registry", &error))?;
        let existing = target.manifest(declared.tag).await;
        let existing = existing.map_err(|error| self.failed("looking for the image", &error))?;
        Ok((target, existing))
    }

    /// Returns the image that an engine has built, with its layers compressed.
    async fn compressed(&self, layout: Layout, platform: Platform) -> Result<(Source, Chosen), CliError> {
        let source = Source::Layout(layout.clone());
        let failed = |error: ApiError| self.failed("reading the built image", &error);
        let chosen = source.choose(platform).await.map_err(failed)?;
        let chosen = crate::oci::compress(&layout, chosen).map_err(failed)?;
        Ok((source, chosen))
    }

    async fn send(
        &self,
        source: &Source,
        chosen: &Chosen,
        target: &Repository,
        tag: &str,
        signals: &mut Signals,
    ) -> Result<Option<Copied>, CliError> {
        let watch = Transfer::new(self.job.console, chosen.blobs().len());
        let copied = tokio::select! {
            copied = copy(source, chosen, target, tag, &watch) => copied,
            () = signals.next() => {
                watch.finish();
                return Ok(None);
            }
        };
        watch.finish();
        let copied = copied.map_err(|error| self.failed("pushing the image", &error))?;
        Ok(Some(copied))
    }

    /// Warns if the image is labelled with another version of Moodle than the declared one.
    fn warn_of_version(&self, chosen: &Chosen) {
        let declared = self.job.stack.architecture.moodle.version;
        let Some(version) = chosen.version() else { return };
        if matches!(order(version, declared), Order::Older | Order::Newer) {
            note(&format!(
                "{} the label of the image says Moodle {version}, but the declared `version` is {declared}; its `install` and \
                 `upgrade` refuse that\n",
                paint(YELLOW, "warning:")
            ));
        }
    }

    /// Handles a tag that is already used, before anything is built: there is nothing to do if its image is the declared one.
    fn is_built(&self, declared: &DeclaredImage, existing: &Manifest) -> Result<Exit, CliError> {
        if declared.image.digest == Some(&existing.digest) {
            self.conclude(declared, &existing.digest, None);
            return Ok(Exit::Done);
        }
        Err(self.tag_is_used(declared, existing))
    }

    fn tag_is_used(&self, declared: &DeclaredImage, existing: &Manifest) -> CliError {
        let next = next_tag(declared.tag);
        CliError::new(format!("an image is already published as {}", declared.called(declared.tag)))
            .at(place(self.job.stack, "moodle.image"))
            .why("A tag is never moved to another image, so the image of a running task never changes. Nothing was built or pushed.")
            .hint(format!("To deploy the existing image, write `{}`.", declared.line(&existing.digest)))
            .hint(format!("To publish another image, write a new tag, such as `image: \"{}\"`, and run this again.", declared.called(&next)))
    }

    fn stopped(&self) -> Exit {
        let again = self.job.again(&self.job.args.command());
        note(&format!(
            "\n{} The image is not published. The parts that were pushed are kept, and are not pushed again.\nTo continue from there: {again}",
            paint(BOLD, "Stopped.")
        ));
        Exit::Interrupted
    }

    /// Explains why an image could not be read or written.
    fn failed(&self, doing: &str, error: &ApiError) -> CliError {
        let explained = CliError::new(format!("{doing} failed: {error}"));
        let again = self.job.again(&self.job.args.command());
        match error.kind {
            ApiErrorKind::Credentials => CliError::api(doing, error),
            ApiErrorKind::Denied if error.call.starts_with("ecr:") => CliError::api(doing, error)
                .hint("The permissions for publishing are in the book, under \"The container image\"."),
            ApiErrorKind::Denied => explained
                .why("Nothing was published under the declared name.")
                .hint("For ECR, publishing needs the permissions that the book lists under \"The container image\".")
                .hint("For another registry, sign in with your engine: `docker login REGISTRY`, or `podman login REGISTRY`."),
            _ if error.code == UNFIT => CliError::new(format!("{doing} failed: {}", error.message))
                .at(place(self.job.stack, "compute.cpu_architecture"))
                .why("Programs for another processor do not start. Nothing was changed.")
                .hint("Use an image for that platform, or change `cpu_architecture` in the declaration."),
            kind if kind.is_retryable() => explained
                .why("Nothing was published under the declared name. The parts that were pushed are kept, and are not pushed again.")
                .hint(format!("Run it again in a few minutes: `{again}`.")),
            _ => explained
                .why("Nothing was published under the declared name.")
                .hint(format!("Fix the problem above, and run it again: `{again}`.")),
        }
    }

    /// Reports the published image, and what to write in the declaration.
    fn conclude(&self, declared: &DeclaredImage, digest: &str, copied: Option<Copied>) {
        let console = self.job.console;
        let head = match copied {
            Some(Copied { sent, present }) => format!(
                "{}: {sent} of its parts were pushed, {present} already existed.",
                paint(GREEN, format!("{} is published", declared.called(declared.tag)))
            ),
            None => format!(
                "Nothing to do: {} is already this image.",
                declared.called(declared.tag)
            ),
        };
        let next = if declared.image.digest == Some(digest) {
            "The declaration already names it by its digest.".to_owned()
        } else {
            format!(
                "To pin `deploy` to this image, write this in the declaration:\n\n    {},",
                declared.line(digest)
            )
        };
        console.print(&format!("\n{head}\n{next}"));
        console.json(&json!({
            "stack": self.graph.stack,
            "image": declared.called(&format!("{}@{digest}", declared.tag)),
            "tag": declared.tag,
            "digest": digest,
            "platform": declared.platform.to_string(),
            "pushed": copied.is_some(),
            "parts_pushed": copied.unwrap_or_default().sent,
            "parts_present": copied.unwrap_or_default().present,
        }));
    }
}

impl DeclaredImage {
    /// Returns the image with another tag.
    fn called(&self, tag: &str) -> String {
        format!("{}/{}:{tag}", self.image.registry.unwrap_or_default(), self.image.path)
    }

    /// Returns the line for the declaration.
    fn line(&self, digest: &str) -> String {
        format!("image: \"{}\"", self.called(&format!("{}@{digest}", self.tag)))
    }
}

/// Returns the next tag: `5.2-2` after `5.2`, and `5.2-3` after that.
fn next_tag(tag: &str) -> String {
    let counted = tag.rsplit_once('-').and_then(|(head, count)| {
        let count: u32 = count.parse().ok()?;
        Some(format!("{head}-{}", count.checked_add(1)?))
    });
    counted.unwrap_or_else(|| format!("{tag}-2"))
}

#[cfg(test)]
mod tests {
    use super::next_tag;

    #[test]
    fn next_tag_is_numbered() {
        for (tag, next) in [
            ("5.2", "5.2-2"),
            ("5.2-2", "5.2-3"),
            ("5.2-debian", "5.2-debian-2"),
            ("v5-9", "v5-10"),
        ] {
            assert_eq!(next_tag(tag), next);
        }
    }
}
