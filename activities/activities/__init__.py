"""Activities: entered by one side, confirmed by the other, shown to everybody, counted in totals."""
