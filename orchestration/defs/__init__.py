"""Dagster definitions, one module a subject, in the order of the flow."""
