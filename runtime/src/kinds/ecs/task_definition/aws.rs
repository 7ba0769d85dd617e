//! Task definitions.

use super::{CONTAINER, TaskDefinition, Volume as Mounted};
use crate::aws::listing::gather;
use crate::aws::request::{int, unbuilt};
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Cx, Listing, absent, api_error, missing, not_owned};
use crate::provider::{ApiError, Deletion, Live, Owned, RESOURCE_TAG, STACK_TAG, State};
use crate::resource::{Kind as _, Ref};
use aws_sdk_ecs::operation::describe_task_definition::DescribeTaskDefinitionOutput;
use aws_sdk_ecs::types::{
    Compatibility, ContainerDefinition, CpuArchitecture, EfsAuthorizationConfig, EfsAuthorizationConfigIam,
    EfsTransitEncryption, EfsVolumeConfiguration, HealthCheck, KeyValuePair, LinuxParameters, LogConfiguration,
    LogDriver, MountPoint, NetworkMode, OsFamily, PortMapping, RuntimePlatform, Secret, SortOrder,
    TaskDefinition as Found, TaskDefinitionFamilyStatus, TaskDefinitionField, TaskDefinitionStatus, TransportProtocol,
    Volume,
};
use std::collections::{BTreeMap, BTreeSet};

const DESCRIBE: &str = "ecs:DescribeTaskDefinition";
const LIST: &str = "ecs:ListTaskDefinitions";
const REGISTER: &str = "ecs:RegisterTaskDefinition";
const VOLUME: &str = "moodledata";

impl TaskDefinition {
    /// Returns the container's health check in ECS's form, which starts with how the command is run:
    /// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html>
    fn health_words(&self) -> Vec<String> {
        let mut words = self.health_command.clone();
        if words
            .first()
            .is_some_and(|first| first != "CMD" && first != "CMD-SHELL")
        {
            words.insert(0, "CMD".into());
        }
        words
    }

    fn health_check(&self) -> Result<Option<HealthCheck>, ApiError> {
        if self.health_command.is_empty() {
            return Ok(None);
        }
        let check = HealthCheck::builder()
            .set_command(Some(self.health_words()))
            .interval(30)
            .timeout(10)
            .retries(3)
            // The longest that ECS allows: the first start of a site may wait for its database.
            .start_period(300);
        check.build().map(Some).map_err(unbuilt(REGISTER))
    }

    fn log_configuration(&self, region: &str) -> Result<LogConfiguration, ApiError> {
        LogConfiguration::builder()
            .log_driver(LogDriver::Awslogs)
            .options("awslogs-group", self.log_group.value())
            .options("awslogs-region", region)
            .options("awslogs-stream-prefix", &self.log_prefix)
            .build()
            .map_err(unbuilt(REGISTER))
    }

    fn container(&self, region: &str) -> Result<ContainerDefinition, ApiError> {
        let environment = self.environment.iter();
        let environment =
            environment.map(|(name, value)| KeyValuePair::builder().name(name).value(value.value()).build());
        let secrets = self.secrets.iter();
        let secrets = secrets.map(|(name, from)| Secret::builder().name(name).value_from(from.value()).build());
        let secrets: Result<Vec<Secret>, _> = secrets.collect();
        let ports = self.port.map(|port| {
            let mapping = PortMapping::builder()
                .container_port(port.into())
                .host_port(port.into());
            vec![mapping.protocol(TransportProtocol::Tcp).build()]
        });
        let parameters = self
            .init
            .then(|| LinuxParameters::builder().init_process_enabled(true).build());
        Ok(ContainerDefinition::builder()
            .name(CONTAINER)
            .image(self.image.value())
            .essential(true)
            .memory(int(self.memory))
            .set_command((!self.command.is_empty()).then(|| self.command.clone()))
            .set_environment(Some(environment.collect()))
            .set_secrets(Some(secrets.map_err(unbuilt(REGISTER))?))
            .set_port_mappings(ports)
            .set_mount_points(Some(self.mount_points()))
            .readonly_root_filesystem(self.read_only)
            .set_user(self.user.clone())
            .set_linux_parameters(parameters)
            .log_configuration(self.log_configuration(region)?)
            .stop_timeout(int(self.stop_timeout))
            .set_health_check(self.health_check()?)
            .build())
    }

    fn efs_volume(&self) -> Result<Volume, ApiError> {
        let access = EfsAuthorizationConfig::builder()
            .access_point_id(self.volume.access_point.value())
            .iam(EfsAuthorizationConfigIam::Enabled);
        let efs = EfsVolumeConfiguration::builder()
            .file_system_id(self.volume.file_system.value())
            .transit_encryption(EfsTransitEncryption::Enabled)
            .authorization_config(access.build())
            .build()
            .map_err(unbuilt(REGISTER))?;
        Ok(Volume::builder().name(VOLUME).efs_volume_configuration(efs).build())
    }

