"""What is answered: the values of an assessment and the journal of their entries."""
