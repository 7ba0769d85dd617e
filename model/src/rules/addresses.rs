//! Rules on the number of addresses in the private subnets.

use super::network::{paste, range};
use crate::{Architecture, Cache, Database, Division, Problem, Subject, Text};

rules! {
    "MS214" addresses_for_tasks {
        statement: "The private subnets have enough addresses for all tasks and the other resources in them.",
        why: "Each task needs its own address to start. A network that is too small can only be replaced, together with everything in it.",
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
        statement: "The private subnets have enough addresses for the tasks of two versions.",
        why: "A deployment starts a new task for each old one before it stops any; tasks that get no address fail, and the deployment is rolled back.",
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

/// AWS reserves five addresses in each subnet.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>, 2026-11.
const KEPT: u64 = 5;

/// A load balancer needs eight free addresses in each of its subnets; CloudFront uses one more to reach a private one.
///
/// Sources: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html>,
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html>, 2026-11.
const BALANCER: u64 = 8 + 1;

/// The interface endpoints that the blueprint creates; each has an address in each subnet.
const ENDPOINTS: u64 = 4;

/// One cron task, and one for an installation or an upgrade.
const OTHER_TASKS: u64 = 2;

/// The private subnets have enough addresses for all tasks.
#[must_use]
pub const fn addresses_for_tasks(stack: &Architecture) -> Option<Problem> {
    check(stack, 1)
}

/// The private subnets have enough addresses for the tasks of two versions.
#[must_use]
pub const fn addresses_for_deployment(stack: &Architecture) -> Option<Problem> {
    check(stack, 2)
}

const fn check(stack: &Architecture, versions: u64) -> Option<Problem> {
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
        .push(" free addresses, but ");
    let what = what.number(needs.sum());
    let what = if versions == 1 {
        what.push(" are needed for ").number(replicas.max as u64).push(" tasks")
    } else {
        what.push(" are needed to replace ")
            .number(replicas.max as u64)
            .push(" tasks with as many new ones")
    };
    // If possible, offer a network that is large enough for deployments as well.
    let help = match (
        prefix_for(Needs::of(stack, 2).sum(), zones),
        prefix_for(needs.sum(), zones),
    ) {
        (Some(prefix), _) | (None, Some(prefix)) => paste(cidr.address, prefix).push(", or fewer `replicas`: "),
        (None, None) => Text::new("write fewer `replicas`: "),
    };
    let (at, against) = (Subject::at("network.cidr"), Subject::at("compute.replicas"));
    Problem::between(at, against, what, needs.describe(&help))
}

/// The addresses needed in all private subnets together. This is a lower bound, since it is unknown in which subnet a task
/// is placed.
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
            // RDS needs a spare address in each subnet:
            // <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html>.
            database: instances(&stack.database) + zones,
            cache: match stack.cache {
                Cache::Redis(nodes) | Cache::Valkey(nodes) => nodes.nodes as u64,
                // It takes two or three subnets, and the blueprint gives it three if there are as many.
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

    /// Appends how many addresses each part needs.
    const fn describe(self, message: &Text) -> Text {
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

/// Returns the prefix of the smallest network whose private subnets have enough addresses.
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

/// Returns the number of usable addresses in the private subnets of a range.
const fn free(prefix: u32, zones: &[&str]) -> u64 {
    let block = prefix + Division::of(prefix, zones).bits();
    // MS208 ensures that a block is a /27 or larger.
    let size = 1_u64 << 32_u32.saturating_sub(block);
    zones.len() as u64 * size.saturating_sub(KEPT)
}

#[cfg(test)]
mod tests {
    use super::free;

    #[test]
    fn free_addresses_match_the_private_subnets() {
        let two = ["eu-west-1a", "eu-west-1b"];
        let three = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
        for (prefix, zones, expected) in [
            (16, &two[..], 2 * 4091),
            (22, &two[..], 2 * 59),
            // Below a /22, there are only as many blocks as the zones need, not sixteen.
            (23, &two[..], 2 * 123),
            (25, &two[..], 2 * 27),
            (24, &three[..], 3 * 27),
        ] {
            assert_eq!(free(prefix, zones), expected, "/{prefix}");
        }
    }
}
