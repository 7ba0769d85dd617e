//! Rules on how many addresses the private subnets have.

use super::network::{paste, range};
use crate::{Architecture, Cache, Database, Division, Problem, Subject, Text};

rules! {
    "MS214" addresses_for_tasks {
        statement: "The private subnets have an address for each task, and for what stands beside the tasks.",
        why: "A task has an address of its own, and ECS starts none without; a network that is too small can only be replaced, with everything in it.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
        reads: [
            "network.cidr", "network.zones", "network.endpoints", "load_balancer.private", "compute.replicas",
            "database.multi_az", "database.readers", "cache.nodes",
        ],
        unless: ["MS201", "MS202", "MS208", "MS502", "MS503", "MS511"],
        wrong: "cidr: \"10.0.0.0/25\", replicas: 2..=60",
        right: "cidr: \"10.0.0.0/23\", replicas: 2..=60",
    }
    "MS215" addresses_for_deployment: Warned {
        statement: "The private subnets have an address for each task of two versions.",
        why: "A deployment starts a new task for each old one before it stops any; those that get no address fail, and the deployment is rolled back.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html",
        reads: [
            "network.cidr", "network.zones", "network.endpoints", "load_balancer.private", "compute.replicas",
            "database.multi_az", "database.readers", "cache.nodes",
        ],
        unless: ["MS201", "MS202", "MS208", "MS214", "MS502", "MS503", "MS511"],
        wrong: "cidr: \"10.0.0.0/25\", replicas: 2..=20",
        right: "cidr: \"10.0.0.0/25\", replicas: 2..=18",
    }
}

/// AWS keeps five addresses of each subnet.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>, 2026-11.
const KEPT: u64 = 5;

/// A load balancer wants eight free addresses in each of its subnets; CloudFront reaches a private one from an address
/// beside it.
///
/// Sources: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html>,
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html>, 2026-11.
const BALANCER: u64 = 8 + 1;

/// The interface endpoints that the blueprint makes, each with an address in each subnet.
const ENDPOINTS: u64 = 4;

/// One run of cron, and one of an installation or an upgrade.
const OTHER_TASKS: u64 = 2;

/// The private subnets have an address for each task.
#[must_use]
pub const fn addresses_for_tasks(stack: &Architecture) -> Option<Problem> {
    judge(stack, 1)
}

/// The private subnets have an address for each task of two versions.
#[must_use]
pub const fn addresses_for_deployment(stack: &Architecture) -> Option<Problem> {
    judge(stack, 2)
}

const fn judge(stack: &Architecture, versions: u64) -> Option<Problem> {
    let replicas = stack.compute.replicas;
    let Some(cidr) = range(stack) else {
        return None;
    };
    let (zones, needs) = (stack.network.zones.as_slice(), Needs::of(stack, versions));
    let free = free(cidr.prefix, zones);
    if needs.sum() <= free {
        return None;
    }
    let what = Text::new("the private subnets have ")
        .number(free)
        .push(" free addresses, and ");
    let what = what.number(needs.sum());
    let what = if versions == 1 {
        what.push(" are needed when there are ")
            .number(replicas.max as u64)
            .push(" tasks")
    } else {
        what.push(" are needed when ")
            .number(replicas.max as u64)
            .push(" tasks are replaced by as many new ones")
    };
    // Where there is room, the larger network is large enough for deployments as well.
    let help = match (
        prefix_for(Needs::of(stack, 2).sum(), zones),
        prefix_for(needs.sum(), zones),
    ) {
        (Some(prefix), _) | (None, Some(prefix)) => paste(cidr.address, prefix).push(", or fewer `replicas`: "),
        (None, None) => Text::new("write fewer `replicas`: "),
    };
    let (at, against) = (Subject::at("network.cidr"), Subject::at("compute.replicas"));
    Problem::between(at, against, what, needs.tell(&help))
}

/// How many addresses are needed in all private subnets together: the fewest that can be, since nobody tells which subnet
/// a task comes to stand in.
#[derive(Clone, Copy)]
struct Needs {
    tasks: u64,
    endpoints: u64,
    files: u64,
    database: u64,
    cache: u64,
    balancer: u64,
}

impl Needs {
    const fn of(stack: &Architecture, versions: u64) -> Self {
        let zones = stack.network.zones.as_slice().len() as u64;
        Self {
            tasks: stack.compute.replicas.max as u64 * versions + OTHER_TASKS,
            endpoints: if stack.network.endpoints { ENDPOINTS * zones } else { 0 },
            files: zones,
            // RDS wants one to spare in each subnet:
            // <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html>.
            database: instances(&stack.database) + zones,
            cache: match stack.cache {
                Cache::Redis(nodes) | Cache::Valkey(nodes) => nodes.nodes as u64,
                // It takes two subnets or three, and the blueprint gives it three where there are.
                Cache::ServerlessRedis(_) | Cache::ServerlessValkey(_) if zones < 3 => zones,
                Cache::ServerlessRedis(_) | Cache::ServerlessValkey(_) => 3,
            },
            balancer: if stack.load_balancer.private {
                BALANCER * zones
            } else {
                0
            },
        }
    }

    const fn sum(self) -> u64 {
        self.tasks + self.endpoints + self.files + self.database + self.cache + self.balancer
    }

    /// Adds to a message what needs how many.
    const fn tell(self, message: &Text) -> Text {
        let message = message.push("tasks take ").number(self.tasks);
        let message = count(&message, "endpoints", self.endpoints);
        let message = count(&message, "the load balancer", self.balancer);
        let message = count(&message, "the database", self.database);
        let message = count(&message, "the cache", self.cache);
        message.push(" and mount targets ").number(self.files)
    }
}

const fn count(message: &Text, name: &str, number: u64) -> Text {
    if number == 0 {
        *message
    } else {
        message.push(", ").push(name).push(" ").number(number)
    }
}

const fn instances(database: &Database) -> u64 {
    match database {
        Database::Mysql(one) | Database::MariaDb(one) | Database::Postgres(one) => 1 + one.multi_az as u64,
        Database::AuroraMysql(one) | Database::AuroraPostgres(one) => 1 + one.readers as u64,
    }
}

/// Returns the prefix of the smallest network whose private subnets have so many addresses.
const fn prefix_for(addresses: u64, zones: &[&str]) -> Option<u32> {
    let mut prefix = 28;
    while prefix >= 16 {
        if free(prefix, zones) >= addresses {
            return Some(prefix);
        }
        prefix -= 1;
    }
    None
}

/// Returns how many addresses the private subnets of a range have for use.
const fn free(prefix: u32, zones: &[&str]) -> u64 {
    let block = prefix + Division::of(prefix, zones).bits();
    // A rule before this one sees to it that a block is a /27 or larger.
    let size = 1_u64 << 32_u32.saturating_sub(block);
    zones.len() as u64 * size.saturating_sub(KEPT)
}

#[cfg(test)]
mod tests {
    use super::free;

    #[test]
    fn the_private_subnets_are_counted_as_they_are_made() {
        let two = ["eu-west-1a", "eu-west-1b"];
        let three = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
        for (prefix, zones, expected) in [
            (16, &two[..], 2 * 4091),
            (22, &two[..], 2 * 59),
            // Below a /22, there are as many blocks as zones need, and not sixteen.
            (23, &two[..], 2 * 123),
            (25, &two[..], 2 * 27),
            (24, &three[..], 3 * 27),
        ] {
            assert_eq!(free(prefix, zones), expected, "/{prefix}");
        }
    }
}
