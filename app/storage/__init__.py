"""The only package that speaks SQL: the database, its tables, one store a table, migrations."""
