"""The printed figures: their table, and everything known of one."""
