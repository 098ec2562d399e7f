"""Articles 4 and 5: how long the contract lasts, how each party leaves it, and where it stands on a day."""