    /// Returns the file system, and the volumes that live as long as the task:
    /// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html>
    fn volumes(&self) -> Result<Vec<Volume>, ApiError> {
        let scratch = self
            .scratch_names()
            .map(|(name, _)| Volume::builder().name(name).build());
        Ok([self.efs_volume()?].into_iter().chain(scratch).collect())
    }

    fn mount_points(&self) -> Vec<MountPoint> {
        let scratch = self.scratch_names();
        let named = [(VOLUME.to_owned(), &self.volume.mount)].into_iter().chain(scratch);
        let point = |(name, path): (String, &String)| {
            let point = MountPoint::builder().source_volume(name).container_path(path);
            point.read_only(false).build()
        };
        named.map(point).collect()
    }

    fn scratch_names(&self) -> impl Iterator<Item = (String, &String)> {
        let names = (1..).map(|number| format!("scratch-{number}"));
        names.zip(&self.scratch)
    }

    /// Adds the fields that AWS reports about the container.
    fn with_container(&self, live: Live, one: &ContainerDefinition) -> Live {
        let environment = one.environment().iter();
        let environment: BTreeMap<&str, &str> = environment
            .filter_map(|pair| Some((pair.name()?, pair.value()?)))
            .collect();
        let secrets = one.secrets().iter();
        let secrets: BTreeMap<&str, &str> = secrets.map(|one| (one.name(), one.value_from())).collect();
        let options = one.log_configuration().and_then(|one| one.options());
        let option = |key: &str| options.and_then(|options| options.get(key)).cloned();
        let health = one
            .health_check()
            .map(|check| check.command.clone())
            .unwrap_or_default();
        let health = if health == self.health_words() {
            self.health_command.clone()
        } else {
            health
        };
        let init = one.linux_parameters().and_then(|one| one.init_process_enabled);
        let scratch = one.mount_points().iter();
        let scratch = scratch.filter(|point| point.source_volume() != Some(VOLUME));
        let scratch: BTreeSet<&str> = scratch.filter_map(MountPoint::container_path).collect();
        live.reported("image", one.image())
            .field("command", one.command())
            .field("environment", environment)
            .field("secrets", secrets)
            .reported("log_group", option("awslogs-group"))
            .reported("log_prefix", option("awslogs-stream-prefix"))
            .field("port", one.port_mappings().first().and_then(|port| port.container_port))
            .reported("stop_timeout", one.stop_timeout)
            .field("health_command", health)
            .field("read_only", one.readonly_root_filesystem == Some(true))
            .field("init", init == Some(true))
            .field("user", one.user())
            .field("scratch", scratch)
    }

    /// Returns the observed state of a revision.
    fn observed(&self, arn: &str, one: &Found) -> Live {
        let number = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok());
        let platform = one.runtime_platform().and_then(|one| one.cpu_architecture());
        let mut live = Live::new(State::Ready)
            .output("arn", arn.to_owned())
            .reported("cpu", number(one.cpu()))
            .reported("memory", number(one.memory()))
            .field("arm", platform == Some(&CpuArchitecture::Arm64))
            .reported("execution_role", one.execution_role_arn())
            .reported("task_role", one.task_role_arn());
        let container = one.container_definitions().first();
        if let Some(container) = container {
            live = self.with_container(live, container);
        }
        let efs = one.volumes().iter().find(|volume| volume.name() == Some(VOLUME));
        let efs = efs.and_then(Volume::efs_volume_configuration);
        let mounts = container.map(ContainerDefinition::mount_points).unwrap_or_default();
        let mount = mounts.iter().find(|mount| mount.source_volume() == Some(VOLUME));
        let mount = mount.and_then(MountPoint::container_path);
        if let (Some(efs), Some(mount)) = (efs, mount) {
            let access = efs.authorization_config().and_then(|one| one.access_point_id());
            let volume = Mounted {
                file_system: Ref::known(efs.file_system_id()),
                access_point: Ref::known(access.unwrap_or_default()),
                mount: mount.into(),
            };
            live = live.field("volume", volume);
        }
        live
    }

    /// Returns whether a revision has the requested fields.
    fn is_wanted(&self, arn: &str, one: &Found) -> bool {
        let asked = serde_json::to_value(self).unwrap_or_default();
        self.observed(arn, one)
            .fields
            .iter()
            .all(|(field, value)| asked[field] == *value)
    }
}

impl Listing<'_> {
    /// Returns the images that the stack's known task definitions in the region run.
    pub(crate) async fn images(&self) -> Result<BTreeSet<String>, ApiError> {
        let mut images = BTreeSet::new();
        for arn in self.known_here(&TaskDefinition::INFO, ":task-definition/") {
            let answer = self.ecs().describe_task_definition().task_definition(arn).send().await;
            let answer = absent(answer.map_err(api_error(DESCRIBE)))?.and_then(|answer| answer.task_definition);
            let containers = answer.iter().flat_map(Found::container_definitions);
            images.extend(containers.filter_map(|one| one.image.clone()));
        }
        Ok(images)
    }
}

