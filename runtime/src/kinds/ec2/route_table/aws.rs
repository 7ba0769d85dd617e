//! Route tables.

use super::RouteTable;
use crate::aws::listing::gather;
use crate::aws::{Adapter, Changed, Cx, Listing, absent, api_error, missing, not_shown};
use crate::provider::{ApiError, ApiErrorKind, Deletion, Live, Owned, State};
use crate::resource::Ref;
use aws_sdk_ec2::types::{self, ResourceType, Route, RouteTableAssociation, RouteTableAssociationStateCode};

const EVERYWHERE: &str = "0.0.0.0/0";

async fn describe(cx: &Cx<'_>, id: &str) -> Result<Option<types::RouteTable>, ApiError> {
    let call = cx.ec2().describe_route_tables().route_table_ids(id);
    let answer = absent(call.send().await.map_err(api_error("ec2:DescribeRouteTables")))?;
    Ok(answer.and_then(|answer| answer.route_tables.unwrap_or_default().into_iter().next()))
}

fn default_route(table: &types::RouteTable) -> Option<&Route> {
    table
        .routes()
        .iter()
        .find(|route| route.destination_cidr_block() == Some(EVERYWHERE))
}

/// Returns the routes to the internet that the stack has not added. Other routes lead to networks that somebody has connected,
/// such as that of the campus through a VPN, and are left alone:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html>
fn foreign_routes(table: &types::RouteTable) -> impl Iterator<Item = &Route> {
    table.routes().iter().filter(|route| {
        let gateway = route.gateway_id().unwrap_or_default();
        let to_internet = gateway.starts_with("igw-") || route.egress_only_internet_gateway_id().is_some();
        to_internet && route.destination_cidr_block() != Some(EVERYWHERE)
    })
}

/// Returns the destination of a route.
fn destination(route: &Route) -> &str {
    let ranges = route.destination_cidr_block().or(route.destination_ipv6_cidr_block());
    ranges.or(route.destination_prefix_list_id()).unwrap_or_default()
}

/// Deletes the routes that the stack has not added.
async fn delete_foreign_routes(cx: &Cx<'_>, table: &types::RouteTable, id: &str) -> Result<(), ApiError> {
    for route in foreign_routes(table) {
        let call = cx
            .ec2()
            .delete_route()
            .route_table_id(id)
            .set_destination_cidr_block(route.destination_cidr_block.clone())
            .set_destination_ipv6_cidr_block(route.destination_ipv6_cidr_block.clone())
            .set_destination_prefix_list_id(route.destination_prefix_list_id.clone());
        absent(call.send().await.map_err(api_error("ec2:DeleteRoute")))?;
    }
    Ok(())
}

/// Returns the associations with subnets that are active or are about to be.
fn associations(table: &types::RouteTable) -> impl Iterator<Item = &RouteTableAssociation> {
    table.associations().iter().filter(|one| {
        let state = one.association_state().and_then(|state| state.state());
        one.subnet_id().is_some()
            && !matches!(
                state,
                Some(
                    RouteTableAssociationStateCode::Disassociating
                        | RouteTableAssociationStateCode::Disassociated
                        | RouteTableAssociationStateCode::Failed
                )
            )
    })
}

async fn disassociate(cx: &Cx<'_>, association: &RouteTableAssociation) -> Result<(), ApiError> {
    let call = cx
        .ec2()
        .disassociate_route_table()
        .set_association_id(association.route_table_association_id.clone());
    absent(call.send().await.map_err(api_error("ec2:DisassociateRouteTable"))).map(drop)
}

/// Makes "already exists" retryable: the describe call did not show the object yet, and the next attempt replaces it.
fn retryable(mut refusal: ApiError) -> ApiError {
    if refusal.kind == ApiErrorKind::AlreadyExists {
        refusal.kind = ApiErrorKind::NotReady;
    }
    refusal
}

