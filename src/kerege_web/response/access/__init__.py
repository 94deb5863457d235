"""The only reads of responses, contacts, shifts and calls."""
