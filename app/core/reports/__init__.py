"""What is shown: a report as a value, one module a kind."""
