"""What stands around every request, whichever edge answers it."""
