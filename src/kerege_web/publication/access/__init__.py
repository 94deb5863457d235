"""The only reads of what was published."""
