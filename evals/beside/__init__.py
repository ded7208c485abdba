"""Beside other libraries: the same articles, the same vectors, each in processes of its own."""
