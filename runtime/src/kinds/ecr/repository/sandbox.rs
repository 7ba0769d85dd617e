//! Image repositories in the sandbox: a repository that somebody else created is used, and not deleted.

use super::{OURS, Repository, SHARED};
use crate::sandbox::{Guest, HasSimulation, Sharing, Simulated, Wording};

impl HasSimulation for Repository {
    const SIMULATED: Simulated = Simulated::plain(&Wording::COMMON)
        .arn("arn:aws:ecr:{region}:{account}:repository/{name}")
        .outputs(&[("owner", OURS)])
        .sharing(Sharing::Guest(Guest {
            by: "name",
            read: |live| live.output("owner", SHARED.to_owned()),
            abandoned: "this stack did not create the repository",
        }));
}
