"""The API in a browser: the explorer under the portal's policy, and a page of another site that reads it."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

EXAMPLE = settings.BASE_DIR / "docs" / "examples" / "supporter.html"


@pytest.fixture
def another_site(site):
    """The address of a server that has nothing but the example, which asks `site`."""
    text = EXAMPLE.read_text().replace("https://portal.example.edu.cn", site).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(text if self.path == "/" else b"")

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_page_of_another_site_shows_who_supports_a_university(open_page, another_site):
    page = open_page(another_site)
    page.click("button")
    page.wait_for_selector("#answer p")
    assert page.inner_text("#answer p") == "2-1: 南京大学 → 武汉东湖学院"
    page.fill("#code", "1")
    page.click("button")
    page.wait_for_selector("#answer p:has-text('公开')")


def test_the_explorer_asks_the_api_under_the_portals_policy(open_page):
    page = open_page("/en/api/docs/explorer/")
    page.click("#operations-pairs-list_pairs .opblock-summary-control")
    page.click("#operations-pairs-list_pairs button.execute")
    page.wait_for_selector(".responses-table.live-responses-table .highlight-code")
    assert page.faults == []
    assert '"count"' in page.inner_text(".live-responses-table .highlight-code")


def test_without_javascript_the_explorer_leads_to_the_guide(open_page):
    page = open_page("/en/api/docs/explorer/", java_script_enabled=False)
    page.click("text=How to use the API")
    assert "curl " in page.inner_text("pre")
