"""The HTML edge: pages, forms and errors."""
