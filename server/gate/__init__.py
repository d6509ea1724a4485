"""Gate before and after every handler: rights, headers, limits, the audit log, the request log."""
