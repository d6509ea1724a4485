"""Settings of nginx or Caddy in front of this instance, made from its address and its limits."""

from collections.abc import Sequence
from ipaddress import ip_address
from string import Template
from typing import Final

from yarl import URL

from export.process.host import Limits
from server.errors import StartError
from server.settings.config import Config

PROGRAMS: Final = ("nginx", "caddy")
# nginx counts the time between two reads, Pochette the bytes in that time.
_BODY_PATIENCES: Final = 2


class _Lines(Template):
    """Names as @{name}: both programs write `$` and braces themselves."""

    delimiter = "@"


_NGINX: Final = _Lines("""\
# /etc/nginx/conf.d/pochette.conf, made by `pochette proxy nginx`, for nginx 1.25.1 or newer.
@{servers}map $http_upgrade $pochette_connection {
    default upgrade;
    ""      "";
}

server {
    listen 80;
    listen [::]:80;
    server_name @{name};
    access_log off;
    return 301 @{origin}$request_uri;
}

server {
    listen @{port} ssl;
    listen [::]:@{port} ssl;
    http2 on;
    server_name @{name};

    ssl_certificate     /etc/ssl/@{name}/fullchain.pem;
    ssl_certificate_key /etc/ssl/@{name}/key.pem;
    ssl_protocols       TLSv1.2 TLSv1.3;

    # An address holds the right to a note: it has no place in a log. Lines of errors quote addresses too.
    access_log off;
    error_log  stderr emerg;

    # Pochette knows what each body may be, and says so in words. Unbuffered, it refuses before the body has
    # come, and no file that somebody brings lies on the disk of the proxy.
    client_max_body_size    0;
    proxy_request_buffering off;
    # Slow senders end here; those that come past nginx, Pochette ends by itself.
    client_header_timeout @{head_s}s;
    client_body_timeout   @{body_s}s;

    location / {
        proxy_pass http://@{upstream};
@{others}        proxy_http_version 1.1;
        proxy_set_header Host              $http_host;
        proxy_set_header X-Forwarded-For   $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;

        proxy_set_header Upgrade    $http_upgrade;
        proxy_set_header Connection $pochette_connection;
        # As long as a print may wait for those before it. On a silent socket Pochette sends a heartbeat.
        proxy_read_timeout @{print_s}s;
        proxy_send_timeout @{print_s}s;
        proxy_buffering    off;
    }
}
""")

_CADDY: Final = _Lines("""\
# /etc/caddy/Caddyfile, made by `pochette proxy caddy`.
# Caddy itself obtains the certificate, redirects from port 80, speaks HTTP/2 and HTTP/3 (by UDP @{port}),
# passes websockets through, and sets X-Forwarded-For and X-Forwarded-Proto.
{
	# An address holds the right to a note: it has no place in a log. Lines of errors quote addresses too.
	log {
		exclude http.log http.handlers
	}
	servers {
		timeouts {
			read_header @{head_s}s
		}
	}
}

@{site} {
	reverse_proxy @{upstream}@{others}
	log {
		output discard
	}
@{nobody}}
""")

# `max_fails` would let a stranger, whose connection Pochette ends early, shut each node to everybody. A 503
# says in words what there is: were it asked of the next node, and that gone, people would see nginx's 502.
_NGINX_SERVERS: Final = _Lines("""\
# Any node answers any request. None is ever shut: one that is gone costs a request a second at most.
upstream pochette {
    zone pochette 64k;
@{lines}
}

""")
_NGINX_OTHERS: Final = """\
        # Where a node is gone the next one is asked; what writes is never sent twice.
        proxy_connect_timeout       1s;
        proxy_next_upstream         error timeout;
        proxy_next_upstream_timeout 10s;
"""

_CADDY_OTHERS: Final = """ {
		# Any node answers any request. One that is not well is asked for nothing.
		lb_policy round_robin
		lb_retries 2
		lb_try_interval 20ms
		health_uri /health
		health_interval 1s
		health_timeout 3s
		transport http {
			dial_timeout 1s
		}
	}"""
_CADDY_NOBODY: Final = _Lines("""\
	# Where none is well, as on a full disk, one of them says so in words, and shows what there is.
	handle_errors {
		@@nobody expression {err.status_code} == 503
		reverse_proxy @@nobody @{upstream} {
			lb_policy round_robin
			lb_retries 2
			lb_try_interval 20ms
			transport http {
				dial_timeout 1s
			}
		}
	}
""")


def settings_of(config: Config, program: str, nodes: Sequence[str] = ()) -> str:
    """The settings of `nginx` or `caddy` in front of this server, or of several, each by its address.

    Raises StartError without a public address over TLS.
    """
    url = URL(config.url)
    if url.scheme != "https" or url.host is None:
        given = config.url or "none"
        raise StartError(f"url must be the public address, such as https://notes.example.org; it is {given}.")
    several = [_node(node) for node in nodes]
    special = _of_nginx(several) if program == "nginx" else _of_caddy(several)
    lines = _NGINX if program == "nginx" else _CADDY
    return lines.substitute(
        {"upstream": _upstream(config)} | special,
        name=url.host,
        site=config.url.removeprefix("https://"),
        origin=config.url,
        port=url.port,
        head_s=config.patience,
        body_s=_BODY_PATIENCES * config.patience,
        print_s=int(Limits().queue * Limits().seconds),
    )


def _of_nginx(nodes: Sequence[str]) -> dict[str, str]:
    if not nodes:
        return {"servers": "", "others": ""}
    lines = "\n".join(f"    server {node} max_fails=0;" for node in nodes)
    return {
        "servers": _NGINX_SERVERS.substitute(lines=lines),
        "upstream": "pochette",
        "others": _NGINX_OTHERS,
    }


def _of_caddy(nodes: Sequence[str]) -> dict[str, str]:
    if not nodes:
        return {"others": "", "nobody": ""}
    # Caddy keeps the health of a server by how its address is written.
    anyhow = " ".join(f"tcp/{node}" for node in nodes)
    return {
        "upstream": " ".join(nodes),
        "others": _CADDY_OTHERS,
        "nobody": _CADDY_NOBODY.substitute(upstream=anyhow),
    }


def _node(given: str) -> str:
    """HOST:PORT of a server's address for the others."""
    expected = "--node is the address of a server for the others, such as http://10.0.0.3:8000"
    try:
        url = URL(given)
    except ValueError:
        raise StartError(f"{expected}; it is {given}.") from None
    if url.scheme != "http" or url.host is None or url.user or url.path_qs != "/" or url.fragment:
        raise StartError(f"{expected}; it is {given}.")
    return url.authority


def _upstream(config: Config) -> str:
    """Where the server listens, as a program of the same machine reaches it."""
    try:
        host = ip_address(config.host)
    except ValueError:
        return f"{config.host}:{config.port}"
    if host.is_unspecified:
        return f"127.0.0.1:{config.port}"
    return f"[{host}]:{config.port}" if host.version == 6 else f"{host}:{config.port}"
