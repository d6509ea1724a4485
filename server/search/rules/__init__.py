"""Rules of the search, without HTTP: query, plan, retrieval, ranking, snippets; and the index of words."""
