"""Migrations are run by `workshop.migrating`, in its own transaction; this file only lets Alembic's tools find the folder."""
