"""One indicator: its definition, history, and how its counties compare."""
