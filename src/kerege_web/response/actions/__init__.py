"""The only changes of responses, contacts, shifts and calls."""