impl RouteTable {
    async fn set_route(&self, cx: &Cx<'_>, table: &types::RouteTable, id: &str) -> Result<(), ApiError> {
        let internet = self.internet_gateway.as_ref().map(Ref::value);
        let nat = self.nat_gateway.as_ref().map(Ref::value);
        let live = default_route(table);
        let (gateway, nat) = (internet.map(str::to_owned), nat.map(str::to_owned));
        if gateway.is_none() && nat.is_none() {
            if live.is_some() {
                let call = cx
                    .ec2()
                    .delete_route()
                    .route_table_id(id)
                    .destination_cidr_block(EVERYWHERE);
                absent(call.send().await.map_err(api_error("ec2:DeleteRoute")))?;
            }
            return Ok(());
        }
        if let Some(live) = live {
            if live.gateway_id == gateway && live.nat_gateway_id == nat {
                return Ok(());
            }
            let call = cx
                .ec2()
                .replace_route()
                .route_table_id(id)
                .destination_cidr_block(EVERYWHERE)
                .set_gateway_id(gateway)
                .set_nat_gateway_id(nat);
            return call.send().await.map(drop).map_err(api_error("ec2:ReplaceRoute"));
        }
        let call = cx
            .ec2()
            .create_route()
            .route_table_id(id)
            .destination_cidr_block(EVERYWHERE)
            .set_gateway_id(gateway)
            .set_nat_gateway_id(nat);
        call.send()
            .await
            .map(drop)
            .map_err(|error| retryable(api_error("ec2:CreateRoute")(error)))
    }

    async fn associate(&self, cx: &Cx<'_>, table: &types::RouteTable, id: &str) -> Result<(), ApiError> {
        let subnet = self.subnet.value();
        if !associations(table).any(|one| one.subnet_id() == Some(subnet)) {
            if let Some(other) = self.other_association(cx, id).await? {
                // A subnet has one table: AWS refuses a second association, and a replacement leaves no gap.
                let call = cx
                    .ec2()
                    .replace_route_table_association()
                    .association_id(other)
                    .route_table_id(id);
                call.send()
                    .await
                    .map_err(api_error("ec2:ReplaceRouteTableAssociation"))?;
            } else {
                let call = cx.ec2().associate_route_table().route_table_id(id).subnet_id(subnet);
                call.send()
                    .await
                    .map_err(|error| retryable(api_error("ec2:AssociateRouteTable")(error)))?;
            }
        }
        for former in associations(table).filter(|one| one.subnet_id() != Some(subnet)) {
            disassociate(cx, former).await?;
        }
        Ok(())
    }

    /// Finds the subnet's association with another table.
    async fn other_association(&self, cx: &Cx<'_>, id: &str) -> Result<Option<String>, ApiError> {
        let mut pages = cx
            .ec2()
            .describe_route_tables()
            .filters(super::super::aws::by("association.subnet-id", self.subnet.value()))
            .into_paginator()
            .items()
            .send();
        while let Some(table) = pages.next().await {
            let table = table.map_err(api_error("ec2:DescribeRouteTables"))?;
            let other = associations(&table).find(|one| one.subnet_id() == Some(self.subnet.value()));
            if let Some(other) = other.filter(|_| table.route_table_id() != Some(id)) {
                return Ok(other.route_table_association_id.clone());
            }
        }
        Ok(None)
    }
}

impl Adapter for RouteTable {
    async fn find(&self, cx: &Cx<'_>) -> Result<Option<String>, ApiError> {
        let mut pages = cx
            .ec2()
            .describe_route_tables()
            .set_filters(Some(cx.ec2_filters()))
            .into_paginator()
            .items()
            .send();
        while let Some(table) = pages.next().await {
            let table = table.map_err(api_error("ec2:DescribeRouteTables"))?;
            if cx.owns_ec2(table.tags()) {
                return Ok(table.route_table_id);
            }
        }
        Ok(None)
    }

    async fn list(lx: &Listing<'_>) -> Result<Vec<Owned>, ApiError> {
        let call = lx.ec2().describe_route_tables().filters(lx.ec2_filter());
        gather("ec2:DescribeRouteTables", call.into_paginator().items().send(), |one| {
            let subnet = associations(&one).find_map(|one| one.subnet_id());
            let owned = lx.owned_ec2(one.route_table_id(), one.tags())?;
            Some(owned.field("subnet", subnet.unwrap_or_default()))
        })
        .await
    }

    async fn create(&self, cx: &Cx<'_>) -> Result<String, ApiError> {
        let call = cx
            .ec2()
            .create_route_table()
            .vpc_id(self.vpc.value())
            .client_token(&cx.target.token)
            .tag_specifications(cx.ec2_tags(ResourceType::RouteTable));
        let answer = call.send().await.map_err(api_error("ec2:CreateRouteTable"))?;
        answer
            .route_table
            .and_then(|table| table.route_table_id)
            .ok_or_else(|| missing("ec2:CreateRouteTable", "route table ID"))
    }

