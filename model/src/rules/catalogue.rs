//! Every rule with its documentation, by id.

use super::Rule;

/// Builds the table, and makes the functions public under their names, which the expansion calls.
macro_rules! rules {
    ($( $id:literal $module:ident::$name:ident {
        statement: $statement:literal,
        why: $why:literal,
        source: $source:literal,
        reads: [$($reads:literal),+ $(,)?],
        wrong: $wrong:literal,
        right: $right:literal,
    } )+) => {
        $( pub use super::$module::$name; )+

        /// Every rule, by id.
        pub const RULES: &[Rule] = &[
            $( Rule {
                id: $id,
                name: stringify!($name),
                statement: $statement,
                why: $why,
                source: $source,
                reads: &[$($reads),+],
                wrong: $wrong,
                right: $right,
                check: $name,
            }, )+
        ];
    };
}

rules! {
    "MS101" identity::account_digits {
        statement: "An account is twelve digits.",
        why: "A request for an account that cannot exist fails, and so does each ARN that is compared with it.",
        source: "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html",
        reads: ["account"],
        wrong: "account: \"11112222333\"",
        right: "account: \"111122223333\"",
    }
    "MS102" identity::region_form {
        statement: "A region's name is written as AWS writes it.",
        why: "The region is part of the address of every AWS service; a wrong one leads nowhere.",
        source: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
        reads: ["region"],
        wrong: "region: \"ap-southeast-1a\"",
        right: "region: \"ap-southeast-1\"",
    }
    "MS103" identity::domain_form {
        statement: "The domain is a host name and nothing else.",
        why: "Moodle's address, CloudFront's alias and the certificate are made from it; Moodle adds `https://` itself.",
        source: "https://www.rfc-editor.org/rfc/rfc1123#section-2.1",
        reads: ["domain"],
        wrong: "domain: \"https://learn.example.edu\"",
        right: "domain: \"learn.example.edu\"",
    }
    "MS104" identity::dns_zone {
        statement: "A hosted zone is given by its id.",
        why: "Route 53 finds a zone by its id; the name of a zone is not unique.",
        source: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html",
        reads: ["dns.zone"],
        wrong: "dns: Route53 { zone: \"example.edu\" }",
        right: "dns: Route53 { zone: \"Z0123456789ABCDEFGHIJ\" }",
    }
    "MS201" network::two_zones {
        statement: "A network spans two availability zones or more.",
        why: "A load balancer and a database subnet group need subnets in two zones at least, and AWS refuses to make them otherwise.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
        reads: ["network.zones"],
        wrong: "zones: [\"ap-southeast-1a\"]",
        right: "zones: [\"ap-southeast-1a\", \"ap-southeast-1b\"]",
    }
    "MS202" network::distinct_zones {
        statement: "No availability zone is given twice.",
        why: "A load balancer takes one subnet of each zone, and a zone twice would survive no more than a zone once.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
        reads: ["network.zones"],
        wrong: "zones: [\"ap-southeast-1a\", \"ap-southeast-1a\"]",
        right: "zones: [\"ap-southeast-1a\", \"ap-southeast-1b\"]",
    }
    "MS203" network::zones_in_region {
        statement: "Each availability zone is in the stack's region.",
        why: "A VPC is in one region, and EC2 makes no subnet in a zone of another.",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html",
        reads: ["network.zones", "region"],
        wrong: "zones: [\"ap-southeast-1a\", \"ap-southeast-2b\"]",
        right: "zones: [\"ap-southeast-1a\", \"ap-southeast-1b\"]",
    }
    "MS204" network::no_local_zones {
        statement: "No zone is a Local Zone or a Wavelength Zone.",
        why: "EFS, RDS Multi-AZ and NAT gateways are not to be had in them.",
        source: "https://docs.aws.amazon.com/local-zones/latest/ug/what-is-aws-local-zones.html",
        reads: ["network.zones"],
        wrong: "zones: [\"us-east-1a\", \"us-east-1-bos-1a\"]",
        right: "zones: [\"us-east-1a\", \"us-east-1b\"]",
    }
    "MS205" network::cidr_form {
        statement: "A network is a range of IPv4 addresses.",
        why: "EC2 refuses to make a VPC of anything else.",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
        reads: ["network.cidr"],
        wrong: "cidr: \"10.0.0/16\"",
        right: "cidr: \"10.0.0.0/16\"",
    }
    "MS206" network::cidr_size {
        statement: "A network is a /16 to a /28.",
        why: "EC2 refuses to make a VPC that is larger or smaller.",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
        reads: ["network.cidr"],
        wrong: "cidr: \"10.0.0.0/15\"",
        right: "cidr: \"10.0.0.0/16\"",
    }
    "MS207" network::cidr_host_bits {
        statement: "A network's address is the first of its range.",
        why: "EC2 would silently take the range that the address is in, and what is deployed would not be what is declared.",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html",
        reads: ["network.cidr"],
        wrong: "cidr: \"10.0.1.0/16\"",
        right: "cidr: \"10.0.0.0/16\"",
    }
    "MS208" network::cidr_room {
        statement: "A network has room for a public and a private subnet in each zone.",
        why: "A load balancer needs a /27 in each zone, with eight addresses free, or it cannot grow with its load.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
        reads: ["network.cidr", "network.zones"],
        wrong: "cidr: \"10.0.0.0/26\"",
        right: "cidr: \"10.0.0.0/25\"",
    }
    "MS301" certificates::load_balancer_certificate_arn {
        statement: "The load balancer's certificate is the ARN of a certificate in AWS Certificate Manager, or issued.",
        why: "The load balancer's listener on port 443 cannot be made without it.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
        reads: ["load_balancer.certificate"],
        wrong: "certificate: \"7a1c\"",
        right: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c\"",
    }
    "MS302" certificates::edge_certificate_arn {
        statement: "CloudFront's certificate is the ARN of a certificate in AWS Certificate Manager, or issued.",
        why: "CloudFront serves a domain of yours with a certificate from there alone.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
        reads: ["edge.certificate"],
        wrong: "certificate: \"0f5e\"",
        right: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/0f5e\"",
    }
    "MS303" certificates::load_balancer_certificate_region {
        statement: "The load balancer's certificate is in the stack's region.",
        why: "A load balancer takes certificates of its own region alone.",
        source: "https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html",
        reads: ["load_balancer.certificate", "region"],
        wrong: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/7a1c\"",
        right: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c\"",
    }
    "MS304" certificates::edge_certificate_region {
        statement: "CloudFront's certificate is in us-east-1.",
        why: "CloudFront is no service of a region, and looks for certificates in us-east-1 alone.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
        reads: ["edge.certificate"],
        wrong: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/0f5e\"",
        right: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/0f5e\"",
    }
    "MS305" certificates::load_balancer_certificate_account {
        statement: "The load balancer's certificate is in the declared account.",
        why: "A load balancer cannot use the certificate of another account.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html",
        reads: ["load_balancer.certificate", "account"],
        wrong: "certificate: \"arn:aws:acm:ap-southeast-1:444455556666:certificate/7a1c\"",
        right: "certificate: \"arn:aws:acm:ap-southeast-1:111122223333:certificate/7a1c\"",
    }
    "MS306" certificates::edge_certificate_account {
        statement: "CloudFront's certificate is in the declared account.",
        why: "CloudFront cannot use the certificate of another account.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
        reads: ["edge.certificate", "account"],
        wrong: "certificate: \"arn:aws:acm:us-east-1:444455556666:certificate/0f5e\"",
        right: "certificate: \"arn:aws:acm:us-east-1:111122223333:certificate/0f5e\"",
    }
    "MS307" certificates::load_balancer_certificate_zone {
        statement: "The hosted zone that validates the load balancer's certificate is given by its id.",
        why: "The validation record is written into that zone, and the certificate is not issued before it is there.",
        source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
        reads: ["load_balancer.certificate"],
        wrong: "certificate: Issued { zone: \"example.edu\" }",
        right: "certificate: Issued { zone: \"Z0123456789ABCDEFGHIJ\" }",
    }
    "MS308" certificates::edge_certificate_zone {
        statement: "The hosted zone that validates CloudFront's certificate is given by its id.",
        why: "The validation record is written into that zone, and the certificate is not issued before it is there.",
        source: "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
        reads: ["edge.certificate"],
        wrong: "certificate: Issued { zone: \"example.edu\" }",
        right: "certificate: Issued { zone: \"Z0123456789ABCDEFGHIJ\" }",
    }
    "MS401" edge::origin_timeout {
        statement: "CloudFront waits 1 to 120 seconds for an answer, and to 180 with a raised quota.",
        why: "CloudFront refuses a distribution with any other timeout.",
        source: "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomOriginConfig.html",
        reads: ["edge.origin_timeout", "edge.quota_raised"],
        wrong: "origin_timeout: 121",
        right: "origin_timeout: 120",
    }
    "MS402" edge::origin_timeout_within_idle_timeout {
        statement: "CloudFront gives up before the load balancer closes the connection.",
        why: "Otherwise the load balancer ends a slow request with an error of its own, and the longer timeout is never reached.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
        reads: ["edge.origin_timeout", "edge.quota_raised", "load_balancer.idle_timeout"],
        wrong: "origin_timeout: 90, idle_timeout: 60",
        right: "origin_timeout: 60, idle_timeout: 60",
    }
    "MS411" load_balancer::private_needs_edge {
        statement: "A private load balancer has an edge in front of it.",
        why: "Only CloudFront reaches into private subnets, by a VPC origin.",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html",
        reads: ["load_balancer.private", "edge"],
        wrong: "load_balancer: Alb { private: true }",
        right: "edge: CloudFront { … }, load_balancer: Alb { private: true }",
    }
    "MS412" load_balancer::idle_timeout {
        statement: "The load balancer's idle timeout is 1 to 4000 seconds.",
        why: "Elastic Load Balancing refuses any other.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html",
        reads: ["load_balancer.idle_timeout"],
        wrong: "idle_timeout: 4001",
        right: "idle_timeout: 4000",
    }
    "MS413" load_balancer::drain {
        statement: "A task that leaves has up to 3600 seconds for its requests.",
        why: "Elastic Load Balancing refuses a longer deregistration delay.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html",
        reads: ["load_balancer.drain"],
        wrong: "drain: 3601",
        right: "drain: 3600",
    }
    "MS414" load_balancer::health_check_timeout {
        statement: "A health check has its answer before the next one begins.",
        why: "Elastic Load Balancing refuses a timeout that is not below the interval.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        reads: ["load_balancer.health_check.timeout", "load_balancer.health_check.interval"],
        wrong: "interval: 15, timeout: 15",
        right: "interval: 15, timeout: 14",
    }
    "MS415" load_balancer::health_check_limits {
        statement: "A health check's numbers are among those that a target group takes.",
        why: "Elastic Load Balancing refuses a target group with any other.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        reads: ["load_balancer.health_check"],
        wrong: "healthy: 1",
        right: "healthy: 2",
    }
    "MS501" compute::fargate_size {
        statement: "A Fargate task has one of the sizes that AWS offers.",
        why: "Fargate offers fixed pairs of CPU units and memory; ECS refuses to register a task definition with any other.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
        reads: ["compute.cpu", "compute.memory"],
        wrong: "cpu: 1024, memory: 1024",
        right: "cpu: 1024, memory: 2048",
    }
    "MS502" compute::replicas_at_least_one {
        statement: "A service runs one task at least.",
        why: "Application Auto Scaling would take the last task away.",
        source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
        reads: ["compute.replicas"],
        wrong: "replicas: 0..=10",
        right: "replicas: 2..=10",
    }
    "MS503" compute::replicas_in_order {
        statement: "The fewest tasks are no more than the most.",
        why: "Application Auto Scaling refuses a range that is upside down.",
        source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
        reads: ["compute.replicas"],
        wrong: "replicas: 10..=2",
        right: "replicas: 2..=10",
    }
    "MS504" compute::single_replica_meant {
        statement: "One task alone is said to be meant.",
        why: "A task is lost with its host or its zone, and replaced with each deployment of its platform; a second one answers meanwhile.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
        reads: ["compute.replicas", "compute.single_replica"],
        wrong: "replicas: 1..=1",
        right: "replicas: 1..=1, single_replica: true",
    }
    "MS505" compute::capacity_weights {
        statement: "The weights of the capacity providers are 0 to 1000.",
        why: "ECS refuses a capacity provider strategy with any other.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
        reads: ["compute.capacity"],
        wrong: "capacity: Spread { fargate: 1, spot: 1001 }",
        right: "capacity: Spread { fargate: 1, spot: 1000 }",
    }
    "MS506" compute::capacity_somewhere {
        statement: "One of the capacity providers' weights is more than 0.",
        why: "ECS runs no task with a strategy whose weights are all 0.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
        reads: ["compute.capacity"],
        wrong: "capacity: Spread { fargate: 0, spot: 0 }",
        right: "capacity: Spread { fargate: 1, spot: 0 }",
    }
    "MS507" compute::spot_alone_meant {
        statement: "Tasks on Spot alone are said to be meant.",
        why: "AWS takes Spot tasks back with two minutes' notice, many at a time when capacity is short, and Moodle with them.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
        reads: ["compute.capacity", "compute.replicas", "compute.allow_all_spot"],
        wrong: "capacity: Spread { fargate: 0, spot: 1 }",
        right: "capacity: Spread { fargate: 0, spot: 1 }, allow_all_spot: true",
    }
    "MS508" compute::stop_timeout {
        statement: "A task has 2 to 120 seconds to stop.",
        why: "ECS refuses a task definition on Fargate with any other.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
        reads: ["compute.stop_timeout"],
        wrong: "stop_timeout: 121",
        right: "stop_timeout: 120",
    }
    "MS509" compute::scale_at_cpu {
        statement: "The average CPU use that scaling holds is 1 to 100 percent.",
        why: "An average never reaches more, so that the service would never grow; at 0 it would never shrink.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html",
        reads: ["compute.scale_at_cpu"],
        wrong: "scale_at_cpu: 101",
        right: "scale_at_cpu: 100",
    }
    "MS510" compute::scale_at_memory {
        statement: "The average memory use that scaling holds is 1 to 100 percent.",
        why: "An average never reaches more, so that the service would never grow; at 0 it would never shrink.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html",
        reads: ["compute.scale_at_memory"],
        wrong: "scale_at_memory: 0",
        right: "scale_at_memory: 1",
    }
    "MS601" files::dataroot_on_files {
        statement: "Moodle's data directory is on the shared file system.",
        why: "Outside it, each task has moodledata of its own, on a disk that is deleted with the task, and the uploads in it.",
        source: "https://docs.moodle.org/en/Server_cluster",
        reads: ["moodle.dataroot", "files.mount"],
        wrong: "dataroot: \"/var/www/data\", mount: \"/var/www/moodledata\"",
        right: "dataroot: \"/var/www/moodledata\", mount: \"/var/www/moodledata\"",
    }
    "MS602" files::mount_is_directory {
        statement: "The file system is mounted at a directory of its own, written from the root.",
        why: "A container cannot start with a mount at its root or at a relative path.",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_MountPoint.html",
        reads: ["files.mount"],
        wrong: "mount: \"moodledata\"",
        right: "mount: \"/moodledata\"",
    }
    "MS603" files::dataroot_is_directory {
        statement: "Moodle's data directory is written from the root.",
        why: "Moodle reads it from different working directories, on the web and on the command line, and a detour hides where it leads.",
        source: "https://docs.moodle.org/en/Configuration_file",
        reads: ["moodle.dataroot"],
        wrong: "dataroot: \"moodledata\"",
        right: "dataroot: \"/moodledata\"",
    }
    "MS604" files::infrequent_after_days {
        statement: "Unread files move to infrequent access after one of the times that EFS knows.",
        why: "EFS refuses a lifecycle policy with any other.",
        source: "https://docs.aws.amazon.com/efs/latest/APIReference/API_LifecyclePolicy.html",
        reads: ["files.infrequent_after_days"],
        wrong: "infrequent_after_days: 31",
        right: "infrequent_after_days: 30",
    }
    "MS605" moodle::moodle_port {
        statement: "The container listens on a port from 1 to 65535.",
        why: "A target group with any other is refused.",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html",
        reads: ["moodle.port"],
        wrong: "port: 70000",
        right: "port: 8080",
    }
    "MS701" database::storage_size {
        statement: "An instance's storage is 20 to 65536 GiB.",
        why: "RDS refuses an instance with any other on gp3.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
        reads: ["database.storage"],
        wrong: "storage: 19..=300",
        right: "storage: 20..=300",
    }
    "MS702" database::storage_growth {
        statement: "An instance's storage starts below what it may grow to, by a tenth at least, or does not grow.",
        why: "RDS refuses a ceiling that is nearer to the storage at the start.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html",
        reads: ["database.storage"],
        wrong: "storage: 100..=109",
        right: "storage: 100..=110",
    }
    "MS703" database::single_zone_meant {
        statement: "A database without a standby is said to be meant.",
        why: "With a standby in another zone, RDS takes over within minutes; without, a restore takes hours.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html",
        reads: ["database.multi_az", "database.single_zone"],
        wrong: "multi_az: false",
        right: "multi_az: false, single_zone: true",
    }
    "MS704" database::no_reader_meant {
        statement: "A cluster without a reader is said to be meant.",
        why: "A reader in another zone becomes the writer within a minute; without one, Aurora has to make a new instance first.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
        reads: ["database.readers", "database.single_zone"],
        wrong: "readers: 0",
        right: "readers: 0, single_zone: true",
    }
    "MS705" database::capacity_or_class {
        statement: "A cluster is serverless, or has instances of a class.",
        why: "Aurora's instances are of a class or of a capacity that follows the load; each is sized by one of them.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.create.html",
        reads: ["database.capacity", "database.class"],
        wrong: "capacity: 0.5..=10.0, class: \"db.r6g.large\"",
        right: "capacity: 0.5..=10.0",
    }
    "MS706" database::serverless_capacity {
        statement: "A serverless cluster's capacity is 0 to 256 ACUs in steps of 0.5, with the least first.",
        why: "Aurora refuses any other scaling configuration.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ServerlessV2ScalingConfiguration.html",
        reads: ["database.capacity"],
        wrong: "capacity: 0.7..=10.0",
        right: "capacity: 0.5..=10.0",
    }
    "MS707" database::instance_backup_days {
        statement: "An instance keeps backups for up to 35 days.",
        why: "RDS refuses a longer retention period.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
        reads: ["database.backup_days"],
        wrong: "backup_days: 36",
        right: "backup_days: 35",
    }
    "MS708" database::cluster_backup_days {
        statement: "A cluster keeps backups for 1 to 35 days.",
        why: "Aurora always keeps backups, and refuses any other retention period.",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html",
        reads: ["database.backup_days"],
        wrong: "backup_days: 0",
        right: "backup_days: 1",
    }
    "MS801" cache::cache_nodes {
        statement: "A cache has 1 to 6 nodes.",
        why: "ElastiCache refuses a replication group with any other number.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
        reads: ["cache.nodes"],
        wrong: "nodes: 7",
        right: "nodes: 6",
    }
    "MS802" cache::cache_snapshot_days {
        statement: "Snapshots of a cache are kept for up to 35 days.",
        why: "ElastiCache refuses a longer retention limit.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html",
        reads: ["cache.snapshot_days"],
        wrong: "snapshot_days: 36",
        right: "snapshot_days: 35",
    }
    "MS803" cache::cache_ecpu {
        statement: "The fewest processing units of a serverless cache are no more than the most.",
        why: "ElastiCache refuses limits that are upside down.",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ECPUPerSecond.html",
        reads: ["cache.ecpu"],
        wrong: "ecpu: 100000..=1000",
        right: "ecpu: 1000..=100000",
    }
    "MS901" observability::retention_days {
        statement: "Logs are kept for one of the times that CloudWatch Logs knows.",
        why: "CloudWatch Logs refuses any other.",
        source: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
        reads: ["observability.retention_days"],
        wrong: "retention_days: 45",
        right: "retention_days: 60",
    }
}

