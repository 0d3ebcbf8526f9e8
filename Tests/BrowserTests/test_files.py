"""Files both ways: allowed, chosen, dropped, pasted, refused, shown, and there after the end (sections 3.3, 4.5, 7.6)."""

import base64
import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from stage.desk import Desk
from stage.people import People
from stage.until import until
from stage.watch import Watch


def picture(width: int = 120, height: int = 80) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x30\x80\xd0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def file(name: str, content: bytes, kind: str = "application/octet-stream") -> dict[str, object]:
    return {"name": name, "mimeType": kind, "buffer": content}


def drop(page: Page, target: Locator, name: str, content: bytes, kind: str) -> None:
    """Drags a file over the target and lets it go there."""
    transfer = page.evaluate_handle(
        """([name, content, kind]) => {
            const transfer = new DataTransfer();
            const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
            transfer.items.add(new File([bytes], name, { type: kind }));
            return transfer;
        }""",
        [name, base64.b64encode(content).decode(), kind],
    )
    for event in ("dragenter", "dragover", "drop"):
        target.dispatch_event(event, {"dataTransfer": transfer})


def is_drawn(image: Locator) -> None:
    expect(image).to_be_visible()
    until("the picture is drawn", lambda: image.evaluate("(node) => node.naturalWidth") > 0)


@pytest.mark.guarantee(4)
def test_files_go_both_ways_once_the_agent_allows_it(desk: Desk, people: People) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("I have a bill")
    anna.get_next()
    clip = visitor.window.locator("input[type=file]")
    expect(visitor.button("Attach a file")).to_be_hidden()
    anna.act("Allow file upload")
    expect(visitor.button("Attach a file")).to_be_visible()
    visitor.sees("You can send files now.")

    clip.set_input_files([file("bill of May.pdf", b"%PDF-1.7\nthe bill"), file("photo.png", picture(), "image/png")])
    anna.sees("bill of May.pdf")
    is_drawn(anna.log.locator("img.shared"))
    is_drawn(visitor.log.locator("img.shared"))
    expect(visitor.window.locator(".upload")).to_have_count(0)
    # They count as lines: the last one stands on the card, and who sees them has read them.
    card = anna.page.get_by_role("option").first
    expect(card.get_by_text("photo.png")).to_be_visible()
    expect(card.get_by_title(" unread")).to_have_count(0)

    with anna.page.expect_popup() as popup, anna.page.expect_download() as download:
        anna.log.get_by_role("link", name="bill of May.pdf").click()
    assert Path(download.value.path()).read_bytes() == b"%PDF-1.7\nthe bill"
    assert download.value.suggested_filename == "bill of May.pdf"
    popup.value.close()

    anna.page.locator(".composer input[type=file]").set_input_files([file("setup.exe", b"MZ an agent may")])
    with visitor.page.expect_download() as got:
        visitor.log.get_by_role("button", name="setup.exe").click()
    assert Path(got.value.path()).read_bytes() == b"MZ an agent may"

    drop(anna.page, anna.page.locator(".conversation-body"), "dropped.png", picture(30, 30), "image/png")
    expect(visitor.log.locator("img.shared")).to_have_count(2)
    drop(visitor.page, visitor.window, "letter.txt", "Kjære dere".encode(), "text/plain")
    anna.sees("letter.txt")

    anna.act("Stop file upload")
    expect(visitor.button("Attach a file")).to_be_hidden()
    anna.act("End chat")
    anna.page.get_by_role("button", name="End chat").last.click()
    expect(anna.page.get_by_text("This chat has ended.")).to_be_visible()
    anna.page.reload()
    anna.sees("bill of May.pdf")
    is_drawn(anna.log.locator("img.shared").first)


def test_what_is_refused_is_said_where_it_happens(desk: Desk, people: People, tmp_path: Path) -> None:
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.write("Hello")
    anna.get_next()
    anna.act("Allow file upload")
    expect(visitor.button("Attach a file")).to_be_visible()
    people.watch.allow("415", Watch.NETWORK)
    clip = visitor.window.locator("input[type=file]")
    clip.set_input_files([file("run.exe", b"MZ"), file("lie.png", b"%PDF-1.7"), file("page.txt", b"<script>alert(1)</script>")])
    for name in ("run.exe", "lie.png", "page.txt"):
        visitor.sees(f"{name} was not sent: files of this type are not allowed.")
        anna.sees(f"The file {name} was refused: its type is not allowed")
    film = tmp_path / "film.mp4"
    with film.open("wb") as content:
        content.truncate(10 * 1024 * 1024 + 1)
    clip.set_input_files(film)
    visitor.sees("film.mp4 was not sent: at most 10 MB are allowed.")
    visitor.button("Discard").click()
    expect(visitor.window.locator(".upload")).to_have_count(0)
    expect(anna.log.locator(".file")).to_have_count(0)
