//! The container that every task of Moodle runs: its roles, its logs, and the settings that its `config.php` reads.

use super::cache::Cache;
use super::database::{DATABASE_NAME, Database};
use super::email;
use super::files::{Files, MOODLEDATA_PATH, ROOT_MOUNT, Root};
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

/// The longest time, in seconds, that ECS gives a task on Fargate to stop:
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html>. No one waits for a task
/// that serves nothing to end, and it should finish its work.
const MAX_STOP_TIMEOUT: u32 = 120;

/// How much a form may contain in addition to its file, in MiB.
const FORM_MB: u32 = 8;

/// An entry point of the image, given to a task as its command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryPoint {
    /// Serves the site.
    Web,
    /// Runs Moodle's cron once.
    Cron,
    /// Installs Moodle into an empty database.
    Install,
    /// Upgrades the database to the version of the code.
    Upgrade,
    /// Waits for a session by ECS Exec.
    Exec,
    /// Moves files that AWS Backup has restored to the path that the site uses.
    Adopt,
}

/// The settings that all task definitions share.
pub(super) struct Container {
    image: Joined,
    environment: BTreeMap<String, Joined>,
    secrets: BTreeMap<String, Joined>,
    admin_password: Joined,
    volume: Volume,
    /// The role that ECS uses to start a task.
    pub(super) execution_role: Ref<RoleArn>,
    /// The role of a task itself.
    pub(super) task_role: Ref<RoleArn>,
    exec_role: Ref<RoleArn>,
    /// The log group of sessions by ECS Exec.
    pub(super) session_log: Ref<LogGroupName>,
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
        graph: &mut GraphBuilder,
        image: Image,
        secrets: &Secrets,
        files: &Files,
        database: &Database,
        cache: &Cache,
    ) -> Self {
        let retention_days = graph.architecture.observability.retention_days;
        let mut group = |part: &str| {
            let name = graph.names.path(part);
            let group = LogGroup { retention_days };
            graph.add_as(
                &format!("compute.logs-{part}"),
                name,
                "observability.retention_days",
                &group,
            )
        };
        let (web, cron, maintenance) = (group("web"), group("cron"), group("maintenance"));
        let sessions = group("exec");
        let mut readable = vec![database.secret.clone(), secrets.admin_password.clone()];
        readable.extend(email::secret(&graph.architecture));
        let execution_role = roles::execution(graph, &image, &readable, &[web.arn(), cron.arn(), maintenance.arn()]);
        let task_role = roles::task(graph, &files.arn, &files.access_point);
        let exec_role = roles::exec(graph, &files.arn, &files.access_point, &sessions.arn());
        let mut passed = BTreeMap::from([
            ("MOODLE_DATABASE_USER".into(), database.secret_key("username")),
            ("MOODLE_DATABASE_PASSWORD".into(), database.secret_key("password")),
        ]);
        passed.extend(email::credentials(&graph.architecture));
        Self {
            image: image.reference,
            environment: environment(graph, database, cache),
            secrets: passed,
            admin_password: Joined::reference(&secrets.admin_password),
            volume: files.volume.clone(),
            execution_role,
            task_role,
            exec_role,
            session_log: sessions.name(),
            logs: Logs {
                web: web.name(),
                cron: cron.name(),
                maintenance: maintenance.name(),
            },
        }
    }

    /// Returns the log group of tasks that run once.
    pub(super) fn maintenance_log(&self) -> Ref<LogGroupName> {
        self.logs.maintenance.clone()
    }

    /// Builds the task definition of an entry point.
    pub(super) fn task(&self, graph: &GraphBuilder, entry_point: EntryPoint) -> TaskDefinition {
        let architecture = &graph.architecture;
        let mut secrets = self.secrets.clone();
        // Only the installation creates the administrator's account.
        if entry_point == EntryPoint::Install {
            secrets.insert("MOODLE_ADMIN_PASSWORD".into(), self.admin_password.clone());
        }
        let (is_web, is_exec) = (entry_point == EntryPoint::Web, entry_point == EntryPoint::Exec);
        TaskDefinition {
            cpu: architecture.compute.cpu,
            memory: architecture.compute.memory,
            arm: architecture.compute.cpu_architecture == Processor::Arm,
            image: self.image.clone(),
            command: vec![entry_point.name().into()],
            environment: self.environment.clone(),
            secrets,
            execution_role: self.execution_role.clone(),
            task_role: if is_exec { &self.exec_role } else { &self.task_role }.clone(),
            log_group: match entry_point {
                EntryPoint::Web => self.logs.web.clone(),
                EntryPoint::Cron => self.logs.cron.clone(),
                EntryPoint::Install | EntryPoint::Upgrade | EntryPoint::Exec | EntryPoint::Adopt => {
                    self.logs.maintenance.clone()
                }
            },
            log_prefix: entry_point.name().into(),
            port: is_web.then(|| port(graph)),
            stop_timeout: if is_web {
                architecture.stop_timeout()
            } else {
                MAX_STOP_TIMEOUT
            },
            health_command: if is_web { health_command(graph) } else { Vec::new() },
            volume: self.volume.clone(),
            scratch: scratch(architecture.moodle.local_cache),
            // ECS Exec needs a writable root file system for its agent, and an init process that reaps what a shell
            // leaves: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html>.
            read_only: !is_exec,
            init: is_exec,
            user: None,
        }
    }

    /// Builds the task definition that moves restored files to the path that the site uses. The root of a file system
    /// belongs to the root user, so the task runs as root.
    pub(super) fn adopt(&self, graph: &mut GraphBuilder, files: &Files, root: &Root) -> TaskDefinition {
        let mut task = self.task(graph, EntryPoint::Adopt);
        let paths = [
            ("MOODLE_FILES_ROOT", ROOT_MOUNT),
            ("MOODLE_FILES_PATH", MOODLEDATA_PATH),
        ];
        let paths = paths.map(|(name, path)| (name.to_owned(), Joined::text(path)));
        task.environment.extend(paths);
        let owner = graph.architecture.files;
        let owner = [("MOODLE_FILES_UID", owner.uid), ("MOODLE_FILES_GID", owner.gid)];
        task.environment
            .extend(owner.map(|(name, id)| (name.to_owned(), Joined::text(id.to_string()))));
        task.task_role = roles::adopt(graph, &files.arn, &root.access_point);
        task.volume = root.volume.clone();
        task.user = Some("0".into());
        task
    }
}

