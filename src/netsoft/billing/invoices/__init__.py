"""Invoices and credit notes: drawn, numbered, taxed, checked for what the law asks, and issued once."""
