"""Verification: does a quote support a written sentence?"""

CHECKING_VERSION = "4"
"""Raise it when a sentence could get another verdict: those in older receipts may then differ."""
