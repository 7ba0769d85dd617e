//! Elastic Load Balancing: Application Load Balancers.

use super::Ref;
use super::id::{
    BucketName, CertificateArn, ListenerArn, LoadBalancerArn, RoleArn, SecretArn, SecurityGroupId, SubnetId,
    TargetGroupArn, VpcId,
};
use serde::{Deserialize, Serialize};

kind! {
    /// An Application Load Balancer that drops invalid headers.
    LoadBalancer is "load balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer" of "elasticloadbalancingv2" {
        named: 32,
        replaces: [internal],
        unsent: [linked_role],
        untold: [linked_role],
        create: 150 to 900,
        delete: 30 to 900,
        outputs: {
            /// Its ARN.
            arn: LoadBalancerArn,
            /// The host name that it answers on.
            dns_name: HostName,
            /// The hosted zone that an alias record names.
            zone: AliasZoneId,
            /// What metrics know it by.
            label: LoadBalancerLabel,
        },
    }
    /// Whether only the VPC reaches it.
    internal: bool,
    /// A subnet in each zone.
    subnets: Vec<Ref<SubnetId>>,
    /// The security groups.
    groups: Vec<Ref<SecurityGroupId>>,
    /// After how many seconds without a byte a connection is closed.
    idle_timeout: u32,
    /// The bucket that its access logs are written to.
    access_logs: Option<Ref<BucketName>>,
    /// Whether AWS refuses to delete it.
    deletion_protection: bool,
    /// The service-linked role that the service works by; it must be there first.
    linked_role: Ref<RoleArn>,
}

kind! {
    /// A target group of IP addresses: the tasks that answer.
    TargetGroup is "target group", "AWS::ElasticLoadBalancingV2::TargetGroup" of "elasticloadbalancingv2" {
        named: 32,
        replaces: [vpc, port],
        create: 3 to 300,
        delete: 3 to 600,
        outputs: {
            /// Its ARN.
            arn: TargetGroupArn,
            /// What metrics know it by.
            label: TargetGroupLabel,
        },
    }
    /// The VPC.
    vpc: Ref<VpcId>,
    /// The port that tasks listen on, with HTTP.
    port: u16,
    /// What a health check asks for.
    health_path: String,
    /// Seconds between health checks.
    health_interval: u32,
    /// Seconds that an answer may take.
    health_timeout: u32,
    /// Good answers until a task is well.
    healthy: u32,
    /// Bad answers until it is not.
    unhealthy: u32,
    /// Seconds that a task that leaves may finish its requests.
    drain: u32,
}

/// What a listener does with a request that no rule matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Redirects it to HTTPS on port 443, for good.
    RedirectToHttps,
    /// Forwards it.
    Forward(Ref<TargetGroupArn>),
    /// Answers 403.
    Deny,
}

kind! {
    /// A listener.
    Listener is "listener", "AWS::ElasticLoadBalancingV2::Listener" of "elasticloadbalancingv2" {
        replaces: [load_balancer, port],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its ARN.
            arn: ListenerArn,
            /// The target group, now that a load balancer sends to it; empty where the default action is another.
            target_group: TargetGroupArn,
        },
    }
    /// The load balancer.
    load_balancer: Ref<LoadBalancerArn>,
    /// The port.
    port: u16,
    /// The certificate, of an HTTPS listener.
    certificate: Option<Ref<CertificateArn>>,
    /// The TLS policy, of an HTTPS listener.
    tls_policy: Option<String>,
    /// What it does with requests that no rule matches.
    action: Action,
}

kind! {
    /// A listener's rule: forwards what carries the secret header.
    ListenerRule is "listener rule", "AWS::ElasticLoadBalancingV2::ListenerRule" of "elasticloadbalancingv2" {
        replaces: [listener],
        untold: [listener, secret],
        create: 3 to 300,
        delete: 3 to 300,
        outputs: {
            /// Its ARN.
            arn: ListenerRuleArn,
            /// The target group, now that a load balancer sends to it.
            target_group: TargetGroupArn,
        },
    }
    /// The listener.
    listener: Ref<ListenerArn>,
    /// Its place among the listener's rules.
    priority: u32,
    /// The header's name.
    header: String,
    /// The secret that holds the header's value.
    secret: Ref<SecretArn>,
    /// Where matching requests go.
    target_group: Ref<TargetGroupArn>,
}
