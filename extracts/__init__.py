"""The door: contracts and the code that lands extract files in the raw tables."""
