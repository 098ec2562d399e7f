"""Whatever the command line is given, it answers, or refuses in one line: never a traceback.

``python -m tests.fuzz --minutes 10`` runs a long campaign; the suite runs a short one.
"""
