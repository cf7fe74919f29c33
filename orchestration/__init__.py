"""Everything together: the Dagster definitions and the command line."""
