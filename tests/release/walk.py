"""A reader who signs in and follows every link, one of each kind."""

import re
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from lxml import html


@dataclass
class Reader:
    """One browser; `seen` maps each kind of address to its answer: status and content type."""

    site: str
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)
    _opener: OpenerDirector = field(
        default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar()))
    )

    def sign_in(self, login: str, password: str) -> None:
        page = html.fromstring(self._read("/sign-in"))
        (token,) = set(page.xpath("//form[.//input[@name='login']]//*[@name='csrf_token']/@value"))
        filled = {"csrf_token": token, "login": login, "password": password}
        with self._opener.open(self.site + "/sign-in", urlencode(filled).encode()) as answer:
            assert urlsplit(answer.url).path == "/", f"{login} could not sign in"

    def upload(self, address: str, name: str, content: bytes) -> str:
        """Send a file through the form of a page; where that leads."""
        page = html.fromstring(self._read(address))
        (token,) = set(page.xpath("//form[.//input[@type='file']]//*[@name='csrf_token']/@value"))
        edge = "edge-of-a-part"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n',
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n',
        ]
        body = "".join(parts).encode() + content + f"\r\n--{edge}--\r\n".encode()
        sent = Request(self.site + address, body)
        sent.add_header("Content-Type", f"multipart/form-data; boundary={edge}")
        with self._opener.open(sent) as answer:
            return urlsplit(answer.url).path

    def status(self, address: str) -> int:
        """The status of one page, which then counts as seen."""
        self._read(address)
        return self.seen[kind_of(address)][0]

    def links(self, address: str) -> list[str]:
        """Where the links of one page lead; none where the reader may not see it."""
        page = self._read(address)
        kind = kind_of(address)
        return self._links(page, address) if self.seen[kind] == (200, "text/html") else []

    def walk(self, start: str = "/", known: Collection[str] = ()) -> None:
        """Follow links from the start page on, but for kinds that are known.

        Numbers in an address make it the same kind.
        """
        waiting = deque([start])
        while waiting:
            address = waiting.popleft()
            kind = kind_of(address)
            if kind in self.seen or kind in known:
                continue
            page = self._read(address)
            if self.seen[kind][1] == "text/html" and self.seen[kind][0] == 200:
                waiting.extend(self._links(page, address))

    def _links(self, page: str, address: str) -> list[str]:
        tree = html.fromstring(page)
        # Downloads of a reference date are forms that ask for a page.
        asking = "//form[not(@method) or @method='get']/@action"
        elsewhere = "//form[not(@method) or @method='get']//button/@formaction"
        found = tree.xpath("//a/@href") + tree.xpath(asking) + tree.xpath(elsewhere)
        own = [urljoin(self.site + address, href) for href in found]
        return [url[len(self.site) :] for url in own if url.startswith(self.site + "/")]

    def _read(self, address: str) -> str:
        try:
            answer = self._opener.open(self.site + address)
        except HTTPError as error:
            answer = error
        with answer:
            content = answer.read()
            kind = answer.headers.get_content_type()
            self.seen[kind_of(address)] = (answer.status, kind)
        return content.decode() if kind == "text/html" else ""


def kind_of(address: str) -> str:
    """The path with every number as N, without its query."""
    return re.sub(r"(?<=/)\d+(?=/|$)", "N", urlsplit(address).path)
