//! Preflight rules on the account's quotas.

use super::{PreflightAnswers, PreflightRule, QuotaState};
use crate::facts::quotas::Quota;
use crate::{Architecture, Capacity, Database, Level, Nat, Problem, Spread, Subject, Text};

/// The CPU units of a vCPU: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html>.
const UNITS: u64 = 1024;

/// How many of a group's rules the list of CloudFront's addresses counts as:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html>, 2026-11.
const CLOUDFRONT_RULES: u64 = 55;

/// How much of a quota a stack needs, and the key that decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The key.
    pub key: &'static str,
    /// The least that the stack runs with.
    pub least: u64,
    /// The most that it may come to need: auto scaling at its maximum, while a rollout runs old and new tasks.
    pub most: u64,
}

/// Returns how much of a quota a stack needs; `None` if it needs none.
#[must_use]
pub fn needed(stack: &Architecture, quota: Quota) -> Option<Needed> {
    let exactly = |key, amount: usize| {
        let amount = amount as u64;
        (amount > 0).then_some(Needed {
            key,
            least: amount,
            most: amount,
        })
    };
    match quota {
        Quota::Fargate | Quota::FargateSpot => {
            let replicas = stack.compute.replicas;
            let least = vcpus(stack, quota, u64::from(replicas.min));
            // A rollout may run twice as many tasks: `maximumPercent` is 200.
            let most = vcpus(stack, quota, 2 * u64::from(replicas.max));
            (most > 0).then_some(Needed {
                key: "compute.replicas",
                least,
                most,
            })
        }
        Quota::Vpcs | Quota::InternetGateways => exactly("network", 1),
        Quota::ElasticIps => match stack.network.nat {
            Nat::PerZone => exactly("network.nat", stack.network.zones.as_slice().len()),
            Nat::Single => exactly("network.nat", 1),
            // AWS gives a regional gateway addresses of its own, as it needs them:
            // https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
            Nat::Regional => None,
        },
        Quota::GroupRules => stack.edge.and(Some(Needed {
            key: "edge",
            least: CLOUDFRONT_RULES,
            most: CLOUDFRONT_RULES,
        })),
        Quota::LoadBalancers => exactly("load_balancer", 1),
        Quota::Distributions => exactly("edge", usize::from(stack.edge.is_some())),
        Quota::DbInstances => match stack.database {
            Database::Mysql(_) | Database::MariaDb(_) | Database::Postgres(_) => exactly("database", 1),
            Database::AuroraMysql(declared) | Database::AuroraPostgres(declared) => {
                exactly("database.readers", 1 + declared.readers as usize)
            }
        },
    }
}

/// Returns the vCPUs that a number of web tasks needs on Fargate or on Spot, and on Fargate, those of cron as well, rounded
/// up.
fn vcpus(stack: &Architecture, quota: Quota, tasks: u64) -> u64 {
    let Capacity::Spread(Spread { fargate, spot, base }) = stack.compute.capacity;
    let (fargate, spot) = (u64::from(fargate), u64::from(spot));
    let base = u64::from(base).min(tasks);
    let share = |weight: u64| ((tasks - base) * weight).div_ceil((fargate + spot).max(1));
    let tasks = match quota {
        // The task of cron.
        Quota::Fargate => base + share(fargate) + 1,
        _ => share(spot),
    };
    (tasks * u64::from(stack.compute.cpu)).div_ceil(UNITS)
}

const TASKS_PAGE: &str = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html";

pub(super) const TASKS_FIT: PreflightRule = PreflightRule {
    id: "MS590",
    level: Level::Refused,
    statement: "The account's quotas of vCPUs on Fargate and Fargate Spot allow the smallest number of tasks.",
    why: "ECS would not start all tasks, and the deployment would wait for them until it fails; new accounts have low quotas.",
    source: TASKS_PAGE,
    reads: &["compute.cpu", "compute.replicas", "compute.capacity"],
    as_of: None,
    wrong: "cpu: 4096, replicas: 8..=10 // with a quota of 6 vCPUs",
    right: "cpu: 1024, replicas: 2..=3 // with a quota of 6 vCPUs",
    check: |stack, answers| tasks(stack, answers, false),
};

