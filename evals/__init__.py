"""Measuring the assistant: gold questions, and what is scored on them."""
