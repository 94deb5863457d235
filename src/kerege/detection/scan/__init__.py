"""The space-time scan: where and since when cases lie closer together than chance lets expect."""
