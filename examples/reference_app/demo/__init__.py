"""Demonstration data: invented brokerages, their clients, their invoices and their year of work.

Everything is made from a seed and relative to the day on which it is made: the same seed on the same
day gives the same data. Nobody in it exists; the telephone numbers are those that the regulator
keeps for fiction, the addresses of e-mail end in ``.example``.
"""
