"""What belongs to one language, as data."""
