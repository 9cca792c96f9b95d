"""The ports of the local stack, on the loopback interface."""

import socket

HOST = "127.0.0.1"


class PortTakenError(Exception):
    """The port of the local stack is not available."""


def listening_socket(port: int) -> socket.socket:
    """Return a socket that listens on a port; 0 chooses a free one. Raises PortTakenError."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise PortTakenError(
            f"Port {port} is not available ({error.strerror}). Is `make serve` already running? "
            "Choose another port with `make serve PORT=NUMBER` or --port."
        ) from error
    return listening


def check_port(port: int) -> None:
    """Raise PortTakenError if the port is not available now."""
    listening_socket(port).close()