#[cfg(test)]
mod tests {
    use super::{RULES, Rule};
    use crate::rules::GRAMMAR;
    use crate::{Architecture, Field as _, Key, Type};

    #[test]
    fn ids_are_unique_and_in_order() {
        let ids: Vec<&str> = GRAMMAR
            .iter()
            .map(|rule| rule.id)
            .chain(RULES.iter().map(|rule| rule.id))
            .collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
    }

    #[test]
    fn every_rule_reads_keys_that_there_are() {
        fn known(types: &[Type], path: &str) -> bool {
            let (key, rest) = path.split_once('.').unwrap_or((path, ""));
            let keys =
                |one: &Type| -> Vec<Key> { one.keys.iter().filter(|known| known.name == key).copied().collect() };
            let mut found = types.iter().flat_map(keys);
            found.any(|found| rest.is_empty() || known(found.shape.types(), rest))
        }
        for rule in RULES {
            for path in rule.reads {
                assert!(known(&[Architecture::TYPE], path), "{}: {path}", rule.id);
            }
        }
    }

    #[test]
    fn every_rule_tells_what_and_why_in_sentences_and_where_from() {
        for Rule {
            id,
            statement,
            why,
            source,
            ..
        } in RULES
        {
            assert!(
                statement.ends_with('.') && why.ends_with('.') && source.starts_with("https://"),
                "{id}"
            );
        }
    }

    #[test]
    fn no_rule_panics_on_a_declaration_of_fillers() {
        for rule in RULES {
            let _ = (rule.check)(&Architecture::FILLER);
        }
    }
}
