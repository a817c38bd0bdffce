"""From text to words with syntax, times and amounts."""
