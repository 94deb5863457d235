"""What comes in: tables of text become reports, and every row that cannot is named with its reason."""
