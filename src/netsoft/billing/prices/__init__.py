"""Article 7: prices and their models, the dated tariff, shares of a period, revisions, quotes and options."""
