"""Gold cases: what is asked, which quotes answer it, which facts an answer must hold."""
