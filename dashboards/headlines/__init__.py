"""The headline indicators: which figures they are, and a tile for each."""
