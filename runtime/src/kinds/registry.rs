//! The list of all kinds.

use crate::resource::permission::Permissions;
use crate::resource::{Advice, KindInfo};

/// Calls a macro with every kind, as `service::Name`.
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
            elasticache::CacheAuthentication,
            elasticache::CacheParameterGroup,
            elasticache::CacheSubnetGroup,
            elasticache::CacheUser,
            elasticache::CacheUserGroup,
            elasticache::ReplicationGroup,
            elasticache::ServerlessCache,
            elb::Listener,
            elb::ListenerRule,
            elb::LoadBalancer,
            elb::TargetGroup,
            eventbridge::Rule,
            iam::Role,
            iam::ServiceLinkedRole,
            kms::Key,
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
            wafv2::IpSet,
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

/// A kind with the facets that every provider uses. The sandbox and AWS have tables of their own facets.
pub(crate) struct Registered {
    pub(crate) info: &'static KindInfo,
    /// The IAM permissions that its adapter needs.
    pub(crate) permissions: &'static Permissions,
    /// What to do when a resource of the kind has failed on AWS.
    pub(crate) advice: &'static [Advice],
}

/// Builds the table of the given kinds. If a kind lacks a facet, this does not compile.
macro_rules! registered {
    ($($module:ident::$kind:ident),+ $(,)?) => {
        &[$( $crate::kinds::Registered {
            info: &<$crate::kinds::$module::$kind as $crate::resource::Kind>::INFO,
            permissions: &<$crate::kinds::$module::$kind as $crate::resource::permission::HasPermissions>::PERMISSIONS,
            advice: <$crate::kinds::$module::$kind as $crate::resource::HasAdvice>::ADVICE,
        } ),+]
    };
}

/// Builds the list of the given kinds, without their facets.
macro_rules! infos {
    ($($module:ident::$kind:ident),+ $(,)?) => {
        &[$( &<super::$module::$kind as crate::resource::Kind>::INFO ),+]
    };
}

/// Every kind, ordered by service.
pub static KINDS: &[&KindInfo] = for_each_kind!(infos);

/// Every kind with its facets, in the same order.
pub(crate) static REGISTRY: &[Registered] = for_each_kind!(registered);

#[cfg(test)]
static EXAMPLES: &[Registered] = for_each_example!(registered);

/// Finds a kind with its facets by AWS's name, such as `AWS::EC2::Subnet`.
pub(crate) fn find(name: &str) -> Option<&'static Registered> {
    let registered = REGISTRY.iter();
    #[cfg(test)]
    let registered = registered.chain(EXAMPLES);
    registered.into_iter().find(|kind| kind.info.name == name)
}

/// Finds a kind by AWS's name, such as `AWS::EC2::Subnet`.
#[must_use]
pub fn info(name: &str) -> Option<&'static KindInfo> {
    find(name).map(|kind| kind.info)
}

/// Returns what to do about a resource that failed on AWS for the given cause; `None` if the cause is unknown.
pub(crate) fn advice(kind: &KindInfo, cause: &str) -> Option<&'static str> {
    Advice::find(find(kind.name)?.advice, cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_of_kinds_are_unique() {
        let names: BTreeSet<_> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), KINDS.len());
    }

    #[test]
    fn lists_of_fields_name_only_fields_of_the_kind() {
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
                &kind.unreported_fields().collect::<Vec<_>>(),
                kind.listed,
            ];
            for field in lists.concat() {
                assert!(fields.contains(field), "{} has no field {field}", kind.name);
            }
            for constant in kind.constants {
                assert!(!fields.contains(constant), "{constant} of {} is a field", kind.name);
            }
        }
    }

    #[test]
    fn lists_of_fields_do_not_contradict_each_other() {
        for kind in KINDS {
            let both = |one: &[&str], other: &[&str]| one.iter().any(|field| other.contains(field));
            let unreported: Vec<&str> = kind.unreported.iter().map(|one| one.name).collect();
            let pairs = [
                ("local", kind.local, "unreported", &unreported[..]),
                ("externally_managed", kind.externally_managed, "unreported", &unreported),
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
    fn deadline_is_at_least_twice_the_typical_time() {
        for kind in KINDS {
            for timing in [kind.create, kind.delete] {
                assert!(timing.deadline >= timing.typical * 2, "{}", kind.name);
            }
        }
    }
}
