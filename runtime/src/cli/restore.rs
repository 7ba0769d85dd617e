//! `restore`: creates a new stack from a backup of another.

use super::args::Command;
use super::backup::{BackupSet, backups_of, time};
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use crate::blueprint::blueprint_from;
use crate::journal::{Entry, Journal};
use crate::kinds::s3::Bucket;
use crate::operations::Cloud;
use crate::report::place;
use crate::resource::Kind as _;
use crate::spec::RestoreSource;
use moodle_stack_model::{Database, Efs, Stack};
use std::mem::discriminant;

impl<P: Cloud> Session<'_, P> {
    /// Creates the stack from a backup of another: the newest complete one, or the named one.
    pub(super) async fn restore(&mut self, source: &Stack, name: Option<&str>) -> Result<Exit, CliError> {
        let target = self.job.stack;
        self.fits(source)?;
        self.warn();
        self.preflight().await?;
        let mut file = self.open().await?;
        let origin = match &file.journal.origin {
            Some(begun) => self.same(begun, source, name)?,
            None if !holds_data(&file.journal) => self.choose(source, name).await?,
            None => return Err(self.is_there()),
        };
        self.job.console.print_always(&format!(
            "\nRestoring {} from the backup {} of {}:\n  database  {}\n  files     {}",
            target.name, origin.name, origin.stack, origin.database, origin.files
        ));
        self.graph = blueprint_from(target, &origin);
        file.journal.origin = Some(origin);
        file.save().await?;
        drop(file);
        let result = self.deploy().await;
        if result.is_err() {
            let mut file = self.open().await?;
            if !holds_data(&file.journal) {
                // Nothing was created, and a later `deploy` must create the stack without data.
                file.journal.origin = None;
                file.save().await?;
            }
        }
        result
    }

    /// Checks that a backup of the source fits the declared stack.
    fn fits(&self, source: &Stack) -> Result<(), CliError> {
        let target = self.job.stack;
        let (from, to) = (&source.architecture, &target.architecture);
        let differ = |key: &str, what: &str, one: &str, other: &str| {
            Err(CliError::new(format!(
                "{} is declared with {what} {other}, but {} with {one}",
                target.name, source.name
            ))
            .at(place(target, key))
            .why("A backup can only be restored where it is, and by what created it. Nothing was changed.")
            .hint(format!("Declare the same {what} for both.")))
        };
        if from.account != to.account {
            return differ("account", "account", from.account, to.account);
        }
        if from.region != to.region {
            return differ("region", "region", from.region, to.region);
        }
        if (from.files.uid, from.files.gid) != (to.files.uid, to.files.gid) {
            let owner = |files: &Efs| format!("{}:{}", files.uid, files.gid);
            return differ("files", "owner of files", &owner(&from.files), &owner(&to.files));
        }
        if discriminant(&from.database) != discriminant(&to.database) {
            return differ("database", "database", system(&from.database), system(&to.database));
        }
        Ok(())
    }

    /// Continues an interrupted restore, if it is the requested one.
    fn same(&self, begun: &RestoreSource, source: &Stack, name: Option<&str>) -> Result<RestoreSource, CliError> {
        if begun.stack == source.name && name.is_none_or(|name| name == begun.name) {
            return Ok(begun.clone());
        }
        let stack = &self.graph.stack;
        Err(CliError::new(format!(
            "{stack} is already being restored from the backup {} of {}",
            begun.name, begun.stack
        ))
        .why("Nothing was changed.")
        .hint(format!("Finish that: `{}`.", self.job.again(&Command::Deploy)))
        .hint(format!("Or cancel it: `{}`.", self.job.again(&Command::Destroy))))
    }

    fn is_there(&self) -> CliError {
        let stack = &self.graph.stack;
        CliError::new(format!("{stack} is already deployed, with its own data"))
            .why("A backup is only restored into a new stack, so no existing data is lost. Nothing was changed.")
            .hint("Declare another stack for it, such as `Rescue { domain: \"…\", ..Campus }`.")
    }

    async fn choose(&self, source: &Stack, name: Option<&str>) -> Result<RestoreSource, CliError> {
        let of = backups_of(source);
        let sets = self.backups(&of).await?;
        let mut whole = sets.iter().filter_map(|(name, set)| match set {
            BackupSet {
                database: Some(database),
                files: Some(files),
                ..
            } => Some(RestoreSource {
                stack: source.name.into(),
                name: name.clone(),
                database: database.clone(),
                files: files.clone(),
                vault: of.vault.clone(),
            }),
            _ => None,
        });
        let found = match name {
            None => whole.next(),
            Some(name) => whole.find(|origin| origin.name == name),
        };
        found.ok_or_else(|| {
            let error = match name {
                Some(name) => CliError::new(format!("there is no complete backup {name} of {}", source.name)),
                None => CliError::new(format!("there is no complete backup of {}", source.name)),
            };
            let error = error.why("A complete backup contains the database and the files. Nothing was changed.");
            let partial = sets.iter().map(|(name, set)| format!("{name}, {}", time(set.at)));
            let partial: Vec<String> = partial.collect();
            let error = if partial.is_empty() {
                error
            } else {
                error.hint(format!("Existing backups: {}.", partial.join("; ")))
            };
            error.hint(format!(
                "Create one: `{}`.",
                self.job.again(&Command::Backup { list: false })
            ))
        })
    }
}

/// Returns whether the stack has any resource that can hold data of the site. A bucket only holds logs, which a restore
/// does not touch.
fn holds_data(journal: &Journal) -> bool {
    let mut kinds = journal.resources.values().filter_map(Entry::kind);
    kinds.any(|kind| kind.holds_data && kind.name != Bucket::INFO.name)
}

fn system(database: &Database) -> &'static str {
    match database {
        Database::Mysql(_) => "Mysql",
        Database::MariaDb(_) => "MariaDb",
        Database::Postgres(_) => "Postgres",
        Database::AuroraMysql(_) => "AuroraMysql",
        Database::AuroraPostgres(_) => "AuroraPostgres",
    }
}
