"""Evaluation: gold questions, metrics, the gate, public benchmarks."""
