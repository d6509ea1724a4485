"""Keys of the application for the search, which itself knows no HTTP."""

from aiohttp import web

from server.search.rules.indexer import Indexer
from server.search.rules.search import Search
from server.secrets.attempts import Attempts

INDEXER = web.AppKey("indexer", Indexer)
SEARCH = web.AppKey("search", Search)
SEARCH_ATTEMPTS = web.AppKey("search_attempts", Attempts)
