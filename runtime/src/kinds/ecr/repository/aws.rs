//! Repositories of container images.

use super::{OURS, Repository, SHARED};
use crate::aws::listing::{FEW, gather};
use crate::aws::policy::{parse, public_statements, without_public_statements};
use crate::aws::request::unbuilt;
use crate::aws::tags::pairs;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing, not_shown};
use crate::provider::{ApiError, Deletion, Live, Owned, State};
use aws_sdk_ecr::Client;
use aws_sdk_ecr::types::{
    EncryptionConfiguration, EncryptionType, ImageScanningConfiguration, ImageTagMutability, Repository as Described,
    Tag,
};
use moodle_stack_model::Image;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const DESCRIBE: &str = "ecr:DescribeRepositories";
const TAGS: &str = "ecr:ListTagsForResource";

impl Adapter for Repository {
    /// A repository that this stack did not create is used as it is: its name is unique in the account, and several
    /// stacks or a pipeline of the university may publish into it.
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let found = describe(cx, &self.name).await?;
        Ok(found.and_then(|found| found.repository_name))
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let pages = lx.ecr().describe_repositories().into_paginator().items().send();
        let mut all = gather(DESCRIBE, pages, Some).await?;
        if all.len() > FEW {
            let images = lx.images().await?;
            let images = images.iter().filter_map(|image| Image::parse(image).ok());
            let used: BTreeSet<&str> = images.map(|image| image.path).collect();
            all.retain(|one| one.repository_name().is_some_and(|name| used.contains(name)));
        }
        let mut owned = Vec::new();
        for one in all {
            let tags = absent(tags(&lx.ecr(), one.repository_arn).await)?.unwrap_or_default();
            let name = one.repository_name.unwrap_or_default();
            let found = lx.owned(&name, pairs(&tags));
            owned.extend(found.map(|owned| owned.field("name", name)));
        }
        Ok(owned)
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        const CALL: &str = "ecr:CreateRepository";
        let tags = cx.checked_tags(CALL, |key, value| Tag::builder().key(key).value(value).build())?;
        // With ECR's own key: a KMS key would cost money, and could be deleted while images need it.
        let encryption = EncryptionConfiguration::builder().encryption_type(EncryptionType::Aes256);
        let call = cx
            .ecr()
            .create_repository()
            .repository_name(&self.name)
            .encryption_configuration(encryption.build().map_err(unbuilt(CALL))?)
            .image_scanning_configuration(scanning(self.scan_on_push))
            .image_tag_mutability(mutability(self.immutable_tags))
            .set_tags(Some(tags));
        let created = call.send().await.map_err(api_error(CALL))?.repository;
        let name = created.and_then(|created| created.repository_name);
        name.ok_or_else(|| missing(CALL, "repository"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        let Some(found) = describe(cx, id).await? else {
            return Err(not_shown(DESCRIBE, "repository"));
        };
        if !is_ours(cx, &found).await? {
            // Its settings are its owner's choice.
            changed.leave();
            return Ok(());
        }
        if !changed.is_new() && changed.take(&["scan_on_push"]) {
            let call = cx.ecr().put_image_scanning_configuration().repository_name(id);
            let call = call.image_scanning_configuration(scanning(self.scan_on_push));
            call.send()
                .await
                .map_err(api_error("ecr:PutImageScanningConfiguration"))?;
        }
        if !changed.is_new() && changed.take(&["immutable_tags"]) {
            let call = cx.ecr().put_image_tag_mutability().repository_name(id);
            let call = call.image_tag_mutability(mutability(self.immutable_tags));
            call.send().await.map_err(api_error("ecr:PutImageTagMutability"))?;
        }
        if !changed.is_new() && changed.take(&["public_statements"]) {
            close_to_the_public(cx, id).await?;
        }
        if changed.take(&["untagged_days"]) {
            let call = cx.ecr().put_lifecycle_policy().repository_name(id);
            let call = call.lifecycle_policy_text(policy(self.untagged_days).to_string());
            call.send().await.map_err(api_error("ecr:PutLifecyclePolicy"))?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(found) = describe(cx, id).await? else {
            return Ok(None);
        };
        let ours = is_ours(cx, &found).await?;
        let live = Live::new(State::Ready)
            .output("arn", found.repository_arn.clone())
            .output("name", found.repository_name.clone())
            .output("owner", if ours { OURS } else { SHARED }.to_owned());
        if !ours {
            // Its settings are its owner's choice.
            return Ok(Some(live));
        }
        let scan = found
            .image_scanning_configuration()
            .map(ImageScanningConfiguration::scan_on_push);
        let immutable = found
            .image_tag_mutability()
            .map(|tags| *tags == ImageTagMutability::Immutable);
        Ok(Some(
            live.reported("name", found.repository_name())
                .reported("scan_on_push", scan)
                .reported("immutable_tags", immutable)
                .field("untagged_days", untagged_days(cx, id).await?)
                .constant(
                    "public_statements",
                    Vec::new(),
                    public_statements(&repository_policy(cx, id).await?),
                ),
        ))
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let Some(found) = describe(cx, id).await? else {
            return Ok(Deletion::NotFound);
        };
        if !is_ours(cx, &found).await? {
            return Ok(Deletion::Abandoned("this stack did not create the repository".into()));
        }
        // Without `force`, ECR refuses to delete a repository that holds an image.
        let call = cx.ecr().delete_repository().repository_name(id);
        match absent(call.send().await.map_err(api_error("ecr:DeleteRepository"))) {
            Err(error) if error.code == "RepositoryNotEmptyException" => Ok(self.with_images(cx)),
            Err(error) => Err(error),
            Ok(_) => Ok(Deletion::Accepted),
        }
    }
}

impl Repository {
    /// Abandons a repository that holds images, and explains how to delete it anyway.
    fn with_images(&self, cx: &Cx<'_>) -> Deletion {
        let (region, name) = (&cx.target.region, &self.name);
        Deletion::Abandoned(format!(
            "it holds images, which other stacks may run. The next deploy of the stack adopts it again. To delete it \
             with everything in it: `aws --region {region} ecr delete-repository --repository-name {name} --force`"
        ))
    }
}

async fn describe(cx: &Cx<'_>, name: &str) -> Result<Option<Described>, ApiError> {
    let call = cx.ecr().describe_repositories().repository_names(name);
    let answer = absent(call.send().await.map_err(api_error(DESCRIBE)))?;
    Ok(answer.and_then(|answer| answer.repositories?.into_iter().next()))
}

async fn tags(client: &Client, arn: Option<String>) -> Result<Vec<Tag>, ApiError> {
    let answer = client.list_tags_for_resource().set_resource_arn(arn).send().await;
    Ok(answer.map_err(api_error(TAGS))?.tags.unwrap_or_default())
}

/// Returns whether the stack owns a repository. If AWS does not show the tags yet, this is an error: the stack's own
/// repository would be taken for a shared one, and would be neither configured nor deleted.
async fn is_ours(cx: &Cx<'_>, repository: &Described) -> Result<bool, ApiError> {
    let tags = tags(&cx.ecr(), repository.repository_arn.clone()).await?;
    Ok(cx.target.owns(pairs(&tags)))
}

fn scanning(on_push: bool) -> ImageScanningConfiguration {
    ImageScanningConfiguration::builder().scan_on_push(on_push).build()
}

fn mutability(immutable: bool) -> ImageTagMutability {
    if immutable {
        ImageTagMutability::Immutable
    } else {
        ImageTagMutability::Mutable
    }
}

/// Reads who else may use the repository. A colleague's account may, everybody may not.
async fn repository_policy(cx: &Cx<'_>, name: &str) -> Result<Value, ApiError> {
    let answer = cx.ecr().get_repository_policy().repository_name(name).send().await;
    let answer = absent(answer.map_err(api_error("ecr:GetRepositoryPolicy")))?;
    let text = answer.and_then(|answer| answer.policy_text);
    Ok(text.map(|text| parse(&text)).unwrap_or_default())
}

/// Removes what allows something to everybody.
async fn close_to_the_public(cx: &Cx<'_>, name: &str) -> Result<(), ApiError> {
    if let Some(policy) = without_public_statements(repository_policy(cx, name).await?) {
        let call = cx.ecr().set_repository_policy().repository_name(name);
        let sent = call.policy_text(policy.to_string()).send().await;
        sent.map_err(api_error("ecr:SetRepositoryPolicy"))?;
    } else {
        let sent = cx.ecr().delete_repository_policy().repository_name(name).send().await;
        absent(sent.map_err(api_error("ecr:DeleteRepositoryPolicy")))?;
    }
    Ok(())
}

/// Returns the policy that deletes untagged images: <https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html>.
fn policy(untagged_days: u32) -> Value {
    json!({ "rules": [{
        "rulePriority": 1,
        "description": "What no tag names any more",
        "selection": {
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": untagged_days,
        },
        "action": { "type": "expire" },
    }] })
}

/// Reads after how many days an untagged image is deleted; `None` if the policy is another one or missing.
async fn untagged_days(cx: &Cx<'_>, name: &str) -> Result<Option<u64>, ApiError> {
    let call = cx.ecr().get_lifecycle_policy().repository_name(name);
    let answer = absent(call.send().await.map_err(api_error("ecr:GetLifecyclePolicy")))?;
    let text = answer.and_then(|answer| answer.lifecycle_policy_text);
    let live: Option<Value> = text.and_then(|text| serde_json::from_str(&text).ok());
    let days = live
        .as_ref()
        .and_then(|live| live["rules"][0]["selection"]["countNumber"].as_u64());
    let is_same = |days: &u64| u32::try_from(*days).is_ok_and(|days| live == Some(policy(days)));
    Ok(days.filter(is_same))
}
