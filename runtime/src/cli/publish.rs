//! `image publish`: puts the image of Moodle into ECR, under the declared name.

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

/// Where the image comes from.
enum Origin {
    /// It is there, and is copied.
    There(Source, Box<Chosen>),
    /// It is still to be built.
    Built(Engine, Folder),
}

/// What the declaration calls the image.
struct Wanted {
    image: Image<'static>,
    tag: &'static str,
    platform: Platform,
}

/// How a part of it ended that the user may have stopped.
enum Ended<T> {
    Done(T),
    Stopped,
}

impl Session<'_, Logged<Aws>> {
    /// Puts the image into ECR, under the declared name.
    pub(super) async fn publish(&self, publish: &Publish) -> Result<Exit, CliError> {
        let wanted = self.wanted()?;
        let origin = self.origin(publish, &wanted).await?;
        let mut file = self.open().await?;
        // Before the first step listens for itself: from then on, a signal that nobody waits for is lost.
        let mut signals = listen()?;
        if let Some(exit) = self.make_repository(&mut file).await? {
            return Ok(exit);
        }
        let (target, there) = tokio::select! {
            looked = self.look(&wanted) => looked?,
            () = signals.next() => return Ok(self.stopped()),
        };
        // What is built lies here until it is published.
        let folder =
            tempfile::tempdir().map_err(|error| CliError::new(format!("there is no room to build: {error}")))?;
        let (source, chosen) = match origin {
            Origin::There(source, chosen) => (source, *chosen),
            Origin::Built(engine, context) => {
                if let Some(there) = &there {
                    return self.is_built(&wanted, there);
                }
                let built = build(self.job, engine, &context, wanted.platform, folder.path(), &mut signals).await?;
                let Some(layout) = built else {
                    return Ok(self.stopped());
                };
                self.compressed(layout, wanted.platform).await?
            }
        };
        self.warn_of_version(&chosen);
        if let Some(there) = there {
            return if there.digest == chosen.manifest.digest {
                self.conclude(&wanted, &there.digest, None);
                Ok(Exit::Done)
            } else {
                Err(self.taken(&wanted, &there))
            };
        }
        match self.send(&source, &chosen, &target, wanted.tag, &mut signals).await? {
            Ended::Stopped => Ok(self.stopped()),
            Ended::Done(copied) => {
                self.conclude(&wanted, &chosen.manifest.digest, Some(copied));
                Ok(Exit::Done)
            }
        }
    }

    /// Reads what the declaration calls the image; refuses what is not the stack's to publish.
    fn wanted(&self) -> Result<Wanted, CliError> {
        let site = &self.job.stack.architecture;
        let declared = site.moodle.image;
        let refuse = |what: String| CliError::new(what).at(place(self.job.stack, "moodle.image"));
        let suffix = if site.region.starts_with("cn-") { ".cn" } else { "" };
        let own = format!(
            "{}.dkr.ecr.{}.amazonaws.com{suffix}/moodle:{}",
            site.account, site.region, site.moodle.version
        );
        let image =
            Image::parse(declared).map_err(|api_error| refuse(format!("`{declared}` is no image: {api_error}")))?;
        if !self.graph.resources.contains_key(REPOSITORY) {
            return Err(
                refuse(format!("{declared} is not in ECR of this stack's account and region"))
                    .why("That registry is somebody else's, and this command publishes only where the stack is.")
                    .hint(format!("Write `image: \"{own}\"`, and run this again."))
                    .hint("Or push it there by other means; `deploy` takes any image that is there."),
            );
        }
        let Some(tag) = image.tag else {
            return Err(refuse(format!("{declared} has no tag"))
                .why("The repository deletes images that no tag names, 14 days after they were pushed.")
                .hint("Write a tag, before the digest if there is one, as `…/moodle:5.2`, and run this again."));
        };
        Ok(Wanted {
            image,
            tag,
            platform: Platform(site.compute.cpu_architecture),
        })
    }

    /// Finds where the image comes from, before anything is changed.
    async fn origin(&self, publish: &Publish, wanted: &Wanted) -> Result<Origin, CliError> {
        let Some(from) = &publish.from else {
            let folder = Folder::find(publish.folder.as_deref(), self.job)?;
            let engine = Engine::find().map_err(|tried| {
                CliError::new("no container engine on this machine can build the image")
                    .why(format!("Tried: {}. Nothing was changed.", tried.join("; ")))
                    .hint("Start Docker, or install Podman or Buildah, and run this again.")
                    .hint("Or copy an image that is built already, which needs no engine: `--from IMAGE`.")
            })?;
            return Ok(Origin::Built(engine, folder));
        };
        let source = self.source(from)?;
        let chosen = source.choose(wanted.platform).await;
        let chosen = chosen.map_err(|api_error| self.failed("looking at the image to copy", &api_error))?;
        Ok(Origin::There(source, Box::new(chosen)))
    }

    /// Names an image of another registry, or a folder with one in it.
    fn source(&self, from: &str) -> Result<Source, CliError> {
        if Path::new(from).join("index.json").is_file() {
            return Ok(Source::Layout(Layout::new(Path::new(from))));
        }
        let reference: Reference = from.parse().map_err(|error| {
            CliError::usage(format!(
                "`{from}` is no image, and no folder with an `index.json`: {error}"
            ))
            .hint("Write it as `ghcr.io/example/moodle:5.2`.")
        })?;
        let name = format!("{}/{}", reference.registry(), reference.repository());
        let auth = credentials(reference.resolve_registry());
        let repository = Repository::new(reference.registry(), reference.repository(), name, auth);
        let repository = repository.map_err(|api_error| self.failed("looking at the image to copy", &api_error))?;
        let tag = reference.digest().or(reference.tag()).unwrap_or("latest").to_owned();
        Ok(Source::Registry(repository, tag))
    }

    /// Makes the repository, or brings it up to date, as `deploy` would; returns how it ended where it did not succeed.
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

    /// Signs in to the repository, and looks for what is there under the tag.
    async fn look(&self, wanted: &Wanted) -> Result<(Repository, Option<Manifest>), CliError> {
        let target = self.provider.inner().repository(&wanted.image).await;
        let target = target.map_err(|api_error| self.failed("signing in to the registry", &api_error))?;
        let there = target.manifest(wanted.tag).await;
        let there = there.map_err(|api_error| self.failed("looking for the image", &api_error))?;
        Ok((target, there))
    }

    /// Finds what an engine has built, with its layers compressed.
    async fn compressed(&self, layout: Layout, platform: Platform) -> Result<(Source, Chosen), CliError> {
        let source = Source::Layout(layout.clone());
        let failed = |api_error: ApiError| self.failed("reading what was built", &api_error);
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
    ) -> Result<Ended<Copied>, CliError> {
        let watch = Transfer::new(self.job.console, chosen.blobs().len());
        let copied = tokio::select! {
            copied = copy(source, chosen, target, tag, &watch) => copied,
            () = signals.next() => {
                watch.finish();
                return Ok(Ended::Stopped);
            }
        };
        watch.finish();
        let copied = copied.map_err(|api_error| self.failed("pushing the image", &api_error))?;
        Ok(Ended::Done(copied))
    }

    /// Warns where the image says that it has another Moodle than the declared one.
    fn warn_of_version(&self, chosen: &Chosen) {
        let declared = self.job.stack.architecture.moodle.version;
        let Some(version) = chosen.version() else { return };
        if matches!(order(version, declared), Order::Older | Order::Newer) {
            note(&format!(
                "{} the image says that it has Moodle {version}, and the declared `version` is {declared}; its `install` and \
                 `upgrade` refuse that\n",
                paint(YELLOW, "warning:")
            ));
        }
    }

    /// Says what to do where the tag is taken, before anything is built; where its image is the declared one, that is all
    /// there is to do.
    fn is_built(&self, wanted: &Wanted, there: &Manifest) -> Result<Exit, CliError> {
        if wanted.image.digest == Some(&there.digest) {
            self.conclude(wanted, &there.digest, None);
            return Ok(Exit::Done);
        }
        Err(self.taken(wanted, there))
    }

    fn taken(&self, wanted: &Wanted, there: &Manifest) -> CliError {
        let next = next_tag(wanted.tag);
        CliError::new(format!("an image is published as {} already", wanted.called(wanted.tag)))
            .at(place(self.job.stack, "moodle.image"))
            .why("A tag stays with the image that it was given to first, so that what runs never changes behind it. Nothing was built or pushed.")
            .hint(format!("To deploy the image that is there, write `{}`.", wanted.line(&there.digest)))
            .hint(format!("To publish another, write a tag of its own, as `image: \"{}\"`, and run this again.", wanted.called(&next)))
    }

    fn stopped(&self) -> Exit {
        let again = self.job.again(&self.job.args.command());
        note(&format!(
            "\n{} The image is not published. What was pushed of it stays, and is not pushed again.\nTo go on from there: {again}",
            paint(BOLD, "Stopped.")
        ));
        Exit::Interrupted
    }

    /// Explains why an image could not be read or written.
    fn failed(&self, doing: &str, api_error: &ApiError) -> CliError {
        let refusal = CliError::new(format!("{doing} failed: {api_error}"));
        let again = self.job.again(&self.job.args.command());
        match api_error.kind {
            ApiErrorKind::Credentials => CliError::api(doing, api_error),
            ApiErrorKind::Denied => refusal
                .why("Nothing was published under the declared name.")
                .hint("Of ECR's own permissions, publishing needs those that the book lists under \"The container image\".")
                .hint("Of another registry, sign in with your engine: `docker login REGISTRY`, or `podman login REGISTRY`."),
            _ if api_error.code == UNFIT => CliError::new(format!("{doing} failed: {}", api_error.message))
                .at(place(self.job.stack, "compute.cpu_architecture"))
                .why("A program for another processor does not start. Nothing was changed.")
                .hint("Take an image for that platform, or change `cpu_architecture` in the declaration."),
            kind if kind.is_retryable() => refusal
                .why("Nothing was published under the declared name. What was pushed of the image stays, and is not pushed again.")
                .hint(format!("Run it again in a few minutes: `{again}`.")),
            _ => refusal
                .why("Nothing was published under the declared name.")
                .hint(format!("Mend what is named above, and run it again: `{again}`.")),
        }
    }

    /// Tells what is published, and what to write.
    fn conclude(&self, wanted: &Wanted, digest: &str, copied: Option<Copied>) {
        let console = self.job.console;
        let head = match copied {
            Some(Copied { sent, present }) => format!(
                "{}: {sent} of its parts were pushed, {present} were there already.",
                paint(GREEN, format!("{} is published", wanted.called(wanted.tag)))
            ),
            None => format!(
                "Nothing to do: {} is published, and it is this image.",
                wanted.called(wanted.tag)
            ),
        };
        let next = if wanted.image.digest == Some(digest) {
            "The declaration names it by its digest already.".to_owned()
        } else {
            format!(
                "To have `deploy` take this image and no other, write this into the declaration:\n\n    {},",
                wanted.line(digest)
            )
        };
        console.say(&format!("\n{head}\n{next}"));
        console.json(&json!({
            "stack": self.graph.stack,
            "image": wanted.called(&format!("{}@{digest}", wanted.tag)),
            "tag": wanted.tag,
            "digest": digest,
            "platform": wanted.platform.to_string(),
            "pushed": copied.is_some(),
            "parts_pushed": copied.unwrap_or_default().sent,
            "parts_present": copied.unwrap_or_default().present,
        }));
    }
}

impl Wanted {
    /// Names the image of a tag beside it.
    fn called(&self, tag: &str) -> String {
        format!("{}/{}:{tag}", self.image.registry.unwrap_or_default(), self.image.path)
    }

    /// Writes the line for the declaration.
    fn line(&self, digest: &str) -> String {
        format!("image: \"{}\"", self.called(&format!("{}@{digest}", self.tag)))
    }
}

/// Makes a tag that comes after another: of `5.2`, `5.2-2`, and then `5.2-3`.
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
    fn tags_are_counted() {
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
