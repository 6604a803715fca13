"""Activities with their figures and evidence, proposals about them, and totals."""
