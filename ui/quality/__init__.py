"""How good the answers are: `#/quality`, from the evaluation's runs."""

from ui.quality.routes import routes

__all__ = ["routes"]
