"""Real servers for the tests, on this machine alone: PostgreSQL, PgBouncer, Redis, S3.

Each is looked for, started when a test first asks for it, and stopped with the run, however the run ends. Where one
cannot be had, the tests that need it are skipped and the reason is printed.
"""
