//! Every kind there is, one a line.

use crate::resource::permission::Permissions;
use crate::resource::{Advice, KindInfo};

/// Runs a macro over every kind: `service::Name`.
macro_rules! for_each_kind {
    ($callback:ident) => {
        $callback! {
            acm::Certificate,
            acm::Validation,
            application_autoscaling::ScalableTarget,
            application_autoscaling::ScalingPolicy,
            backup::Vault,
            cloudfront::Distribution,
            cloudfront::VpcOrigin,
            cloudtrail::Trail,
            cloudwatch::Alarm,
            cloudwatch::Dashboard,
            ec2::ElasticIp,
            ec2::FlowLog,
            ec2::InternetGateway,
            ec2::NatGateway,
            ec2::RouteTable,
            ec2::SecurityGroup,
            ec2::SecurityGroupRule,
            ec2::Subnet,
            ec2::Vpc,
            ec2::VpcEndpoint,
            ecr::Repository,
            ecs::Cluster,
            ecs::Service,
            ecs::TaskDefinition,
            efs::AccessPoint,
            efs::FileSystem,
            efs::MountTarget,
            elasticache::CacheSubnetGroup,
            elasticache::ReplicationGroup,
            elasticache::ServerlessCache,
            elb::Listener,
            elb::ListenerRule,
            elb::LoadBalancer,
            elb::TargetGroup,
            eventbridge::Rule,
            iam::Role,
            iam::ServiceLinkedRole,
            logs::LogDelivery,
            logs::LogGroup,
            moodle::Schema,
            rds::DbCluster,
            rds::DbClusterInstance,
            rds::DbClusterParameterGroup,
            rds::DbInstance,
            rds::DbParameterGroup,
            rds::DbSubnetGroup,
            rds::EventSubscription,
            route53::Record,
            s3::Bucket,
            scheduler::Schedule,
            secretsmanager::Secret,
            sfn::StateMachine,
            sns::Subscription,
            sns::Topic,
            wafv2::WebAcl,
        }
    };
}
pub(crate) use for_each_kind;

/// Runs a macro over the kinds of the worked example.
#[cfg(test)]
macro_rules! for_each_example {
    ($callback:ident) => {
        $callback! {
            example::Queue,
        }
    };
}
#[cfg(test)]
pub(crate) use for_each_example;

/// A kind, with the facets that every provider has use for. The sandbox and AWS have tables of their own.
pub(crate) struct Registered {
    /// What it is.
    pub(crate) info: &'static KindInfo,
    /// What the calls of its adapter take of IAM.
    pub(crate) permissions: &'static Permissions,
    /// What to do about it when AWS has given it up.
    pub(crate) advice: &'static [Advice],
}

/// Makes the table of some kinds: a kind that lacks a facet does not compile.
macro_rules! registered {
    ($($module:ident::$kind:ident),+ $(,)?) => {
        &[$( $crate::kinds::Registered {
            info: &<$crate::kinds::$module::$kind as $crate::resource::Kind>::INFO,
            permissions: &<$crate::kinds::$module::$kind as $crate::resource::permission::HasPermissions>::PERMISSIONS,
            advice: <$crate::kinds::$module::$kind as $crate::resource::HasAdvice>::ADVICE,
        } ),+]
    };
}

/// Makes the list of what some kinds are.
macro_rules! infos {
    ($($module:ident::$kind:ident),+ $(,)?) => {
        &[$( &<super::$module::$kind as crate::resource::Kind>::INFO ),+]
    };
}

/// What every kind is, by service.
pub static KINDS: &[&KindInfo] = for_each_kind!(infos);

/// Every kind with its facets, in the same order.
pub(crate) static REGISTRY: &[Registered] = for_each_kind!(registered);

#[cfg(test)]
static EXAMPLES: &[Registered] = for_each_example!(registered);

/// Finds a kind by AWS's name for it, with its facets.
pub(crate) fn find(name: &str) -> Option<&'static Registered> {
    let registered = REGISTRY.iter();
    #[cfg(test)]
    let registered = registered.chain(EXAMPLES);
    registered.into_iter().find(|kind| kind.info.name == name)
}

/// Finds a kind by AWS's name for it.
#[must_use]
pub fn info(name: &str) -> Option<&'static KindInfo> {
    find(name).map(|kind| kind.info)
}

/// Returns what to do about a resource that AWS has given up for a cause; nothing where the cause is not known.
pub(crate) fn advice(kind: &KindInfo, cause: &str) -> Option<&'static str> {
    Advice::find(find(kind.name)?.advice, cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_kinds_share_a_name() {
        let names: BTreeSet<_> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), KINDS.len());
    }

    #[test]
    fn every_field_that_a_kind_names_is_one_of_its_own() {
        for kind in KINDS {
            let fields: BTreeSet<_> = kind.fields.iter().copied().collect();
            let blank = (kind.blank)();
            let serialized: BTreeSet<_> = blank.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(fields, serialized, "{}", kind.name);
            let lists = [
                kind.replaces,
                kind.incidental,
                kind.local,
                kind.externally_managed,
                kind.unreported,
                kind.listed,
            ];
            for field in lists.concat() {
                assert!(fields.contains(field), "{} has no field {field}", kind.name);
            }
        }
    }

    #[test]
    fn what_a_kind_says_of_a_field_does_not_contradict_itself() {
        for kind in KINDS {
            let both = |one: &[&str], other: &[&str]| one.iter().any(|field| other.contains(field));
            let pairs = [
                (
                    "externally_managed",
                    kind.externally_managed,
                    "unreported",
                    kind.unreported,
                ),
                ("externally_managed", kind.externally_managed, "replaces", kind.replaces),
                ("local", kind.local, "replaces", kind.replaces),
                ("incidental", kind.incidental, "replaces", kind.replaces),
                ("incidental", kind.incidental, "local", kind.local),
            ];
            for (one, fields, other, others) in pairs {
                assert!(
                    !both(fields, others),
                    "{}: a field is both {one} and {other}",
                    kind.name
                );
            }
        }
    }

    #[test]
    fn every_wait_ends_well_after_the_usual_time() {
        for kind in KINDS {
            for timing in [kind.create, kind.delete] {
                assert!(timing.deadline >= timing.typical * 2, "{}", kind.name);
            }
        }
    }
}