    async fn configure(&self, cx: &Cx<'_>, id: &str, changed: &Changed<'_>) -> Result<(), ApiError> {
        let call = cx.ec2().describe_route_tables().route_table_ids(id);
        let answer = call.send().await.map_err(api_error("ec2:DescribeRouteTables"))?;
        let table = answer.route_tables.unwrap_or_default().into_iter().next();
        let table = table.ok_or_else(|| not_shown("ec2:DescribeRouteTables", "route table"))?;
        // The route comes first, so it exists before anything uses the subnet.
        if changed.take(&["internet_gateway", "nat_gateway"]) {
            self.set_route(cx, &table, id).await?;
        }
        if changed.take(&["subnet"]) {
            self.associate(cx, &table, id).await?;
        }
        if changed.take(&["foreign_routes"]) {
            delete_foreign_routes(cx, &table, id).await?;
        }
        Ok(())
    }

    async fn read(&self, cx: &Cx<'_>, id: &str) -> Result<Option<Live>, ApiError> {
        let Some(table) = describe(cx, id).await? else {
            return Ok(None);
        };
        let mine = associations(&table).find(|one| one.subnet_id() == Some(self.subnet.value()));
        let association = mine.or_else(|| associations(&table).next());
        let state = match association.and_then(|one| one.association_state()?.state()) {
            Some(RouteTableAssociationStateCode::Associating) => State::Pending("associating".into()),
            _ => State::Ready,
        };
        let route = default_route(&table);
        let foreign: Vec<&str> = foreign_routes(&table).map(destination).collect();
        Ok(Some(
            Live::new(state)
                .owned_by(cx.ec2_owner(table.tags()))
                .output("id", id.to_owned())
                .output("subnet", self.subnet.value().to_owned())
                .field("vpc", table.vpc_id())
                .field("subnet", association.and_then(|one| one.subnet_id()))
                .field("internet_gateway", route.and_then(|route| route.gateway_id()))
                .field("nat_gateway", route.and_then(|route| route.nat_gateway_id()))
                .constant("foreign_routes", Vec::new(), foreign),
        ))
    }

    async fn tag(&self, cx: &Cx<'_>, id: &str) -> Result<(), ApiError> {
        cx.tag_ec2(id).await
    }

    async fn delete(&self, cx: &Cx<'_>, id: &str) -> Result<Deletion, ApiError> {
        let Some(table) = describe(cx, id).await? else {
            return Ok(Deletion::NotFound);
        };
        // Associations must be deleted first: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html
        for association in associations(&table) {
            disassociate(cx, association).await?;
        }
        let call = cx.ec2().delete_route_table().route_table_id(id);
        absent(call.send().await.map_err(api_error("ec2:DeleteRouteTable")))?;
        Ok(Deletion::Accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_routes_to_the_internet_that_somebody_added_are_foreign() {
        let route = Route::builder;
        let table = types::RouteTable::builder()
            .routes(
                route()
                    .destination_cidr_block("10.0.0.0/16")
                    .gateway_id("local")
                    .build(),
            )
            .routes(
                route()
                    .destination_ipv6_cidr_block("2001:db8::/56")
                    .gateway_id("local")
                    .build(),
            )
            .routes(
                route()
                    .destination_cidr_block(EVERYWHERE)
                    .nat_gateway_id("nat-1")
                    .build(),
            )
            .routes(route().destination_prefix_list_id("pl-s3").gateway_id("vpce-1").build())
            .routes(
                route()
                    .destination_cidr_block("172.16.0.0/12")
                    .gateway_id("vgw-1")
                    .build(),
            )
            .routes(
                route()
                    .destination_cidr_block("192.0.2.0/24")
                    .transit_gateway_id("tgw-1")
                    .build(),
            )
            .routes(route().destination_ipv6_cidr_block("::/0").gateway_id("igw-1").build())
            .routes(route().destination_prefix_list_id("pl-1").gateway_id("igw-1").build())
            .routes(
                route()
                    .destination_cidr_block("198.51.100.0/24")
                    .gateway_id("vpce-2")
                    .build(),
            )
            .build();
        let foreign: Vec<&str> = foreign_routes(&table).map(destination).collect();
        assert_eq!(foreign, ["::/0", "pl-1"]);
    }
}
