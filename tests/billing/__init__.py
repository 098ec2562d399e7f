"""Article 8, rule by rule: small facts, figures worked out by hand."""
