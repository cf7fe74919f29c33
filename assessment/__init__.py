"""The annual assessment, from published files alone."""
