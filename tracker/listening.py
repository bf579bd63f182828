"""Where the pages are served: a socket that already takes connections when its address is printed."""

import socket

from tracker.errors import BadInput


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on a host and port (0: any free one). Raises BadInput where there can be none."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # asyncio sends small writes at once (TCP_NODELAY) only where the socket names TCP as its protocol; without,
        # each answer waits 40 ms for the reader's acknowledgement.
        listening = socket.socket(family, kind, socket.IPPROTO_TCP)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(512)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        why = error.strerror or error
        raise BadInput(f"cannot listen on {host}:{port} ({why}); set ROWBACK_HOST or ROWBACK_PORT") from error
    return listening
