"""The chat: a question is asked, its answer shown as it grows and kept when it is done."""
