"""Who comes: devices, the visitors who hold them, and the team whose members they may be."""
