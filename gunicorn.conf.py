"""The web process, the same in development and production: the environment says how much of it."""

import gc
import os
from pathlib import Path

from diz_portal import patience, watch

# How long the database is waited for: see diz_portal/patience.py.
os.environ[patience.ROLE] = "web"

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 8
keepalive = 5
# The code is read once, and a process that replaces another works at once.
preload_app = True
# A process is replaced, between requests, when it has grown beyond this: not after so many
# requests, since a process is never as quick as after its first thousands.
memory_mb = int(os.environ.get("WEB_MEMORY_MB", "400"))
# Heartbeats of the workers: never on a disk that may be slow.
if Path("/dev/shm").is_dir():  # noqa: S108  gunicorn makes its own private files in it
    worker_tmp_dir = "/dev/shm"  # noqa: S108

# The path without its query, and no address of a person.
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "diz_portal.logs.Formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"level": "WARNING", "propagate": True, "handlers": []},
        # Django answers HEAD with a body, and gunicorn drops it as it should.
        "gunicorn.http": {"level": "ERROR", "propagate": True, "handlers": []},
        "gunicorn.access": {"level": "INFO", "propagate": True, "handlers": []},
    },
}


def post_request(worker, req, environ, resp):
    if worker.alive and watch.should_make_way(worker.nr, memory_mb):
        worker.log.info("A web process has grown beyond %s MB. It is replaced.", memory_mb)
        worker.alive = False


def when_ready(server):
    # Not before: it reads the addresses of the portal.
    from diz_portal import tally

    tally.lay_out()
    # What all processes begin with is never swept, so that none of them writes to it, which would
    # make a copy of its own: a process holds 83 MB of its own and its share, not 117.
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    from diz_portal import tally

    tally.take_slot(worker.age)
    watch.watch_threads(worker.age, threads)


def child_exit(server, worker):
    watch.forget_process(worker.age)
