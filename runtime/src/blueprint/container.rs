//! The container that every task of Moodle runs: its roles, its logs, and what its `config.php` reads.

use super::cache::Cache;
use super::database::{Database, SCHEMA};
use super::email;
use super::files::{FOLDER, Files, ROOT, Root};
use super::graph_builder::GraphBuilder;
use super::image::Image;
use super::roles;
use super::secrets::Secrets;
use crate::kinds::ecs::{TaskDefinition, Volume};
use crate::kinds::logs::LogGroup;
use crate::resource::id::{LogGroupName, RoleArn};
use crate::resource::{Joined, Ref};
use moodle_stack_model::Processor;
use std::collections::{BTreeMap, BTreeSet};

/// The longest that ECS lets a task on Fargate take to stop:
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html>. Nobody waits for the end of one
/// that serves nothing, and what it does is better finished.
const LONGEST_STOP: u32 = 120;

/// What a form may have beside its file, in MiB.
const FORM_MB: u32 = 8;

/// What a task does with the image, by the image's own entry points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TaskRole {
    /// Serves the site.
    Web,
    /// Runs Moodle's cron once.
    Cron,
    /// Installs Moodle into an empty database.
    Install,
    /// Brings the database to the version of the code.
    Upgrade,
    /// Waits for somebody to work in it, by ECS Exec.
    Exec,
    /// Puts files that AWS Backup has restored where the site looks for them.
    Adopt,
}

/// What the task definitions have in common.
pub(super) struct Container {
    image: Joined,
    environment: BTreeMap<String, Joined>,
    secrets: BTreeMap<String, Joined>,
    administrator: Joined,
    volume: Volume,
    /// The role that starts a task.
    pub(super) execution_role: Ref<RoleArn>,
    /// The role that a task has.
    pub(super) task_role: Ref<RoleArn>,
    exec_role: Ref<RoleArn>,
    logs: Logs,
}

struct Logs {
    web: Ref<LogGroupName>,
    cron: Ref<LogGroupName>,
    maintenance: Ref<LogGroupName>,
}

impl Container {
    /// Adds the log groups and the roles.
    pub(super) fn new(
        draft: &mut GraphBuilder,
        image: Image,
        secrets: &Secrets,
        files: &Files,
        database: &Database,
        cache: &Cache,
    ) -> Self {
        let retention_days = draft.site.observability.retention_days;
        let mut group = |part: &str| {
            let name = draft.names.path(part);
            let group = LogGroup { retention_days };
            draft.add_as(
                &format!("compute.logs-{part}"),
                name,
                "observability.retention_days",
                &group,
            )
        };
        let (web, cron, maintenance) = (group("web"), group("cron"), group("maintenance"));
        let mut readable = vec![database.secret.clone(), secrets.administrator.clone()];
        readable.extend(email::secret(&draft.site));
        let execution_role = roles::execution(draft, &image, &readable, &[web.arn(), cron.arn(), maintenance.arn()]);
        let task_role = roles::task(draft, &files.arn, &files.access_point);
        let exec_role = roles::exec(draft, &files.arn, &files.access_point);
        let mut passed = BTreeMap::from([
            ("MOODLE_DATABASE_USER".into(), database.secret_key("username")),
            ("MOODLE_DATABASE_PASSWORD".into(), database.secret_key("password")),
        ]);
        passed.extend(email::credentials(&draft.site));
        Self {
            image: image.reference,
            environment: environment(draft, database, cache),
            secrets: passed,
            administrator: Joined::reference(&secrets.administrator),
            volume: files.volume.clone(),
            execution_role,
            task_role,
            exec_role,
            logs: Logs {
                web: web.name(),
                cron: cron.name(),
                maintenance: maintenance.name(),
            },
        }
    }

    /// Returns the log group of what is done once.
    pub(super) fn maintenance_log(&self) -> Ref<LogGroupName> {
        self.logs.maintenance.clone()
    }

    /// Describes the task that does some work.
    pub(super) fn task(&self, draft: &GraphBuilder, work: TaskRole) -> TaskDefinition {
        let site = &draft.site;
        let mut secrets = self.secrets.clone();
        // The installation alone makes the administrator's account.
        if work == TaskRole::Install {
            secrets.insert("MOODLE_ADMIN_PASSWORD".into(), self.administrator.clone());
        }
        let (serves, entered) = (work == TaskRole::Web, work == TaskRole::Exec);
        TaskDefinition {
            cpu: site.compute.cpu,
            memory: site.compute.memory,
            arm: site.compute.cpu_architecture == Processor::Arm,
            image: self.image.clone(),
            command: vec![work.name().into()],
            environment: self.environment.clone(),
            secrets,
            execution_role: self.execution_role.clone(),
            task_role: if entered { &self.exec_role } else { &self.task_role }.clone(),
            log_group: match work {
                TaskRole::Web => self.logs.web.clone(),
                TaskRole::Cron => self.logs.cron.clone(),
                TaskRole::Install | TaskRole::Upgrade | TaskRole::Exec | TaskRole::Adopt => {
                    self.logs.maintenance.clone()
                }
            },
            log_prefix: work.name().into(),
            port: serves.then(|| port(draft)),
            stop_timeout: if serves { site.stop_timeout() } else { LONGEST_STOP },
            health_command: if serves { health_command(draft) } else { Vec::new() },
            volume: self.volume.clone(),
            scratch: scratch(site.moodle.local_cache),
            // ECS Exec needs a root file system that its agent can write to, and somebody to reap what a shell leaves:
            // <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>.
            read_only: !entered,
            init: entered,
            user: None,
        }
    }

