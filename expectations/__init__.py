"""Rules on what arrives and on what is published, as data, and their runner."""
