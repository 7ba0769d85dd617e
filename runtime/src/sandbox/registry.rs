//! How the sandbox simulates every kind.

use super::simulated::Simulated;
use crate::kinds::for_each_kind;

/// Builds the table of the given kinds. A kind that the sandbox cannot simulate does not compile.
macro_rules! simulated {
    ($($module:ident::$kind:ident),+ $(,)?) => {
        &[$( (
            <$crate::kinds::$module::$kind as $crate::resource::Kind>::INFO.name,
            &<$crate::kinds::$module::$kind as $crate::sandbox::HasSimulation>::SIMULATED,
        ) ),+]
    };
}

/// Every kind, by AWS's name for it.
static SIMULATED: &[(&str, &Simulated)] = for_each_kind!(simulated);

#[cfg(test)]
static EXAMPLES: &[(&str, &Simulated)] = crate::kinds::for_each_example!(simulated);

/// Finds how a kind is simulated, by AWS's name for it.
pub(super) fn find(kind: &str) -> Option<&'static Simulated> {
    let all = SIMULATED.iter();
    #[cfg(test)]
    let all = all.chain(EXAMPLES);
    all.into_iter()
        .find(|(name, _)| *name == kind)
        .map(|(_, simulated)| *simulated)
}
