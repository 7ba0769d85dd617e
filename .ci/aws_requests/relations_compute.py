"""Rules about several values of one call to containers, schedules, events and metrics, each with its page."""

import json
from collections.abc import Iterator

import regex
from parse import Call
from relation import relation
from rules import DOCS, ECS, METRICS


# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html: the sizes of Fargate's tasks.
SIZES = {
    256: (512, 1024, 2048),
    512: range(1024, 4097, 1024),
    1024: range(2048, 8193, 1024),
    2048: range(4096, 16385, 1024),
    4096: range(8192, 30721, 1024),
    8192: range(16384, 61441, 4096),
    16384: range(32768, 122881, 8192),
}


@relation("ecs", "RegisterTaskDefinition", ECS + "RegisterTaskDefinition.html")
def task_definitions(given: dict, _: Call) -> Iterator[str]:
    """Sizes of Fargate, and what its volumes need."""
    if "FARGATE" in given.get("requiresCompatibilities", []):
        cpu, memory = int(given.get("cpu", 0)), int(given.get("memory", 0))
        if memory not in SIZES.get(cpu, ()):
            yield f"Fargate has no task with {cpu} CPU units and {memory} MiB"
        if given.get("networkMode") != "awsvpc":
            yield "Fargate needs the network mode awsvpc"
        if "executionRoleArn" not in given and "secrets" in json.dumps(given):
            yield "secrets need an execution role"
    volumes = {one.get("name"): one for one in given.get("volumes", [])}
    for volume in volumes.values():
        efs = volume.get("efsVolumeConfiguration")
        access = (efs or {}).get("authorizationConfig", {})
        if access and efs.get("transitEncryption") != "ENABLED":
            yield "an access point needs transit encryption"
        if access.get("accessPointId") and efs.get("rootDirectory", "/") != "/":
            yield "an access point has its own root directory"
    names = [one.get("name") for one in given.get("containerDefinitions", [])]
    if len(set(names)) < len(names):
        yield "two containers have the same name"
    for container in given.get("containerDefinitions", []):
        for mount in container.get("mountPoints", []):
            if mount.get("sourceVolume") not in volumes:
                yield f"there is no volume {mount.get('sourceVolume')}"
        given_names = [one.get("name") for one in container.get("environment", []) + container.get("secrets", [])]
        if len(set(given_names)) < len(given_names):
            yield "two variables have the same name"
        for port in container.get("portMappings", []):
            if port.get("hostPort", port.get("containerPort")) != port.get("containerPort"):
                yield "in awsvpc, the port of the host is that of the container"


@relation("ecs", "CreateService UpdateService RunTask", ECS + "CapacityProviderStrategyItem.html")
def strategies(given: dict, _: Call) -> Iterator[str]:
    """One base, and a weight."""
    strategy = given.get("capacityProviderStrategy", [])
    if sum(1 for one in strategy if one.get("base")) > 1:
        yield "only one capacity provider can have a base"
    if strategy and not any(one.get("weight") for one in strategy):
        yield "a capacity provider needs a weight"
    if strategy and "launchType" in given:
        yield "capacityProviderStrategy excludes launchType"


@relation("ecs", "CreateService UpdateService", ECS + "DeploymentConfiguration.html")
def deployments(given: dict, _: Call) -> Iterator[str]:
    """A deployment can start or stop a task."""
    configuration = given.get("deploymentConfiguration", {})
    low, high = configuration.get("minimumHealthyPercent", 100), configuration.get("maximumPercent", 200)
    if not 0 <= low <= 200 or not 100 <= high <= 200 or low == high == 100:
        yield f"a deployment between {low} % and {high} % cannot proceed"


