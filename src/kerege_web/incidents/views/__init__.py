"""What a person asks of incidents, and what is shown."""
