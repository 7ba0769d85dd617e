//! Shared by the permissions for Application Auto Scaling:
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html>.
//!
//! Application Auto Scaling calls ECS and CloudWatch with the caller's permissions:
//! <https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_id-based-policy-examples.html>. Those for
//! ECS are among the permissions to manage services.

use crate::resource::permission::{Condition, arn, equals};

pub(super) const TARGETS: &[&str] = &[arn!("application-autoscaling", "scalable-target/*")];

pub(super) const OF_ECS: Condition = equals("application-autoscaling:service-namespace", &["ecs"]);

pub(super) const COUNT: Condition = equals(
    "application-autoscaling:scalable-dimension",
    &["ecs:service:DesiredCount"],
);
