"""Alerts as CAP 1.2: a message that cannot be invalid, its document, a feed of them, and their signature."""
