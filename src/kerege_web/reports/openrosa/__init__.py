"""The door for ODK Collect and every other client that speaks OpenRosa."""
