"""Risk of sections, threats and time windows. Never of persons."""
