"""What a person types about incidents, checked."""
