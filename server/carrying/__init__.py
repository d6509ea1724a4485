"""Taking along: the pages that a device keeps to read without a network, their versions and their end."""
