"""The fifth stage: passages to an answer of exact quotes, or an honest refusal."""
