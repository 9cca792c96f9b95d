"""moto's server, on a local port and in a thread of this process."""

import logging
import threading

from moto.server import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from infra.local.ports import HOST, listening_socket


class MotoServer:
    """Serves moto's backends from construction until `close`. Port 0 chooses a free port. Raises PortTakenError."""

    def __init__(self, port: int = 0) -> None:
        listening = listening_socket(port)
        self.port: int = listening.getsockname()[1]
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = make_server(
            HOST,
            self.port,
            DomainDispatcherApplication(create_backend_app),
            threaded=True,
            request_handler=MotoRequestHandler,
            fd=listening.fileno(),
        )
        listening.close()  # the server has its own duplicate
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="moto", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The endpoint of every AWS service."""
        return f"http://{HOST}:{self.port}"

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
