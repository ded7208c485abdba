"""Documents as they are cited: plain text, BibTeX and RIS, and a quote with its reference."""
