"""Work outside the event loop: a fair queue, a pool of child processes, an LRU cache, the sandbox."""
