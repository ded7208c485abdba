"""Read and cut files in a process of its own, which no file can hold up or bring down."""
