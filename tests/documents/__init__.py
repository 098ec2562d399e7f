"""Printable documents: the page as a value, and what its two renderers make of it."""
