"""Ask all cases, score the answers, store the run."""
