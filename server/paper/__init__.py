"""A note on its way to paper: proofs, prints, editions and copies, each job in a process of its own."""
