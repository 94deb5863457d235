"""What has happened but is not reported yet."""
