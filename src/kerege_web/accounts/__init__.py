"""Agencies, people, roles and sign-in."""
