//! Whether the output has colours.

use clap::ColorChoice;
use std::env;

/// Applies `--color`. Without it, the terminal and the variables `NO_COLOR`, `CLICOLOR` and `CLICOLOR_FORCE` decide, which
/// `anstream` reads, and [`FORCE_COLOR`](https://force-color.org), which it does not.
pub(super) fn choose(color: ColorChoice) {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
        ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
        ColorChoice::Auto if is_set("FORCE_COLOR") && !is_set("NO_COLOR") => {
            anstream::ColorChoice::Always.write_global();
        }
        ColorChoice::Auto => {}
    }
}
