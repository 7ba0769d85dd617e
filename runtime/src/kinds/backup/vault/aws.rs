//! Backup vaults.

use super::Vault;
use crate::aws::listing::gather;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Cx, Listing, absent, api_error};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_backup::Client;
use aws_sdk_backup::types::BackupVaultListMember;

const LIST: &str = "backup:ListBackupVaults";
const TAGS: &str = "backup:ListTags";

async fn tags(client: &Client, arn: &str) -> Result<Vec<(String, String)>, ApiError> {
    let answer = client.list_tags().resource_arn(arn).send().await;
    let tags = absent(answer.map_err(api_error(TAGS)))?.and_then(|answer| answer.tags);
    Ok(tags.unwrap_or_default().into_iter().collect())
}

/// Finds a vault in the list of all. Describing a vault that does not exist fails as if access were denied:
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeBackupVault.html>.
async fn get(cx: &Cx<'_>, name: &str) -> Result<Option<BackupVaultListMember>, ApiError> {
    let mut pages = cx.backup().list_backup_vaults().into_paginator().items().send();
    while let Some(vault) = pages.next().await {
        let vault = vault.map_err(api_error(LIST))?;
        if vault.backup_vault_name() == Some(name) {
            return Ok(Some(vault));
        }
    }
    Ok(None)
}

impl Adapter for Vault {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let name = &cx.target.name;
        let Some(arn) = get(cx, name).await?.and_then(|vault| vault.backup_vault_arn) else {
            return Ok(None);
        };
        let tags = tags(&cx.backup(), &arn).await?;
        cx.claim(TAGS, name.clone(), pairs(&tags))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.backup().list_backup_vaults().into_paginator().items().send();
        let named = gather(LIST, pages, |one| {
            let name = one.backup_vault_name.filter(|name| lx.is_named_for_stack(name))?;
            Some((name, one.backup_vault_arn?))
        });
        lx.owned_by_tags(named.await?, async |arn| tags(&lx.backup(), arn).await)
            .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .backup()
            .create_backup_vault()
            .backup_vault_name(&cx.target.name)
            .set_backup_vault_tags(Some(cx.target.tags().into_iter().collect()))
            .creator_request_id(&cx.target.token);
        call.send().await.map_err(api_error("backup:CreateBackupVault"))?;
        Ok(cx.target.name.clone())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let found = get(cx, id).await?;
        Ok(found.map(|vault| {
            Live::new(State::Ready)
                .output("arn", vault.backup_vault_arn)
                .output("name", vault.backup_vault_name)
        }))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let Some(vault) = get(cx, id).await? else {
            return Ok(Deletion::Accepted);
        };
        // AWS refuses to delete a vault that holds recovery points:
        // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteBackupVault.html
        if vault.number_of_recovery_points > 0 {
            let (region, name) = (&cx.target.region, &cx.target.name);
            let why = Vault::with_backups(region, name, vault.number_of_recovery_points);
            return Ok(Deletion::Abandoned(why));
        }
        let call = cx.backup().delete_backup_vault().backup_vault_name(id);
        absent(call.send().await.map_err(api_error("backup:DeleteBackupVault")))?;
        Ok(Deletion::Accepted)
    }
}
