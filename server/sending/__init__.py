"""What leaves by itself, by mail or to another program: one queue, one task, a carrier for each way."""
