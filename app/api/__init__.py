"""The JSON edge, /api/v1: published shapes, kept apart from tables and core."""
