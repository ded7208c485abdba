"""What a corpus holds and what became of each file; putting documents in and taking them out."""
