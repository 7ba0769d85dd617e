//! `doctor`: checks whether AWS accepts the declaration, before anything is created.

use super::args::Command;
use super::error::CliError;
use super::exit::Exit;
use super::session::Session;
use crate::execute::preflight;
use crate::operations::Cloud;
use crate::plan::{moodle_version, preflight_queries};
use crate::report::EdgeNeeds;
use moodle_stack_model::rules::preflight::{PreflightAnswers, PreflightQuery, evaluate};
use serde_json::json;

impl<P: Cloud> Session<'_, P> {
    /// Asks AWS everything that a deployment asks, even about values that AWS has already accepted, and lists the answers.
    pub(super) async fn doctor(&self) -> Result<Exit, CliError> {
        let (job, stack) = (self.job, self.job.stack);
        let journal = self.last().await?;
        let all = PreflightQuery::all(&stack.architecture);
        let unsettled = preflight_queries(&stack.architecture, &journal);
        let mut checks = job.checks.take();
        for (query, answer) in preflight(&self.provider, &self.clock, &all).await.0 {
            let answer = answer.map(|answer| PreflightAnswers {
                own: self.own_labels(),
                ..answer
            });
            let problems = answer
                .as_ref()
                .map_or_else(|_| Vec::new(), |answer| evaluate(&stack.architecture, answer));
            let is_settled = !unsettled.contains(&query);
            checks.answer(stack, &query, answer.as_ref(), &problems, is_settled);
        }
        let tables = PreflightAnswers {
            schema: moodle_version(&self.graph, &journal),
            ..PreflightAnswers::default()
        };
        let problems = evaluate(&stack.architecture, &tables);
        for (rule, problem) in &problems {
            checks.problem(stack, rule, problem, false);
        }
        if problems.is_empty() && tables.schema.is_some() {
            checks.fits("moodle.version", "Moodle can upgrade the existing database");
        }
        let edge = EdgeNeeds::of(&self.graph);
        job.console.json(&json!({
            "stack": self.graph.stack,
            "account": self.graph.account,
            "region": self.graph.region,
            "target": if job.is_aws() { "aws" } else { "sandbox" },
            "accepted": !checks.has_refused(),
            "checks": checks.json(),
            "edge": edge.as_ref().map(EdgeNeeds::json),
        }));
        job.console.print(&format!("\n{}\n{}", checks.text(), checks.summary()));
        if let Some(edge) = &edge {
            job.console.print(&format!("\n{}", edge.text()));
        }
        if !job.is_aws() {
            let words = job.args.command().words();
            job.console.print(&format!(
                "\nIn the sandbox, every check passes. To ask AWS: {}",
                job.invocation.on_aws(&words)
            ));
        }
        if checks.has_refused() {
            job.console.print(&format!(
                "\nFix what is marked with ✗, and check again: {}",
                job.again(&Command::Doctor)
            ));
            return Ok(Exit::Failed);
        }
        job.console
            .print(&format!("\nTo see what would be done: {}", job.again(&Command::Plan)));
        Ok(Exit::Done)
    }
}
