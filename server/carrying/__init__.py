"""What a device takes along to read without a network: which pages, in which version, and for how long."""
