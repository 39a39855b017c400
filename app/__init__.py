"""C-IED Self-Assessment: a State assesses its own preparedness against improvised explosive devices."""