pub(super) const MOST_TASKS_FIT: PreflightRule = PreflightRule {
    id: "MS591",
    level: Level::Warned,
    statement: "The account's quotas of vCPUs on Fargate and Fargate Spot allow twice the largest number of tasks.",
    why: "ECS starts no task above the quota: auto scaling would stop below its maximum, and a rollout, which runs old and new \
          tasks together, would take long or fail.",
    source: TASKS_PAGE,
    reads: &["compute.cpu", "compute.replicas", "compute.capacity"],
    as_of: None,
    wrong: "cpu: 1024, replicas: 2..=12 // with a quota of 6 vCPUs",
    right: "cpu: 1024, replicas: 2..=3 // with a quota of 6 vCPUs",
    check: |stack, answers| tasks(stack, answers, true),
};

fn tasks(stack: &Architecture, answers: &PreflightAnswers, at_most: bool) -> Vec<Problem> {
    let faults = [Quota::Fargate, Quota::FargateSpot].into_iter().filter_map(|quota| {
        let limit = answers.quotas.get(&quota)?.limit;
        let needed = needed(stack, quota)?;
        let is_short = needed.least > limit;
        if is_short == at_most || needed.most <= limit {
            return None;
        }
        let replicas = stack.compute.replicas;
        let what = Text::new("the account may run ")
            .number(limit)
            .push(" ")
            .push(quota.things());
        let what = if at_most {
            what.push(", but ")
                .number(u64::from(replicas.max))
                .push(" tasks and as many new ones in a rollout need ")
                .number(needed.most)
        } else {
            what.push(", but ")
                .number(u64::from(replicas.min))
                .push(" tasks need ")
                .number(needed.least)
        };
        let fits = |count: &u32| vcpus(stack, quota, 2 * u64::from(*count)) <= limit;
        let help = raise(stack.region, quota, needed.most);
        let help = match (replicas.min..replicas.max).rev().find(fits) {
            Some(most) => help
                .push("; meanwhile, `replicas: ")
                .number(u64::from(replicas.min))
                .push("..=")
                .number(u64::from(most))
                .push("` fits"),
            None => help.push("; or write a smaller `cpu`, or fewer `replicas`"),
        };
        Problem::between(Subject::at("compute.replicas"), Subject::at("compute.cpu"), what, help)
    });
    faults.collect()
}

/// Starts a help with the command that raises a quota.
fn raise(region: &str, quota: Quota, to: u64) -> Text {
    let (service, code) = quota.codes();
    Text::new("raise the quota: `aws service-quotas request-service-quota-increase --region ")
        .push(region)
        .push(" --service-code ")
        .push(service)
        .push(" --quota-code ")
        .push(code)
        .push(" --desired-value ")
        .number(to)
        .push("`")
}

/// Returns the problem if a quota has no room for what the stack creates.
fn room(stack: &Architecture, answers: &PreflightAnswers, quota: Quota) -> Vec<Problem> {
    let problem = answers.quotas.get(&quota).and_then(|QuotaState { limit, used }| {
        let needed = needed(stack, quota)?;
        let used = used.iter().filter(|label| !answers.own.contains(label)).count() as u64;
        let total = used + needed.least;
        if total <= *limit {
            return None;
        }
        let what = Text::new("the account may have ")
            .number(*limit)
            .push(" ")
            .push(quota.things());
        let what = if quota.is_counted() {
            what.push("; ")
                .number(used)
                .push(" are in use outside of this stack, which needs ")
                .number(needed.least)
        } else {
            what.push(", and the stack needs ").number(needed.least)
        };
        let region = if quota == Quota::Distributions {
            "us-east-1"
        } else {
            stack.region
        };
        let help = raise(region, quota, total);
        let help = if quota.is_counted() {
            help.push(", or delete some that nobody needs")
        } else {
            help
        };
        Problem::at(Subject::at(needed.key), what, help)
    });
    problem.into_iter().collect()
}

