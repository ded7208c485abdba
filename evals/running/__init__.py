"""Ask all cases, score the answers, and keep the whole run."""
