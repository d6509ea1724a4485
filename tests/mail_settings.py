"""Settings of an instance that sends mail to a port of this machine."""

SETTINGS = """
smtp_host = "127.0.0.1"
smtp_port = {port}
smtp_tls = "none"
smtp_from = "Pochette <notes@example.org>"
mail_senders = "anyone"
"""
