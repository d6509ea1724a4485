"""Keys of the application for parts that know no HTTP: settings, database, secrets, jobs."""

from aiohttp import web

from server.clock import TeamClock
from server.jobs.leader import Leader
from server.jobs.pool import JobPool
from server.jobs.sandbox import Sandbox
from server.secrets.passwords import Passwords
from server.secrets.tokens import Seal
from server.settings.config import Config
from server.storage import Engine

CLOCK = web.AppKey("clock", TeamClock)
CONFIG = web.AppKey("config", Config)
ENGINE: web.AppKey[Engine] = web.AppKey("engine")
LEADER: web.AppKey[Leader] = web.AppKey("leader")
JOBS = web.AppKey("jobs", JobPool)
PASSWORDS = web.AppKey("passwords", Passwords)
SANDBOX = web.AppKey("sandbox", Sandbox)
SEAL = web.AppKey("seal", Seal)
