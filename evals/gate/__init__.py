"""Tell a real loss from noise: a run against the accepted baseline, question by question."""
