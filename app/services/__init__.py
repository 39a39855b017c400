"""What a person can do, one function each; no HTTP, no HTML."""
