"""What answers are scored by, one measure a file; `evals.metrics.table` lists them."""
