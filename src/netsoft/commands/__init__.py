"""The commands of ``netsoft``: each reads arguments and files, and writes an answer as text or as JSON."""
