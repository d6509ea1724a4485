"""HTTP of the search: reads the request, asks, answers with a page or with facts."""
