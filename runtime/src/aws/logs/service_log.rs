//! Log groups that a service writes to under a name of its own, and would make by itself: without tags, to keep for ever,
//! and to outlive what they are about.
//!
//! They are made before the service gets to it, together with what they are about, and go after it: a service that still
//! runs would make them again.

use crate::aws::{Cx, absent, fault};
use crate::provider::{Fault, FaultKind};

impl Cx<'_> {
    /// Sees to it that log groups are there and keep what they have for some days.
    pub(crate) async fn keep_service_logs(
        &self,
        names: impl IntoIterator<Item = String>,
        days: i32,
    ) -> Result<(), Fault> {
        for name in names {
            let call = self.logs().create_log_group().log_group_name(&name);
            let made = call.set_tags(Some(self.logs_tags())).send().await;
            match made.map_err(fault("logs:CreateLogGroup")) {
                Err(refusal) if refusal.kind != FaultKind::AlreadyExists => return Err(refusal),
                _ => {}
            }
            let call = self.logs().put_retention_policy().log_group_name(&name);
            let call = call.retention_in_days(days);
            call.send().await.map_err(fault("logs:PutRetentionPolicy"))?;
        }
        Ok(())
    }

    /// Removes all log groups whose names begin with a path that ends in `/`, and tells whether there were any. Once there
    /// were, a second look is due: the last records may come late, and bring their group back.
    pub(crate) async fn remove_service_logs(&self, path: &str) -> Result<bool, Fault> {
        let call = self.logs().describe_log_groups().log_group_name_prefix(path);
        let mut pages = call.into_paginator().items().send();
        let mut names = Vec::new();
        while let Some(group) = pages.next().await {
            let group = group.map_err(fault("logs:DescribeLogGroups"))?;
            names.extend(group.log_group_name.filter(|name| name.starts_with(path)));
        }
        for name in &names {
            let sent = self.logs().delete_log_group().log_group_name(name).send().await;
            absent(sent.map_err(fault("logs:DeleteLogGroup")))?;
        }
        Ok(!names.is_empty())
    }
}
