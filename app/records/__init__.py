"""Text and plain JSON values ↔ the core's values, derived from the shapes of the core alone."""
