"""Fifty and more ugly files as they arrive in real life, all made up."""
