"""Kept conversations in the browser: their list, what changes them, what readers say of them."""
