"""What leaves the house for others: alerts in the Common Alerting Protocol."""
