"""Pure: what is asked, and what answers are worth. Standard library only."""
