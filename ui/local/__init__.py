"""Answer the command line from a server of the same workspace that runs already."""
