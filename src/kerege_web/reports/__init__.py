"""Reports: what residents, police and border guards share, and how they hear back."""
