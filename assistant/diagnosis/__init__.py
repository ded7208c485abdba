"""What is wrong with an installation and its workspace, and how large its index is."""
