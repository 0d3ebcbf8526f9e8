"""The form before the chat (sections 4.3 and 5.6)."""

from playwright.sync_api import expect

from stage.desk import Desk
from stage.people import People

ASKING = {
    "preChatForm": {
        "enabled": True,
        "message": "Tell us who you are.",
        "required": ["name", "email", "company", "phone", "country"],
        "consent": True,
    },
    "consent": {"text": "I agree that you keep this.", "link": "https://shop.example/privacy"},
}


def test_missing_fields_and_consent_are_asked_for_where_they_stand(desk: Desk, people: People) -> None:
    channel = desk.channel(**ASKING)
    desk.agent("anna")
    visitor = people.visitor(channel).open()
    visitor.sees("Tell us who you are.")
    visitor.button("Start chat").click()
    name = visitor.field("Your name")
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    name.fill("Vera Visitor")
    visitor.field("Your e-mail address").fill("not an address")
    visitor.field("Your company").fill("Woollen Ltd")
    visitor.field("Your phone number").fill("+47 22 00 00 00")
    visitor.field("Your country").select_option("NO")
    visitor.field("Your question").fill("Do you have red ones?")
    visitor.button("Start chat").click()
    visitor.sees("The e-mail address is not valid.")
    visitor.field("Your e-mail address").fill("vera@woollen.example")
    visitor.button("Start chat").click()
    visitor.sees("Please agree before you go on.")
    expect(visitor.window.get_by_role("link", name="Read more")).to_have_attribute("href", "https://shop.example/privacy")
    visitor.field("I agree that you keep this.").check()
    visitor.button("Start chat").click()
    expect(visitor.box).to_be_visible()
    visitor.sees("Do you have red ones?")


def test_what_was_filled_in_reaches_the_agent(desk: Desk, people: People) -> None:
    channel = desk.channel(**ASKING)
    anna = people.agent(desk.agent("anna"))
    visitor = people.visitor(channel).open()
    visitor.field("Your name").fill("Vera Visitor")
    visitor.field("Your e-mail address").fill("vera@example.org")
    visitor.field("Your company").fill("Woollen Ltd")
    visitor.field("Your phone number").fill("+47 22 00 00 00")
    visitor.field("Your country").select_option("NO")
    visitor.field("Your question").fill("Do you have red ones?")
    visitor.field("I agree that you keep this.").check()
    visitor.button("Start chat").click()
    anna.get_next()
    anna.sees("Do you have red ones?")
    for fact in ("Vera Visitor", "vera@example.org", "Woollen Ltd", "+47 22 00 00 00"):
        expect(anna.page.get_by_text(fact).first).to_be_visible()


def test_the_site_prefills_by_literal_cookie_address_and_variable(desk: Desk, people: People, shop) -> None:
    channel = desk.channel(**ASKING)
    desk.agent("anna")
    widget = people.widget(
        channel,
        'data-customer-name="Vera Visitor" data-customer-email="cookie:mail" data-customer-phone="variable:phone"'
        ' data-company-name="url:firm"',
    )
    address = shop.put("/prefilled", f'<script>window.phone = "+47 1"; document.cookie = "mail=vera@example.org"</script>{widget}')
    visitor = people.visitor_at(address + "?firm=Woollen%20Ltd").open()
    expect(visitor.field("Your name")).to_have_value("Vera Visitor")
    expect(visitor.field("Your e-mail address")).to_have_value("vera@example.org")
    expect(visitor.field("Your phone number")).to_have_value("+47 1")
    expect(visitor.field("Your company")).to_have_value("Woollen Ltd")
