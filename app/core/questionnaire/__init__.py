"""What is asked: the tree, its conditions and words, and what makes it valid."""
