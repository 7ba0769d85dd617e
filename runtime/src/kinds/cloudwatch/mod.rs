//! Amazon CloudWatch: alarms and dashboards.

mod alarm;
#[cfg(feature = "aws")]
mod aws;
mod dashboard;

pub use alarm::Alarm;
pub use dashboard::Dashboard;