@relation("cloudwatch", "PutMetricAlarm", METRICS + "PutMetricAlarm.html")
def alarms(given: dict, _: Call) -> Iterator[str]:
    """An alarm looks back for at most a day, or seven with periods of an hour and more."""
    period = given.get("Period", 60)
    if period not in (10, 20, 30) and period % 60:
        yield f"a period cannot have {period} seconds"
    if period * given.get("EvaluationPeriods", 1) > (604800 if period >= 3600 else 86400):
        yield f"{given.get('EvaluationPeriods')} periods of {period} seconds are too long"
    if given.get("DatapointsToAlarm", 1) > given.get("EvaluationPeriods", 1):
        yield "DatapointsToAlarm is above EvaluationPeriods"
    if ("Statistic" in given) + ("ExtendedStatistic" in given) + ("Metrics" in given) != 1:
        yield "an alarm needs one of Statistic, ExtendedStatistic and Metrics"


@relation("cloudwatch", "PutDashboard", DOCS + "AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html")
def dashboards(given: dict, _: Call) -> Iterator[str]:
    """Widgets are in a grid of 24 columns."""
    widgets = json.loads(given.get("DashboardBody", "{}")).get("widgets", [])
    if len(widgets) > 500:
        yield f"{len(widgets)} widgets are too many"
    for one in widgets:
        x, width = one.get("x", 0), one.get("width", 6)
        if not 0 <= x <= 23 or not 1 <= width <= 24 or x + width > 24 or not 1 <= one.get("height", 6) <= 1000:
            yield f"a widget at {x} is {width} wide and {one.get('height')} high"
        if len(one.get("properties", {}).get("metrics", [])) > 500:
            yield "a widget has more than 500 metrics"


@relation("events", "PutTargets", DOCS + "eventbridge/latest/userguide/eb-quota.html")
def targets(given: dict, _: Call) -> Iterator[str]:
    """Five targets, each with one kind of input."""
    if len(given.get("Targets", [])) > 5:
        yield f"a rule has {len(given['Targets'])} targets"
    for one in given.get("Targets", []):
        if sum(name in one for name in ("Input", "InputPath", "InputTransformer")) > 1:
            yield f"{one.get('Id')} has several inputs"


@relation("scheduler", "CreateSchedule UpdateSchedule", DOCS + "scheduler/latest/APIReference/API_CreateSchedule.html")
def schedules(given: dict, _: Call) -> Iterator[str]:
    """A window has its length, and nothing else has."""
    window = given.get("FlexibleTimeWindow", {})
    if (window.get("Mode") == "FLEXIBLE") != ("MaximumWindowInMinutes" in window):
        yield "a flexible window, and only that, has MaximumWindowInMinutes"


@relation("application-autoscaling", "RegisterScalableTarget", DOCS + "autoscaling/application/APIReference/API_RegisterScalableTarget.html")
def scalable_targets(given: dict, _: Call) -> Iterator[str]:
    """A target has a range, and the id of a service."""
    if given.get("MinCapacity", 0) > given.get("MaxCapacity", given.get("MinCapacity", 0)):
        yield "MinCapacity is above MaxCapacity"
    if given.get("ServiceNamespace") == "ecs" and not regex.fullmatch(r"service/[^/]+/[^/]+", given.get("ResourceId", "")):
        yield f"{given.get('ResourceId')} is no service"


@relation("ecs", "RunTask", ECS + "RunTask.html")
def overrides(given: dict, _: Call) -> Iterator[str]:
    """The overrides of a task have 8192 characters, with the marks of JSON."""
    size = len(json.dumps(given.get("overrides", {}), separators=(",", ":"), ensure_ascii=False))
    if size > 8192:
        yield f"overrides of {size} characters are longer than 8192"


@relation("ecs", "RegisterTaskDefinition", DOCS + "AmazonECS/latest/developerguide/service-quotas.html")
def size_of_task_definitions(given: dict, _: Call) -> Iterator[str]:
    """A task definition has 64 KiB."""
    size = len(json.dumps(given, separators=(",", ":"), ensure_ascii=False).encode())
    if size > 64 * 1024:
        yield f"a task definition of {size} bytes is larger than 64 KiB"
