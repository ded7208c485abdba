"""The metrics of answers; `evals.metrics.table` lists them."""
