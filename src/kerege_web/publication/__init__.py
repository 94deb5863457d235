"""Alerts published as warnings in the Common Alerting Protocol, and the feed of them."""
