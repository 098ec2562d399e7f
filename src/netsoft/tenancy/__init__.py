"""Articles 2 and 15: what a tenant has, and what keeps it apart from the others."""
