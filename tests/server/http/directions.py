"""The controls of UAX #9 that embed, override or isolate, as a test knows them."""

CONTROLS = [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))]
