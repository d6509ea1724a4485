"""What every handler needs of HTTP: who asks, what a request brings, how an answer is made."""
