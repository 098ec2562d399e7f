"""Articles 2, 6, 8, 9, 13, 15, 16: what a tenant has, who may do what with it, what keeps it from the others."""