    /// Describes the task that puts restored files where the site looks for them. The root of a file system is the root
    /// user's, and so must its task be.
    pub(super) fn adopt(&self, draft: &mut GraphBuilder, files: &Files, root: &Root) -> TaskDefinition {
        let mut task = self.task(draft, TaskRole::Adopt);
        let places = [("MOODLE_FILES_ROOT", ROOT), ("MOODLE_FILES_PATH", FOLDER)];
        let places = places.map(|(name, place)| (name.to_owned(), Joined::text(place)));
        task.environment.extend(places);
        let owner = draft.site.files;
        let owner = [("MOODLE_FILES_UID", owner.uid), ("MOODLE_FILES_GID", owner.gid)];
        task.environment
            .extend(owner.map(|(name, id)| (name.to_owned(), Joined::text(id.to_string()))));
        task.task_role = roles::adopt(draft, &files.arn, &root.access_point);
        task.volume = root.volume.clone();
        task.user = Some("0".into());
        task
    }
}

impl TaskRole {
    /// Names it, as the image does.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Cron => "cron",
            Self::Install => "install",
            Self::Upgrade => "upgrade",
            Self::Exec => "exec",
            Self::Adopt => "adopt",
        }
    }
}

/// Returns the port that Moodle listens on.
pub(super) fn port(draft: &GraphBuilder) -> u16 {
    // The rules refuse a port beyond the range.
    u16::try_from(draft.site.moodle.port).unwrap_or_default()
}

/// Asks the container's own web server; PHP is in every image of Moodle, and curl is not. The address is an argument,
/// so that nothing in it is read as code.
fn health_command(draft: &GraphBuilder) -> Vec<String> {
    let site = &draft.site;
    let address = format!(
        "http://127.0.0.1:{}{}",
        site.moodle.port, site.load_balancer.health_check.path
    );
    // ECS ends a check after five seconds:
    // <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html>.
    let check = "exit(@file_get_contents($argv[1]) === false ? 1 : 0);";
    let settings = ["-d", "allow_url_fopen=1", "-d", "default_socket_timeout=4"];
    let command = ["CMD", "php"].into_iter().chain(settings);
    command.chain(["-r", check, "--", &address]).map(Into::into).collect()
}

/// Returns the folders on the task's own disk that Moodle writes to. A cache inside the first needs no volume of its own.
fn scratch(local_cache: &str) -> BTreeSet<String> {
    const TEMPORARY: &str = "/tmp";
    let folders = [TEMPORARY, local_cache].into_iter();
    folders
        .filter(|folder| !folder.starts_with("/tmp/"))
        .map(Into::into)
        .collect()
}

/// Collects what Moodle's `config.php` reads. No secret is among it.
fn environment(draft: &GraphBuilder, database: &Database, cache: &Cache) -> BTreeMap<String, Joined> {
    let site = &draft.site;
    let moodle = &site.moodle;
    let texts = [
        ("MOODLE_URL", format!("https://{}", site.domain)),
        ("MOODLE_VERSION", moodle.version.into()),
        ("MOODLE_SITE_NAME", moodle.site_name.into()),
        ("MOODLE_ADMIN_USER", moodle.admin_user.into()),
        ("MOODLE_ADMIN_EMAIL", moodle.admin_email.into()),
        ("MOODLE_CODE", moodle.code.into()),
        ("MOODLE_DATAROOT", moodle.dataroot.into()),
        ("MOODLE_LOCALCACHE", moodle.local_cache.into()),
        ("MOODLE_PORT", moodle.port.to_string()),
        ("MOODLE_UPLOAD_MB", moodle.upload_mb.to_string()),
        ("MOODLE_POST_MB", (moodle.upload_mb + FORM_MB).to_string()),
        ("MOODLE_HEALTH_PATH", site.load_balancer.health_check.path.into()),
        // A script that outlives its request works for nobody.
        ("MOODLE_MAX_EXECUTION_TIME", site.request_timeout().to_string()),
        // Load balancers in front of it have addresses of the VPC.
        ("MOODLE_TRUSTED_PROXIES", site.network.cidr.into()),
        // How many of the addresses in `X-Forwarded-For` they have written, from the last on: the load balancer one, and
        // CloudFront the one before it.
        ("MOODLE_PROXIES", if site.edge.is_some() { "2" } else { "1" }.into()),
        ("MOODLE_DATABASE_TYPE", database.engine.driver.into()),
        ("MOODLE_DATABASE_NAME", SCHEMA.into()),
        ("MOODLE_DATABASE_TLS", "verify-full".into()),
        ("MOODLE_REDIS_TLS", "true".into()),
        // A serverless cache speaks the protocol of a cluster:
        // <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/WhatIs.deployment.html>.
        ("MOODLE_REDIS_CLUSTER", cache.nodes.is_none().to_string()),
    ];
    let references = [
        ("MOODLE_DATABASE_HOST", Joined::reference(&database.host)),
        ("MOODLE_DATABASE_PORT", Joined::reference(&database.port)),
        ("MOODLE_REDIS_HOST", Joined::reference(&cache.host)),
        ("MOODLE_REDIS_PORT", Joined::reference(&cache.port)),
    ];
    let texts = texts.map(|(name, text)| (name.to_owned(), Joined::text(text)));
    let references = references.map(|(name, value)| (name.to_owned(), value));
    texts
        .into_iter()
        .chain(references)
        .chain(email::environment(site))
        .collect()
}
