"""How good the answers are: `#/quality`, from the evaluation's runs."""

from ui.quality.serving import routes

__all__ = ["routes"]
