//! What each kind of resource takes, from the calls of its adapter.
//!
//! A file is a service, a table a kind. What a service does with the caller's permissions on the way of a call to itself is in
//! the table of the kind that the call is about.

mod acm;
mod application_autoscaling;
mod backup;
mod cloudfront;
mod cloudtrail;
mod cloudwatch;
mod ec2;
mod ecr;
mod ecs;
mod efs;
mod elasticache;
mod elb;
mod eventbridge;
mod iam;
mod logs;
mod moodle;
mod rds;
mod route53;
mod s3;
mod scheduler;
mod secretsmanager;
mod sfn;
mod sns;
mod wafv2;

use super::row::Row;

/// Makes the function that finds the tables of a kind.
macro_rules! tables {
    ($($module:ident::$kind:ident: $table:ident;)+) => {
        /// Returns what a kind takes, by AWS's name for it.
        pub(super) fn rows(kind: &str) -> &'static [Row] {
            $(
                if kind == <crate::resource::$module::$kind as crate::resource::Kind>::INFO.name {
                    return $module::$table;
                }
            )+
            &[]
        }
    };
}

tables! {
    acm::Certificate: CERTIFICATE;
    acm::Validation: VALIDATION;
    application_autoscaling::ScalableTarget: SCALABLE_TARGET;
    application_autoscaling::ScalingPolicy: SCALING_POLICY;
    backup::Vault: VAULT;
    cloudfront::Distribution: DISTRIBUTION;
    cloudfront::VpcOrigin: VPC_ORIGIN;
    cloudtrail::Trail: TRAIL;
    cloudwatch::Alarm: ALARM;
    cloudwatch::Dashboard: DASHBOARD;
    ec2::ElasticIp: ELASTIC_IP;
    ec2::FlowLog: FLOW_LOG;
    ec2::InternetGateway: INTERNET_GATEWAY;
    ec2::NatGateway: NAT_GATEWAY;
    ec2::RouteTable: ROUTE_TABLE;
    ec2::SecurityGroup: SECURITY_GROUP;
    ec2::SecurityGroupRule: SECURITY_GROUP_RULE;
    ec2::Subnet: SUBNET;
    ec2::Vpc: VPC;
    ec2::VpcEndpoint: VPC_ENDPOINT;
    ecr::Repository: REPOSITORY;
    ecs::Cluster: CLUSTER;
    ecs::Service: SERVICE;
    ecs::TaskDefinition: TASK_DEFINITION;
    efs::AccessPoint: ACCESS_POINT;
    efs::FileSystem: FILE_SYSTEM;
    efs::MountTarget: MOUNT_TARGET;
    elasticache::CacheSubnetGroup: SUBNET_GROUP;
    elasticache::ReplicationGroup: REPLICATION_GROUP;
    elasticache::ServerlessCache: SERVERLESS_CACHE;
    elb::Listener: LISTENER;
    elb::ListenerRule: LISTENER_RULE;
    elb::LoadBalancer: LOAD_BALANCER;
    elb::TargetGroup: TARGET_GROUP;
    eventbridge::Rule: RULE;
    iam::Role: ROLE;
    iam::ServiceLinkedRole: SERVICE_LINKED_ROLE;
    logs::LogDelivery: DELIVERY;
    logs::LogGroup: LOG_GROUP;
    moodle::Schema: SCHEMA;
    rds::DbCluster: CLUSTER;
    rds::DbClusterInstance: CLUSTER_INSTANCE;
    rds::DbClusterParameterGroup: CLUSTER_PARAMETER_GROUP;
    rds::DbInstance: INSTANCE;
    rds::DbParameterGroup: PARAMETER_GROUP;
    rds::DbSubnetGroup: SUBNET_GROUP;
    rds::EventSubscription: EVENT_SUBSCRIPTION;
    route53::Record: RECORD;
    s3::Bucket: BUCKET;
    scheduler::Schedule: SCHEDULE;
    secretsmanager::Secret: SECRET;
    sfn::StateMachine: STATE_MACHINE;
    sns::Subscription: SUBSCRIPTION;
    sns::Topic: TOPIC;
    wafv2::WebAcl: WEB_ACL;
}
