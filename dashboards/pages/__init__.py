"""The pages. Each has PATH, NAME, layout(**query) and connect(app)."""