/// Declares a rule on a quota of things that are counted.
macro_rules! room {
    ($name:ident, $id:literal, [$($quota:ident),+], $source:literal, [$($reads:literal),+], $wrong:literal, $right:literal, $statement:literal) => {
        pub(super) const $name: PreflightRule = PreflightRule {
            id: $id,
            level: Level::Refused,
            statement: $statement,
            why: "AWS refuses what exceeds a quota, in the middle of the deployment; raising one may take a day.",
            source: $source,
            reads: &[$($reads),+],
            as_of: None,
            wrong: $wrong,
            right: $right,
            check: |stack, answers| {
                let quotas = [$(Quota::$quota),+].into_iter();
                quotas.flat_map(|quota| room(stack, answers, quota)).collect()
            },
        };
    };
}

room! {
    VPC_FITS, "MS294", [Vpcs, InternetGateways],
    "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    ["network"],
    "network: Vpc { … } // the sixth in a region whose quota is 5",
    "network: Vpc { … } // after the quota was raised to 6",
    "The account's quotas leave room for a VPC and its internet gateway."
}

room! {
    ADDRESSES_FIT, "MS295", [ElasticIps],
    "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    ["network.nat", "network.zones"],
    "nat: PerZone // three addresses, with 3 of 5 in use",
    "nat: Single // one address",
    "The account's quota leaves room for the elastic IP addresses of the NAT gateways."
}

room! {
    DISTRIBUTION_FITS, "MS491", [Distributions],
    "https://docs.aws.amazon.com/general/latest/gr/cf_region.html",
    ["edge"],
    "edge: CloudFront { … } // with all distributions of the quota in use",
    "edge: CloudFront { … } // after the quota was raised",
    "The account's quota leaves room for a CloudFront distribution."
}

room! {
    LOAD_BALANCER_FITS, "MS492", [LoadBalancers],
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html",
    ["load_balancer"],
    "load_balancer: Alb { … } // with all load balancers of the quota in use",
    "load_balancer: Alb { … } // after the quota was raised",
    "The account's quota leaves room for an Application Load Balancer."
}

room! {
    RULES_FIT, "MS493", [GroupRules],
    "https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html",
    ["edge"],
    "edge: CloudFront { … } // with a quota of 50 rules",
    "edge: CloudFront { … } // with a quota of 60 rules",
    "The account's quota of rules in a security group allows the list of CloudFront's addresses."
}

