"""Invoices: their VAT, numbers, mentions, issue, credit notes and pages."""
