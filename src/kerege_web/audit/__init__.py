"""The audit log: append-only, each entry sealed with the one before."""
