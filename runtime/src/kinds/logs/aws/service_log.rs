//! Log groups that a service writes to under a name of its own. If they did not exist, the service would create them,
//! without tags and without expiry, and they would outlive their resource.
//!
//! So they are created with the resource, before the service creates them. They are deleted after the resource, because
//! a running service would create them again.

use crate::aws::listing::gather;
use crate::aws::{Cx, Listing, absent, api_error};
use crate::kinds::logs::log_group::aws::{DESCRIBE, arn};
use crate::provider::{ApiError, ApiErrorKind, Owned};
use serde_json::Value;
use std::collections::BTreeMap;

impl Cx<'_> {
    /// Creates the log groups that do not exist yet, and sets the retention of all of them, in days.
    pub(crate) async fn keep_service_logs(
        &self,
        names: impl IntoIterator<Item = String>,
        days: i32,
    ) -> Result<(), ApiError> {
        for name in names {
            let call = self.logs().create_log_group().log_group_name(&name);
            let created = call.set_tags(Some(self.logs_tags())).send().await;
            match created.map_err(api_error("logs:CreateLogGroup")) {
                Err(refusal) if refusal.kind != ApiErrorKind::AlreadyExists => return Err(refusal),
                _ => {}
            }
            let call = self.logs().put_retention_policy().log_group_name(&name);
            let call = call.retention_in_days(days);
            call.send().await.map_err(api_error("logs:PutRetentionPolicy"))?;
        }
        Ok(())
    }

    /// Returns for how many days the log groups under a path keep their records: `days` if that is true of all of them, and
    /// otherwise what the first other one says; null if it keeps them for ever, or does not exist.
    pub(crate) async fn service_log_days(&self, path: &str, names: &[String], days: i32) -> Result<Value, ApiError> {
        let call = self.logs().describe_log_groups().log_group_name_prefix(path);
        let groups = gather(DESCRIBE, call.into_paginator().items().send(), |group| {
            Some((group.log_group_name?, group.retention_in_days))
        });
        let found: BTreeMap<_, _> = groups.await?.into_iter().collect();
        let kept = names.iter().map(|name| found.get(name).copied().flatten());
        let other = kept.into_iter().find(|kept| *kept != Some(days));
        Ok(other.unwrap_or(Some(days)).map_or(Value::Null, Value::from))
    }

    /// Deletes all log groups whose names start with a path that ends in `/`, and returns whether there were any. If
    /// so, the caller must check again: the last records may arrive late, and create their group again.
    pub(crate) async fn remove_service_logs(&self, path: &str) -> Result<bool, ApiError> {
        let call = self.logs().describe_log_groups().log_group_name_prefix(path);
        let mut pages = call.into_paginator().items().send();
        let mut names = Vec::new();
        while let Some(group) = pages.next().await {
            let group = group.map_err(api_error(DESCRIBE))?;
            names.extend(group.log_group_name.filter(|name| name.starts_with(path)));
        }
        for name in &names {
            let sent = self.logs().delete_log_group().log_group_name(name).send().await;
            absent(sent.map_err(api_error("logs:DeleteLogGroup")))?;
        }
        Ok(!names.is_empty())
    }
}

impl Listing<'_> {
    /// Lists the log groups under a path, such as `/aws/rds/instance/`, that have outlived their resource of the stack,
    /// because the record of its deletion was lost. They have the resource's tags, and get an address next to the
    /// resource's address.
    pub(in crate::kinds::logs) async fn left_service_logs(
        &self,
        path: &str,
        lives: impl AsyncFn(&str) -> Result<bool, ApiError>,
    ) -> Result<Vec<Owned>, ApiError> {
        let call = self
            .logs()
            .describe_log_groups()
            .log_group_name_prefix(format!("{path}{}", self.prefix()));
        let pages = call.into_paginator().items().send();
        let groups = gather(DESCRIBE, pages, |group| {
            let arn = arn(&group)?;
            Some((group.log_group_name?, arn))
        });
        let mut owned = Vec::new();
        for (name, arn) in groups.await? {
            let Some((of, log)) = name.strip_prefix(path).and_then(|rest| rest.split_once('/')) else {
                continue;
            };
            if self.is_named_for_stack(of) && !lives(of).await? {
                let found = self.owned_log_group(&name, &arn).await?;
                owned.extend(found.map(|found| Owned {
                    address: format!("{}-log-{log}", found.address),
                    name: name.clone(),
                    ..found
                }));
            }
        }
        Ok(owned)
    }
}
