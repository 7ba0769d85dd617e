//! Every kind there is.

use super::KindInfo;

/// Runs a macro over every kind: `name in module`.
macro_rules! for_each_kind {
    ($callback:ident) => {
        $callback! {
            acm::Certificate, acm::Validation,
            application_autoscaling::ScalableTarget, application_autoscaling::ScalingPolicy,
            backup::Vault,
            cloudfront::Distribution, cloudfront::VpcOrigin,
            cloudtrail::Trail,
            cloudwatch::Alarm, cloudwatch::Dashboard,
            ec2::ElasticIp, ec2::FlowLog, ec2::InternetGateway, ec2::NatGateway, ec2::RouteTable, ec2::SecurityGroup,
            ec2::SecurityGroupRule, ec2::Subnet, ec2::Vpc, ec2::VpcEndpoint,
            ecr::Repository,
            ecs::Cluster, ecs::Service, ecs::TaskDefinition,
            efs::AccessPoint, efs::FileSystem, efs::MountTarget,
            elasticache::CacheSubnetGroup, elasticache::ReplicationGroup, elasticache::ServerlessCache,
            elb::Listener, elb::ListenerRule, elb::LoadBalancer, elb::TargetGroup,
            eventbridge::Rule,
            iam::Role, iam::ServiceLinkedRole,
            logs::LogDelivery, logs::LogGroup,
            moodle::Schema,
            rds::DbCluster, rds::DbClusterInstance, rds::DbClusterParameterGroup, rds::DbInstance,
            rds::DbParameterGroup, rds::DbSubnetGroup, rds::EventSubscription,
            route53::Record,
            s3::Bucket,
            scheduler::Schedule,
            secretsmanager::Secret,
            sfn::StateMachine,
            sns::Subscription, sns::Topic,
            wafv2::WebAcl,
        }
    };
}
#[cfg(any(test, feature = "aws"))]
pub(crate) use for_each_kind;

macro_rules! table {
    ($($module:ident::$kind:ident),+ $(,)?) => {
        &[$( &<super::$module::$kind as super::Kind>::INFO ),+]
    };
}

/// Every kind, by service.
pub static KINDS: &[&KindInfo] = for_each_kind!(table);

/// Finds a kind by AWS's name for it.
#[must_use]
pub fn info(name: &str) -> Option<&'static KindInfo> {
    KINDS.iter().copied().find(|kind| kind.name == name)
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
                kind.unsent,
                kind.steered,
                kind.untold,
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
                ("steered", kind.steered, "untold", kind.untold),
                ("steered", kind.steered, "replaces", kind.replaces),
                ("unsent", kind.unsent, "replaces", kind.replaces),
                ("incidental", kind.incidental, "replaces", kind.replaces),
                ("incidental", kind.incidental, "unsent", kind.unsent),
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
