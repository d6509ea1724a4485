"""HTTP of classeurs: reads the request, calls one rule, answers with a page or with facts."""
