"""Self-exciting point processes: incidents that make further incidents likelier, near and soon after."""
