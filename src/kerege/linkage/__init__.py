"""Which reports belong to one happening."""
