"""A website of another origin that carries the widget."""

from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Page:
    html: str
    headers: dict[str, str] = field(default_factory=dict)


class Shop:
    """Serves the pages that a test puts on it. Its host name differs from the gateway's, so its origin and site do."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = shop.pages.get(self.path.split("?")[0])
                body = (page.html if page else "").encode()
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                for name, value in (page.headers if page else {}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://localhost:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def put(
        self,
        path: str,
        widget: str = "",
        *,
        title: str = "Nordic Shop",
        attributes: str = "",
        body: str = "<h1>Warm things</h1>",
        language: str = "en",
        headers: dict[str, str] | None = None,
    ) -> str:
        """A page with the widget's script tag, as an administrator pastes it; its address."""
        html = f"""<!doctype html>
<html lang="{language}" {attributes}>
<head><meta charset="utf-8"><title>{title}</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main>{body}</main>{widget}</body></html>"""
        self.pages[path] = Page(html, headers or {})
        return self.url + path

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
