"""Words and addresses that the server hands out, and the texts that it takes in; without a request."""
