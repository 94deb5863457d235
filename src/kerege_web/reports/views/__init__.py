"""Pages and addresses of reports, by who uses them."""
