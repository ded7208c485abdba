"""Verification: does a quote support a written sentence?"""

CHECKING_VERSION = "2"
"""Raise it when the same sentence could get another verdict: receipts made before may then differ."""
