"""Responses to alerts: what is done, by whom, until when; who is on duty, and the telephone to the other side."""
