"""A note on paper: pages, tables, covers, watermarks, and the engine that lays them out."""
