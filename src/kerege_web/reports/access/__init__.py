"""The only reads of reports, by what is asked. What a viewer may not see does not exist for that viewer."""
