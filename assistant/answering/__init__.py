"""Answering: from ranked passages to exact quotes, or a refusal."""
