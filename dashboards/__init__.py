"""The dashboard: reads one published warehouse, shows it, never writes."""
