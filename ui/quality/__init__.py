"""How good the answers are: `#/quality`, from the evaluation's runs."""
