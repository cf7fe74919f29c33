"""Data quality: arrivals, checks, reports against claims, revisions."""
