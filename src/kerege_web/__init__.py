"""The Django application: a thin shell around the library.

Reads go through `access.py`, writes through `actions.py`.
"""
