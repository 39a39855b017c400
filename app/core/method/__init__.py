"""What answers are worth (docs/method.md), and how far somebody has come."""
