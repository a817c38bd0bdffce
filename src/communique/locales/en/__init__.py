"""English: model, lexicon, names and words."""
