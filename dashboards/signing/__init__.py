"""Signing and key groups."""
