"""The only reads of alerts."""
