"""The filling of pages: where pictures, charts and wide tables stand, so that little stays white."""