impl EntryPoint {
    /// Returns the image's name for the entry point.
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
pub(super) fn port(graph: &GraphBuilder) -> u16 {
    // The rules reject a port out of range.
    u16::try_from(graph.architecture.moodle.port).unwrap_or_default()
}

/// Builds the health check: a request to the container's own web server, in PHP, which every image of Moodle has,
/// unlike curl. The address is passed as an argument, so nothing in it is interpreted as code.
fn health_command(graph: &GraphBuilder) -> Vec<String> {
    let architecture = &graph.architecture;
    let address = format!(
        "http://127.0.0.1:{}{}",
        architecture.moodle.port, architecture.load_balancer.health_check.path
    );
    // ECS ends a check after five seconds:
    // <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html>.
    let check = "exit(@file_get_contents($argv[1]) === false ? 1 : 0);";
    let settings = ["-d", "allow_url_fopen=1", "-d", "default_socket_timeout=4"];
    let command = ["CMD", "php"].into_iter().chain(settings);
    command.chain(["-r", check, "--", &address]).map(Into::into).collect()
}

/// Returns the directories on the task's own disk that Moodle writes to. A cache inside `/tmp` needs no volume of its
/// own.
fn scratch(local_cache: &str) -> BTreeSet<String> {
    const TEMPORARY: &str = "/tmp";
    let folders = [TEMPORARY, local_cache].into_iter();
    folders
        .filter(|folder| !folder.starts_with("/tmp/"))
        .map(Into::into)
        .collect()
}

/// Returns the environment variables that Moodle's `config.php` reads, without secrets.
fn environment(graph: &GraphBuilder, database: &Database, cache: &Cache) -> BTreeMap<String, Joined> {
    let architecture = &graph.architecture;
    let moodle = &architecture.moodle;
    let texts = [
        ("MOODLE_URL", format!("https://{}", architecture.domain)),
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
        (
            "MOODLE_HEALTH_PATH",
            architecture.load_balancer.health_check.path.into(),
        ),
        // No one receives the result of a script that outlives its request.
        ("MOODLE_MAX_EXECUTION_TIME", architecture.request_timeout().to_string()),
        // The load balancer has addresses of the VPC.
        ("MOODLE_TRUSTED_PROXIES", architecture.network.cidr.into()),
        // How many addresses at the end of `X-Forwarded-For` come from proxies: the load balancer writes the last one,
        // and CloudFront the one before it.
        (
            "MOODLE_PROXIES",
            if architecture.edge.is_some() { "2" } else { "1" }.into(),
        ),
        ("MOODLE_DATABASE_TYPE", database.engine.driver.into()),
        ("MOODLE_DATABASE_NAME", DATABASE_NAME.into()),
        ("MOODLE_DATABASE_TLS", "verify-full".into()),
        ("MOODLE_REDIS_TLS", "true".into()),
        // A serverless cache uses the cluster protocol:
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
        .chain(email::environment(architecture))
        .collect()
}
