"""Properties of the rules, over facts, terms and readings drawn at random."""
