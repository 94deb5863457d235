"""hhh4: counts of many units that come by themselves, go on, and spread to neighbours."""
