"""What the documents of the benchmark say: known texts, and texts from a seed."""
