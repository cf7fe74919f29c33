"""Patient flow: where a county's insured go, as a flow, a matrix, and in money."""
