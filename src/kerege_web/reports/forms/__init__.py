"""What can be asked and said about reports, by who does it."""
