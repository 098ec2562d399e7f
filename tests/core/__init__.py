"""The ground of the library: errors, clauses, money and rates, readings, answers, terms."""
