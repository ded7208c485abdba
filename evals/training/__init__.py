"""Train the cross-encoder that scores a sentence against a question."""
