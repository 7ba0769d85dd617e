//! `restore`: makes a new stack from a backup of another.

use super::args::Command;
use super::backup::{Pair, copies_of, time};
use super::exit::Exit;
use super::refusal::Refusal;
use super::session::Session;
use crate::blueprint::blueprint_from;
use crate::journal::{Entry, Journal};
use crate::operations::Cloud;
use crate::report::place;
use crate::spec::RestoreSource;
use moodle_stack_model::{Database, Efs, Stack};
use std::mem::discriminant;

impl<P: Cloud> Session<'_, P> {
    /// Makes the stack from a backup of another: the newest whole one, or the one that is named.
    pub(super) async fn restore(&mut self, source: &Stack, name: Option<&str>) -> Result<Exit, Refusal> {
        let target = self.job.stack;
        self.fits(source)?;
        self.warn();
        self.check().await?;
        let mut file = self.open().await?;
        let origin = match &file.journal.origin {
            Some(begun) => self.same(begun, source, name)?,
            None if !holds_data(&file.journal) => self.choose(source, name).await?,
            None => return Err(self.is_there()),
        };
        self.job.console.tell(&format!(
            "\n{} is made from the backup {} of {}:\n  database  {}\n  files     {}",
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
                // Nothing was begun, and a `deploy` is to make the stack empty.
                file.journal.origin = None;
                file.save().await?;
            }
        }
        result
    }

    /// Refuses a stack that a backup of another does not fit.
    fn fits(&self, source: &Stack) -> Result<(), Refusal> {
        let target = self.job.stack;
        let (from, to) = (&source.architecture, &target.architecture);
        let differ = |key: &str, what: &str, one: &str, other: &str| {
            Err(Refusal::new(format!(
                "{} is declared with {what} {other}, and {} with {one}",
                target.name, source.name
            ))
            .at(place(target, key))
            .why("A backup is restored where it is, and by what has made it. Nothing was changed.")
            .advice(format!("Declare the same {what} for both.")))
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

    /// Goes on with what was begun, if that is what is asked for.
    fn same(&self, begun: &RestoreSource, source: &Stack, name: Option<&str>) -> Result<RestoreSource, Refusal> {
        if begun.stack == source.name && name.is_none_or(|name| name == begun.name) {
            return Ok(begun.clone());
        }
        let stack = &self.graph.stack;
        Err(Refusal::new(format!(
            "{stack} is already being made from the backup {} of {}",
            begun.name, begun.stack
        ))
        .why("Nothing was changed.")
        .advice(format!("Finish that: `{}`.", self.job.again(&Command::Deploy)))
        .advice(format!("Or give it up: `{}`.", self.job.again(&Command::Destroy))))
    }

    fn is_there(&self) -> Refusal {
        let stack = &self.graph.stack;
        Refusal::new(format!("{stack} is deployed already, with data of its own"))
            .why("A backup comes to lie in a new stack, so that nothing that is there is lost. Nothing was changed.")
            .advice("Declare another stack for it, as `Rescue { domain: \"…\", ..Campus }`.")
    }

    async fn choose(&self, source: &Stack, name: Option<&str>) -> Result<RestoreSource, Refusal> {
        let of = copies_of(source);
        let pairs = self.backups(&of).await?;
        let mut whole = pairs.iter().filter_map(|(name, pair)| match pair {
            Pair {
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
            let refusal = match name {
                Some(name) => Refusal::new(format!("there is no whole backup {name} of {}", source.name)),
                None => Refusal::new(format!("there is no whole backup of {}", source.name)),
            };
            let refusal =
                refusal.why("A backup is whole with a copy of the database and one of the files. Nothing was changed.");
            let partial = pairs.iter().map(|(name, pair)| format!("{name}, {}", time(pair.at)));
            let partial: Vec<String> = partial.collect();
            let refusal = if partial.is_empty() {
                refusal
            } else {
                refusal.advice(format!("There are: {}.", partial.join("; ")))
            };
            refusal.advice(format!(
                "Make one: `{}`.",
                self.job.again(&Command::Backup { list: false })
            ))
        })
    }
}

/// Tells whether there is anything of the stack that data could be in.
fn holds_data(journal: &Journal) -> bool {
    let mut kinds = journal.resources.values().filter_map(Entry::kind);
    kinds.any(|kind| kind.holds_data)
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
