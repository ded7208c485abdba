"""Query: a question that depends on earlier ones, rewritten to stand alone."""
