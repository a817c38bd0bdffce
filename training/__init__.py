"""How the models were trained and scored; no part of the package."""
