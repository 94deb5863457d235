"""The words of the field as types: frozen value objects that are validated when made.

Axis letters: N incidents, T past periods, H horizon periods, S sections or section groups, K kinds of incident,
M draws, Q quantiles.
"""
