"""Keys of the application for open notes, which themselves know no HTTP."""

from aiohttp import web

from server.live.crowd import Crowd
from server.live.link_watch import LinkWatch
from server.live.rooms import Rooms
from server.live.sessions import Sessions
from server.live.way_watch import WayWatch

CROWD = web.AppKey("crowd", Crowd)
LINK_WATCH = web.AppKey("watch", LinkWatch)
ROOMS = web.AppKey("rooms", Rooms)
SESSIONS = web.AppKey("sessions", Sessions)
WAY_WATCH = web.AppKey("way_watch", WayWatch)
