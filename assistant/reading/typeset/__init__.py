"""Sources that are typeset elsewhere: LaTeX, reStructuredText, notebooks."""
