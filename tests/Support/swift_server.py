"""OpenStack Swift with its S3 interface, for tests: all its servers in this one process, on free ports of the loopback.

Prints two ports and ends with its standard input. Behind the first is Swift as it is, which knows no conditional PUT and
wants an MD5 for deleting many. Behind the second it does what newer stores do: it takes If-None-Match, which its object
server knows, and other checksums.

usage: /usr/bin/python3 swift_server.py FOLDER
"""
import os
import sys

import eventlet

eventlet.monkey_patch()
from eventlet import semaphore, tpool, wsgi  # noqa: E402
from swift.common import storage_policy, utils  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402

folder = os.path.abspath(sys.argv[1])
settings = os.path.join(folder, "etc")
devices = os.path.join(folder, "devices")
os.makedirs(os.path.join(devices, "disk"))
os.makedirs(settings)

sockets = {kind: eventlet.listen(("127.0.0.1", 0), backlog=512) for kind in ("account", "container", "object", "plain", "modern")}
ports = {kind: socket.getsockname()[1] for kind, socket in sockets.items()}

utils.HASH_PATH_PREFIX = utils.HASH_PATH_SUFFIX = b"tests"
with open(os.path.join(settings, "swift.conf"), "w") as conf:
    conf.write("[swift-hash]\nswift_hash_path_prefix = tests\nswift_hash_path_suffix = tests\n"
               "[storage-policy:0]\nname = default\ndefault = yes\n")
utils.SWIFT_CONF_FILE = storage_policy.SWIFT_CONF_FILE = conf.name
storage_policy.reload_storage_policies()
for kind in ("account", "container", "object"):
    ring = RingBuilder(4, 1, 0)
    ring.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1, "device": "disk", "meta": "",
                  "ip": "127.0.0.1", "port": ports[kind], "replication_ip": "127.0.0.1", "replication_port": ports[kind]})
    ring.rebalance()
    ring.get_ring().save(os.path.join(settings, f"{kind}.ring.gz"))

from swift.account.server import AccountController  # noqa: E402
from swift.common.middleware import bulk, catch_errors, gatekeeper, listing_formats, slo, tempauth  # noqa: E402
from swift.common.middleware.s3api import s3api, s3request  # noqa: E402
from swift.container.server import ContainerController  # noqa: E402
from swift.obj import mem_server, server  # noqa: E402
from swift.proxy.server import Application  # noqa: E402

MODERN = "tests.modern"
CONDITION = "HTTP_IF_NONE_MATCH"


def knows_conditions(check):
    def checked(request):
        condition = request.environ.pop(CONDITION, None) if MODERN in request.environ else None
        check(request)
        if condition:
            request.environ[CONDITION] = condition
    return checked


def knows_checksums(check):
    return lambda request, body: None if MODERN in request.environ else check(request, body)


s3request.S3Request._validate_headers = knows_conditions(s3request.S3Request._validate_headers)
s3request.S3Request.check_md5 = knows_checksums(s3request.S3Request.check_md5)


def keeps_attributes():
    probe = os.path.join(devices, "probe")
    try:
        open(probe, "w").close()
        os.setxattr(probe, "user.probe", b"1")
        return True
    except OSError:
        return False


common = {"swift_dir": settings, "devices": devices, "mount_check": "false", "log_level": "CRITICAL", "fallocate_reserve": "0"}
disk = server if keeps_attributes() else mem_server
inner = {"account": AccountController(common), "container": ContainerController(common), "object": disk.ObjectController(common)}
front = Application(dict(common, account_autocreate="true", node_timeout="60", conn_timeout="20", recoverable_node_timeout="60"))
for make, conf in (
    (slo.filter_factory, {}),
    (bulk.filter_factory, {}),
    (tempauth.filter_factory, {"user_lake_tests": "swift-for-tests .admin"}),
    (s3api.filter_factory, {"s3_acl": "false", "location": "us-east-1", "check_bucket_owner": "false"}),
    (listing_formats.filter_factory, {}),
    (gatekeeper.filter_factory, {}),
    (catch_errors.filter_factory, {}),
):
    front = make(dict(common), **conf)(front)

turns = {}


class Cache:
    """Stands in for a memcached, which Swift asks for."""

    def __init__(self):
        self.kept = {}

    def set(self, key, value, **_):
        self.kept[key] = value

    def get(self, key, **_):
        return self.kept.get(key)

    def delete(self, key, **_):
        self.kept.pop(key, None)

    def incr(self, key, delta=1, **_):
        self.kept[key] = int(self.kept.get(key) or 0) + delta
        return self.kept[key]


cache = Cache()


def plain(environ, start_response):
    environ["swift.cache"] = cache
    return front(environ, start_response)


def modern(environ, start_response):
    """Writes of one object take turns, so that a condition and its write are one step."""
    environ[MODERN] = True
    if environ["REQUEST_METHOD"] != "PUT":
        return plain(environ, start_response)
    with turns.setdefault(environ["PATH_INFO"], semaphore.Semaphore()):
        return list(plain(environ, start_response))


quiet = open(os.devnull, "w")
for kind, app in {**inner, "plain": plain, "modern": modern}.items():
    eventlet.spawn(wsgi.server, sockets[kind], app, log=quiet, custom_pool=eventlet.GreenPool(2000), debug=False)
print(ports["plain"], ports["modern"], flush=True)
tpool.execute(sys.stdin.buffer.read)
os._exit(0)
