"""Speed, as ratios to a baseline measured in the same run: ``make bench``.

A figure in microseconds says as much about the machine as about the code; a ratio to a bare loop
that does the least that the result needs says something about the code. Nothing here is a test:
the suite measures no time.
"""
