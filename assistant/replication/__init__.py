"""Publishes an index to a folder or URL, and pulls it into workspaces elsewhere.

    URL/CURRENT                 which snapshot is current, and the sha256 of its description
    URL/snapshots/<name>.json   what a snapshot consists of
    URL/blobs/ab/<sha256>       the bytes of a file, under their own sha256

All but the pointer is written once. So a copy fetches only what it lacks, and can check all of it.
"""
