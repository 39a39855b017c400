"""What may leave: copies made by replacing and leaving out, then scored again."""
