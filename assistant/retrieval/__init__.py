"""The fourth stage: a question to the passages that may answer it."""
