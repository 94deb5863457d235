"""Everything that touches the disk: tables, regions, parameters and message catalogues."""