/// Describes one revision with its tags.
async fn describe(cx: &Cx<'_>, arn: &str) -> Result<Option<DescribeTaskDefinitionOutput>, ApiError> {
    let call = cx.ecs().describe_task_definition().task_definition(arn);
    let answer = call.include(TaskDefinitionField::Tags).send().await;
    absent(answer.map_err(api_error(DESCRIBE)))
}

/// Returns the log group that the tasks of a revision write to, and the prefix of their streams' names.
pub(in crate::kinds::ecs) async fn log_of(cx: &Cx<'_>, arn: &str) -> Result<Option<(String, String)>, ApiError> {
    let revision = describe(cx, arn).await?.and_then(|answer| answer.task_definition);
    let container = revision.and_then(|one| one.container_definitions.unwrap_or_default().into_iter().next());
    let options = container
        .and_then(|one| one.log_configuration?.options)
        .unwrap_or_default();
    let option = |key: &str| options.get(key).cloned();
    Ok(option("awslogs-group").zip(option("awslogs-stream-prefix")))
}

impl Adapter for TaskDefinition {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        // In spite of its name, the prefix is a family's full name:
        // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitions.html
        let family = &cx.target.name;
        let call = cx
            .ecs()
            .list_task_definitions()
            .family_prefix(family)
            .status(TaskDefinitionStatus::Active)
            .sort(SortOrder::Desc);
        let mut revisions = call.into_paginator().items().send();
        let mut others = false;
        while let Some(arn) = revisions.next().await {
            let arn = arn.map_err(api_error(LIST))?;
            let Some(revision) = describe(cx, &arn).await? else {
                continue;
            };
            // The spec hash covers the fields and the spec hashes of the resources that they refer to. If such a
            // resource was created again, an older revision has the same spec hash and refers to a resource that no
            // longer exists.
            let is_ours = cx.target.owns(pairs(revision.tags()));
            if is_ours && revision.task_definition().is_some_and(|one| self.is_wanted(&arn, one)) {
                return Ok(Some(arn));
            }
            let has = |key: &str, value: &str| pairs(revision.tags()).any(|pair| pair == (key, value));
            others |= !(has(STACK_TAG, &cx.target.stack) && has(RESOURCE_TAG, &cx.target.address));
        }
        if others {
            let what = format!("the task definition family `{family}`");
            return Err(not_owned(LIST, &what));
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.ecs().list_task_definition_families().family_prefix(lx.prefix());
        let pages = call
            .status(TaskDefinitionFamilyStatus::Active)
            .into_paginator()
            .items()
            .send();
        let families = gather("ecs:ListTaskDefinitionFamilies", pages, |name| {
            lx.is_named_for_stack(&name).then_some(name)
        })
        .await?;
        let mut owned = Vec::new();
        for family in families {
            let call = lx
                .ecs()
                .list_task_definitions()
                .family_prefix(family)
                .status(TaskDefinitionStatus::Active);
            let pages = call.into_paginator().items().send();
            for arn in gather(LIST, pages, Some).await? {
                let call = lx.ecs().describe_task_definition().task_definition(&arn);
                let answer = call.include(TaskDefinitionField::Tags).send().await;
                let answer = absent(answer.map_err(api_error(DESCRIBE)))?;
                owned.extend(answer.and_then(|answer| lx.owned(&arn, pairs(answer.tags()))));
            }
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let architecture = if self.arm {
            CpuArchitecture::Arm64
        } else {
            CpuArchitecture::X8664
        };
        let platform = RuntimePlatform::builder()
            .cpu_architecture(architecture)
            .operating_system_family(OsFamily::Linux);
        let call = cx
            .ecs()
            .register_task_definition()
            .family(&cx.target.name)
            .network_mode(NetworkMode::Awsvpc)
            .requires_compatibilities(Compatibility::Fargate)
            .cpu(self.cpu.to_string())
            .memory(self.memory.to_string())
            .runtime_platform(platform.build())
            .execution_role_arn(self.execution_role.value())
            .task_role_arn(self.task_role.value())
            .container_definitions(self.container(&cx.target.region)?)
            .set_volumes(Some(self.volumes()?))
            .set_tags(Some(cx.ecs_tags()));
        let answer = call.send().await.map_err(api_error(REGISTER))?;
        let created = answer.task_definition.and_then(|one| one.task_definition_arn);
        created.ok_or_else(|| missing(REGISTER, "task definition ARN"))
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(answer) = describe(cx, id).await? else {
            return Ok(None);
        };
        let owner = cx.target.owner(pairs(answer.tags()));
        // A deregistered revision is still visible, but no task can start from it.
        let active = |status: Option<&TaskDefinitionStatus>| status == Some(&TaskDefinitionStatus::Active);
        let one = answer.task_definition.filter(|one| active(one.status()));
        Ok(one.map(|one| self.observed(id, &one).owned_by(owner)))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ecs(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        // Deregistering an inactive revision is an error, and an inactive revision counts as deleted.
        if self.read(cx, id).await?.is_some() {
            let sent = cx.ecs().deregister_task_definition().task_definition(id).send().await;
            absent(sent.map_err(api_error("ecs:DeregisterTaskDefinition")))?;
        }
        Ok(Deletion::Accepted)
    }
}
