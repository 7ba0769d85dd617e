//! Tables of AWS and Moodle facts, each with the page it was taken from and the day.

pub mod fargate;
