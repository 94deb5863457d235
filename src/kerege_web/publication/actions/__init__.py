"""The only writes of what is published."""
