"""Disclosure control: small counts of persons, and what would give them back."""
