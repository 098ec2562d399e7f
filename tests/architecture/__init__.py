"""The rules of the house, held by tests.

Each module has a checker, a small function from a source to the lines that break its rule;
the checker is tried on planted sources before it is let loose on the project's own.
"""
