"""Documents of the directory, sent as files: from the paperclip and from the contact panel (sections 7.1 and 7.6)."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from stage.accessible import assert_accessible
from stage.agent_screen import AgentScreen
from stage.company import Company
from stage.desk import Desk
from stage.people import People
from stage.visitor_screen import VisitorScreen
from stage.watch import Watch

Cast = tuple[AgentScreen, VisitorScreen]

MANUAL = b"%PDF-1.7\n" + bytes(range(256)) * 4000
PRICES = b"%PDF-1.7\nthe prices"


@pytest.fixture
def cast(company: Company, desk: Desk, people: People) -> Cast:
    """Anna talks to Vera, whom the directory knows; it has four documents, of which one lies nowhere."""
    tail = desk.tail
    (company.documents / tail).mkdir()
    (company.documents / tail / "Ladeboks øst.pdf").write_bytes(MANUAL)
    (company.documents / tail / "prices.pdf").write_bytes(PRICES)
    vera = f"vera-{tail}"
    lines: list[dict[str, Any]] = [
        {"kind": "person", "externalId": vera, "firstName": "Vera", "lastName": tail, "emails": [f"vera@{tail}.example"]},
        document(f"Charger manual {tail}", url=f"{tail}/Ladeboks øst.pdf", at="2026-03-01"),
        document(f"Charger prices {tail}", url=f"{tail}/prices.pdf", person=vera),
        document(f"Charger film {tail}", url="https://films.example/charger"),
        document(f"Charger leaflet {tail}", url=f"{tail}/gone.pdf"),
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    company.run("directory", "import", "-", "--format", "jsonl", standard_input=text)
    channel = desk.channel()
    anna = people.agent(desk.agent("anna"))
    attributes = f'data-customer-name="Vera {tail}" data-customer-email="vera@{tail}.example"'
    visitor = people.visitor(channel, attributes=attributes).open()
    visitor.write("Is there a manual?")
    anna.get_next()
    anna.sees("Is there a manual?")
    return anna, visitor


def document(title: str, **fields: str) -> dict[str, str]:
    return {"kind": "document", "externalId": title, "title": title, **fields}


def open_documents(anna: AgentScreen) -> Locator:
    anna.button("Send files").click()
    anna.page.get_by_role("menuitem", name="Send a document…").click()
    dialog = anna.page.get_by_role("dialog", name="Send a document")
    expect(dialog.get_by_role("searchbox", name="Search documents")).to_be_focused()
    return dialog


def downloaded(visitor: VisitorScreen, name: str) -> bytes:
    with visitor.page.expect_download() as got:
        visitor.log.get_by_role("button", name=name).click()
    assert got.value.suggested_filename == name
    return Path(got.value.path()).read_bytes()


def test_a_document_reaches_the_visitor_from_the_paperclip_and_from_the_contact(cast: Cast, desk: Desk) -> None:
    anna, visitor = cast
    dialog = open_documents(anna)
    # By the keyboard alone.
    anna.page.keyboard.type(f"charger man {desk.tail}")
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    anna.page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("button", name=f"Send Charger manual {desk.tail}")).to_be_focused()
    anna.page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(anna.box).to_be_focused()
    anna.sees("Ladeboks øst.pdf")
    assert downloaded(visitor, "Ladeboks øst.pdf") == MANUAL

    panel = anna.page.get_by_role("region", name="Contact in the directory")
    panel.get_by_role("button", name=f"Link to Vera {desk.tail}").click()
    documents = panel.get_by_role("region", name="Documents")
    documents.get_by_role("button", name=f"Send Charger prices {desk.tail}").click()
    anna.sees("prices.pdf")
    assert downloaded(visitor, "prices.pdf") == PRICES

    # What is of the contact is offered without a search.
    dialog = open_documents(anna)
    expect(dialog.get_by_role("button", name=f"Send Charger prices {desk.tail}")).to_be_visible()
    anna.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    anna.act_surely("End chat")
    expect(documents.get_by_text(f"Charger prices {desk.tail}")).to_be_visible()
    expect(documents.get_by_role("button")).to_have_count(0)


def test_what_cannot_be_sent_is_said_and_a_link_is_inserted(cast: Cast, desk: Desk, people: People) -> None:
    anna, visitor = cast
    people.watch.allow("404", Watch.NETWORK)
    dialog = open_documents(anna)
    field = dialog.get_by_role("searchbox", name="Search documents")
    field.fill("no such title")
    expect(dialog.get_by_text("No document found.")).to_be_visible()
    field.fill(f"charger {desk.tail}")
    expect(dialog.get_by_role("listitem")).to_have_count(4)
    # Whose it is stands beside it: it might be another customer's.
    prices = dialog.get_by_role("listitem").filter(has_text="Charger prices")
    expect(prices.get_by_text(f"Vera {desk.tail}")).to_be_visible()
    for scheme in ("light", "dark"):
        anna.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert_accessible(anna.page, colours_only=scheme == "dark")
    dialog.get_by_role("button", name=f"Send Charger leaflet {desk.tail}").click()
    expect(dialog.get_by_role("alert").get_by_text("There is no file")).to_be_visible()
    # Nowhere from where the gateway fetches: only the link.
    expect(dialog.get_by_role("button", name=f"Send Charger film {desk.tail}")).to_have_count(0)
    dialog.get_by_role("button", name=f"Insert the link to Charger film {desk.tail}").click()
    expect(dialog).to_have_count(0)
    expect(anna.box).to_have_value(f"Charger film {desk.tail}: https://films.example/charger")
    anna.box.press("Enter")
    visitor.sees("https://films.example/charger")
