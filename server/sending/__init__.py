"""Outgoing mail and webhooks: one queue in the database, one task, one carrier each."""
