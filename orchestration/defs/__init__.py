"""Dagster definitions, one module a subject, in the order of the flow."""

import warnings

import dagster as dg

# code references are used knowingly; their warning would stand before every run
warnings.filterwarnings("ignore", category=dg.BetaWarning)
