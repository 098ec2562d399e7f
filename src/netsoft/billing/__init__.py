"""Articles 5, 7, 8 and 17: invoices, what a late payment costs, and who may be cut off."""
