"""The overview: which indicators are the headlines, their tiles, what moved and why."""