room! {
    DATABASE_FITS, "MS793", [DbInstances],
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html",
    ["database"],
    "database: Mysql { … } // with all instances of the quota in use",
    "database: Mysql { … } // after the quota was raised",
    "The account's quota leaves room for the database's instances."
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::preflight::evaluate;
    use crate::{CloudFront, Field as _, Range, Texts};

    fn stack() -> Architecture {
        let mut stack = Architecture::FILLER;
        stack.region = "ap-southeast-1";
        stack.network.zones = Texts::new(&["ap-southeast-1a", "ap-southeast-1b"]);
        stack.network.nat = Nat::PerZone;
        stack.compute.cpu = 1024;
        stack.compute.replicas = Range { min: 2, max: 12 };
        stack.compute.capacity = Capacity::Spread(Spread {
            fargate: 1,
            spot: 3,
            base: 1,
        });
        stack
    }

    fn answers(quota: Quota, limit: u64, used: &[&str]) -> PreflightAnswers {
        let used = used.iter().map(|&label| label.to_owned()).collect();
        PreflightAnswers {
            quotas: [(quota, QuotaState { limit, used })].into(),
            own: vec!["campus".into()],
            ..PreflightAnswers::default()
        }
    }

    fn found(stack: &Architecture, answers: &PreflightAnswers) -> Vec<String> {
        let found = evaluate(stack, answers);
        found
            .iter()
            .map(|(rule, problem)| format!("{} {}; {}", rule.id, problem.what.as_str(), problem.help.as_str()))
            .collect()
    }

    #[test]
    fn needed_vcpus_are_split_by_the_weights_and_doubled_in_a_rollout() {
        let of = |quota| needed(&stack(), quota).map(|needed| (needed.least, needed.most));
        // Of 2 tasks: the base, one quarter of the other, and cron. Of 24: the base, 23 / 4, and cron.
        assert_eq!(of(Quota::Fargate), Some((3, 8)));
        assert_eq!(of(Quota::FargateSpot), Some((1, 18)));
        let mut alone = stack();
        alone.compute.cpu = 512;
        alone.compute.capacity = Capacity::Spread(Spread {
            fargate: 1,
            spot: 0,
            base: 0,
        });
        assert_eq!(needed(&alone, Quota::Fargate).map(|needed| needed.most), Some(13));
        assert_eq!(needed(&alone, Quota::FargateSpot), None);
    }

    #[test]
    fn quota_below_the_fewest_tasks_is_refused_and_below_the_most_is_a_warning() {
        assert!(found(&stack(), &answers(Quota::FargateSpot, 18, &[])).is_empty());
        let [warned] = &found(&stack(), &answers(Quota::FargateSpot, 6, &[]))[..] else {
            panic!("expected one problem");
        };
        assert_eq!(
            warned,
            "MS591 the account may run 6 vCPUs on Fargate Spot, but 12 tasks and as many new ones in a rollout need 18; \
             raise the quota: `aws service-quotas request-service-quota-increase --region ap-southeast-1 --service-code \
             fargate --quota-code L-36FBB829 --desired-value 18`; meanwhile, `replicas: 2..=4` fits"
        );
        let [refused] = &found(&stack(), &answers(Quota::Fargate, 2, &[]))[..] else {
            panic!("expected one problem");
        };
        assert!(
            refused.starts_with("MS590 the account may run 2 vCPUs on Fargate, but 2 tasks need 3;"),
            "{refused}"
        );
        assert!(
            refused.ends_with("; or write a smaller `cpu`, or fewer `replicas`"),
            "{refused}"
        );
    }

    #[test]
    fn what_others_have_counts_against_a_quota_and_what_the_stack_has_does_not() {
        let used = ["", "other", "campus", "campus", ""];
        assert!(found(&stack(), &answers(Quota::ElasticIps, 5, &used)).is_empty());
        assert_eq!(
            found(&stack(), &answers(Quota::ElasticIps, 4, &used)),
            [
                "MS295 the account may have 4 elastic IP addresses; 3 are in use outside of this stack, which needs 2; raise \
                 the quota: `aws service-quotas request-service-quota-increase --region ap-southeast-1 --service-code ec2 \
                 --quota-code L-0263D0A3 --desired-value 5`, or delete some that nobody needs"
            ]
        );
    }

    #[test]
    fn every_quota_has_a_rule_that_refuses_zero() {
        let mut stack = stack();
        stack.edge = Some(CloudFront::FILLER);
        for quota in Quota::ALL {
            assert!(needed(&stack, quota).is_some(), "{quota:?}");
            assert_eq!(found(&stack, &answers(quota, 0, &[])).len(), 1, "{quota:?}");
            assert!(found(&stack, &answers(quota, 100, &[])).is_empty(), "{quota:?}");
        }
    }

    #[test]
    fn fewer_addresses_are_needed_with_one_gateway_and_none_with_a_regional_one() {
        let mut stack = stack();
        stack.network.nat = Nat::Single;
        assert_eq!(needed(&stack, Quota::ElasticIps).map(|needed| needed.least), Some(1));
        stack.network.nat = Nat::Regional;
        assert_eq!(needed(&stack, Quota::ElasticIps), None);
        assert_eq!(needed(&stack, Quota::Distributions), None);
        assert_eq!(needed(&stack, Quota::GroupRules), None);
    }
}
