//! What references refer to. Each is a mark for the compiler and has no values.

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident,)+) => {
        $( $(#[$doc])+ #[derive(Debug)] pub enum $name {} )+
    };
}

ids! {
    /// A queue's ARN, in the worked example of a kind.
    #[cfg(test)]
    QueueArn,
    /// A VPC's id.
    VpcId,
    /// A subnet's id.
    SubnetId,
    /// An internet gateway's id.
    InternetGatewayId,
    /// A NAT gateway's id.
    NatGatewayId,
    /// An elastic IP's allocation id.
    AllocationId,
    /// An IP address.
    IpAddress,
    /// A route table's id.
    RouteTableId,
    /// A security group's id.
    SecurityGroupId,
    /// A security group rule's id.
    SecurityGroupRuleId,
    /// A VPC endpoint's id.
    EndpointId,
    /// A flow log's id.
    FlowLogId,
    /// An IAM role's ARN.
    RoleArn,
    /// An IAM role's name.
    RoleName,
    /// A log group's ARN, without the `:*` at its end.
    LogGroupArn,
    /// A log group's name.
    LogGroupName,
    /// A log delivery's id.
    DeliveryId,
    /// A bucket's name.
    BucketName,
    /// A bucket's ARN.
    BucketArn,
    /// A trail's ARN.
    TrailArn,
    /// A secret's ARN.
    SecretArn,
    /// A topic's ARN.
    TopicArn,
    /// A subscription's ARN.
    SubscriptionArn,
    /// An RDS subnet group's name.
    DbSubnetGroupName,
    /// An RDS parameter group's name.
    DbParameterGroupName,
    /// A database instance's or cluster's identifier.
    DbIdentifier,
    /// An event subscription's name.
    EventSubscriptionName,
    /// An ElastiCache subnet group's name.
    CacheSubnetGroupName,
    /// A cache's name.
    CacheName,
    /// A host name that something answers on.
    HostName,
    /// A TCP port.
    Port,
    /// A file system's id.
    FileSystemId,
    /// A file system's ARN.
    FileSystemArn,
    /// A mount target's id.
    MountTargetId,
    /// An access point's id.
    AccessPointId,
    /// An access point's ARN.
    AccessPointArn,
    /// An image repository's ARN.
    RepositoryArn,
    /// An image repository's name.
    RepositoryName,
    /// Who made an image repository.
    RepositoryOwner,
    /// A load balancer's ARN.
    LoadBalancerArn,
    /// The part of a load balancer's ARN that metrics go by, as `app/name/id`.
    LoadBalancerLabel,
    /// The hosted zone that an alias record names.
    AliasZoneId,
    /// A target group's ARN.
    TargetGroupArn,
    /// The part of a target group's ARN that metrics go by, as `targetgroup/name/id`.
    TargetGroupLabel,
    /// A listener's ARN.
    ListenerArn,
    /// A listener rule's ARN.
    ListenerRuleArn,
    /// An ECS cluster's ARN.
    ClusterArn,
    /// An ECS cluster's name.
    ClusterName,
    /// A task definition's ARN, with its revision.
    TaskDefinitionArn,
    /// A service's ARN.
    ServiceArn,
    /// What Moodle's tables are known by.
    SchemaId,
    /// A service's name.
    ServiceName,
    /// A schedule's ARN.
    ScheduleArn,
    /// An event rule's ARN.
    RuleArn,
    /// A state machine's ARN.
    StateMachineArn,
    /// A backup vault's ARN.
    BackupVaultArn,
    /// A backup vault's name.
    BackupVaultName,
    /// What Application Auto Scaling scales, as `service/cluster/service`.
    ScalableId,
    /// A scaling policy's ARN.
    ScalingPolicyArn,
    /// An alarm's ARN.
    AlarmArn,
    /// A dashboard's name.
    DashboardName,
    /// A web ACL's ARN.
    WebAclArn,
    /// A distribution's id.
    DistributionId,
    /// A distribution's ARN.
    DistributionArn,
    /// A VPC origin's id.
    VpcOriginId,
    /// A certificate's ARN.
    CertificateArn,
    /// A DNS record's name.
    RecordName,
    /// A DNS record's value.
    RecordValue,
}
