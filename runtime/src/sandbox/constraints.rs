//! Constraints that AWS checks for every kind: references must exist, names have a maximum length, and deletions have
//! an order. Constraints of one kind are in the kind's folder. The error codes are from the services' API references.

use super::registry::find;
use super::request::{Request, call};
use super::simulated::Simulated;
use super::simulation::{Resource, Simulation};
use crate::kinds::info;
use crate::provider::{ApiError, ApiErrorKind, Target};

/// Refuses a creation, or a change, that AWS would refuse.
pub(super) fn validate_create(simulated: &Simulated, request: &Request<'_>) -> Result<(), ApiError> {
    let target = request.target;
    for reference in &target.references {
        let is_given = request.simulation.gives(reference) && request.simulation.sees(reference, request.verb);
        if !is_given {
            let message = format!("'{}' does not exist", reference.value);
            return Err(ApiError::new(
                ApiErrorKind::NotFound,
                &call(request.verb, target),
                simulated.wording.not_found,
                message,
            ));
        }
    }
    let limit = target.kind.name_limit;
    if limit > 0 && target.name.chars().count() > limit {
        let message = format!("the name '{}' is longer than {limit} characters", target.name);
        return request.refuse("ValidationError", message);
    }
    (simulated.validate_create)(request)
}

/// Refuses a deletion that AWS would refuse.
pub(super) fn validate_delete(
    simulated: &Simulated,
    simulation: &Simulation,
    target: &Target,
    id: &str,
) -> Result<(), ApiError> {
    let used_by = |one: &Resource| format!("'{id}' is used by the {} '{}'", noun(one), one.name);
    // A document only names other resources: AWS still deletes them.
    let is_document = |kind: &str| find(kind).is_some_and(|kind| kind.is_document);
    let dependent = simulation.dependent(id, is_document).map(used_by);
    let itself = simulation.resources.get(id);
    let dependent = dependent.filter(|_| !simulated.is_never_in_use);
    let message = dependent.or_else(|| itself.and_then(|itself| (simulated.in_use)(simulation, itself)));
    message.map_or(Ok(()), |message| {
        let call = call("Delete", target);
        Err(ApiError::new(
            ApiErrorKind::InUse,
            &call,
            simulated.wording.in_use,
            message,
        ))
    })
}

fn noun(resource: &Resource) -> &'static str {
    info(&resource.kind).map_or("resource", |kind| kind.noun)
}
