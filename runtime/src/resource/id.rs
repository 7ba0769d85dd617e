//! The meanings that an output can have, as types. A type marks references for the compiler and has no values.

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident,)+) => {
        $( $(#[$doc])+ #[derive(Debug)] pub enum $name {} )+
    };
}

ids! {
    /// A queue's ARN, in the worked example of a kind.
    #[cfg(test)]
    QueueArn,
    /// A VPC's ID.
    VpcId,
    /// A subnet's ID.
    SubnetId,
    /// An internet gateway's ID.
    InternetGatewayId,
    /// A NAT gateway's ID.
    NatGatewayId,
    /// An elastic IP's allocation ID.
    AllocationId,
    /// An IP address.
    IpAddress,
    /// A route table's ID.
    RouteTableId,
    /// A security group's ID.
    SecurityGroupId,
    /// A security group rule's ID.
    SecurityGroupRuleId,
    /// A VPC endpoint's ID.
    EndpointId,
    /// A flow log's ID.
    FlowLogId,
    /// An IAM role's ARN.
    RoleArn,
    /// An IAM role's name.
    RoleName,
    /// A log group's ARN, without the `:*` at its end.
    LogGroupArn,
    /// A log group's name.
    LogGroupName,
    /// A log delivery's ID.
    DeliveryId,
    /// A bucket's name.
    BucketName,
    /// A bucket's ARN.
    BucketArn,
    /// A trail's ARN.
    TrailArn,
    /// A secret's ARN.
    SecretArn,
    /// A KMS key's ARN.
    KmsKeyArn,
    /// A topic's ARN.
    TopicArn,
    /// A subscription's ARN, or `PendingConfirmation`.
    SubscriptionArn,
    /// An RDS subnet group's name.
    DbSubnetGroupName,
    /// An RDS parameter group's name.
    DbParameterGroupName,
    /// A database instance's or cluster's identifier.
    DbIdentifier,
    /// An event subscription's name.
    EventSubscriptionName,
    /// An ElastiCache parameter group's name.
    CacheParameterGroupName,
    /// An ElastiCache subnet group's name.
    CacheSubnetGroupName,
    /// A cache user's ID.
    CacheUserId,
    /// A cache user group's ID.
    CacheUserGroupId,
    /// The ID of the rule that a cache demands a password: the cache's ARN and `#authentication`.
    CacheAuthenticationId,
    /// A cache's name.
    CacheName,
    /// The host name of an endpoint.
    HostName,
    /// A TCP port.
    Port,
    /// A file system's ID.
    FileSystemId,
    /// A file system's ARN.
    FileSystemArn,
    /// A mount target's ID.
    MountTargetId,
    /// An access point's ID.
    AccessPointId,
    /// An access point's ARN.
    AccessPointArn,
    /// An image repository's ARN.
    RepositoryArn,
    /// An image repository's name.
    RepositoryName,
    /// Who created an image repository: this stack or somebody else.
    RepositoryOwner,
    /// A load balancer's ARN.
    LoadBalancerArn,
    /// The part of a load balancer's ARN that identifies it in metrics, such as `app/name/id`.
    LoadBalancerLabel,
    /// The ID of the hosted zone of an alias record's target.
    AliasZoneId,
    /// A target group's ARN.
    TargetGroupArn,
    /// The part of a target group's ARN that identifies it in metrics, such as `targetgroup/name/id`.
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
    /// The ID of Moodle's tables: the cluster's ARN, `#` and a spec hash.
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
    /// The ID of the resource that Application Auto Scaling scales, such as `service/cluster/service`.
    ScalableId,
    /// A scaling policy's ARN.
    ScalingPolicyArn,
    /// An alarm's ARN.
    AlarmArn,
    /// A dashboard's name.
    DashboardName,
    /// A web ACL's ARN.
    WebAclArn,
    /// An IP set's ARN.
    IpSetArn,
    /// A distribution's ID.
    DistributionId,
    /// A distribution's ARN.
    DistributionArn,
    /// A VPC origin's ID.
    VpcOriginId,
    /// A certificate's ARN.
    CertificateArn,
    /// A DNS record's name.
    RecordName,
    /// A DNS record's value.
    RecordValue,
}
