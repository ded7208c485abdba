"""What is told of parts of Office files that are not text of the document as it stands."""

from __future__ import annotations

STRUCK = "Text that is struck out was left out."
DELETED = "Deletions of tracked changes were left out."
INSERTED = "Insertions of tracked changes were read as if accepted."
HIDDEN = "Hidden text was left out."
COMMENTS = "Comments were left out."
