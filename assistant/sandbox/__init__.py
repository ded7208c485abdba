"""Reading and chunking in a separate process, which no hostile file can hold up."""
