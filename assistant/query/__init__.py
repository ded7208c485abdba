"""Query: what a question leans on in the talk before it."""
