"""Every fixed phrase that an answer may contain, in one place."""

from __future__ import annotations

REFUSAL = "The documents do not say. The nearest passages:"
REFUSAL_EMPTY = "The documents do not say, and nothing in them is near to the question."
NO_ROW = "No row of {table} matches. The nearest passages:"
ROW_LACKS = "{table} does not give that about this entry. The nearest passages:"
ALL_ROWS = "{table} lists {total} rows:"
SOME_ROWS = "{count} of {total} rows of {table}:"
ONE_ROW = "1 of {total} rows of {table}:"
UNNAMED_TABLE = "the table"
BY_DOCUMENT = "What each document says:"
DIFFER = "The documents differ:"
