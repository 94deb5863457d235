"""The only writes of alerts."""
