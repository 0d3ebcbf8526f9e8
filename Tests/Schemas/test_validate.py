#!/usr/bin/python3
"""Proves that validate.py finds what it must find: /usr/bin/python3 Tests/Schemas/test_validate.py"""

import copy
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
import validate  # noqa: E402

CORE, PLAIN = validate.read_document(validate.DOCUMENT)
DOCUMENT = validate.Document(CORE, PLAIN)
SESSION = "5f0c6f5e-8d0b-4c57-9f0e-2a6f1f0f7c11"


def example(role, kind, index=0):
    return copy.deepcopy(DOCUMENT.messages[role, kind].definition["examples"][index]["payload"])


def line(role, kind, body, **more):
    return {"role": role, "type": kind, "body": body, **more}


def failures(value):
    value = validate.prepared(json.dumps(value))
    message, _, failure = DOCUMENT.message_of(value)
    return [str(failure)] if failure else [str(found) for found in DOCUMENT.check_line(value, message)]


def objects(node, path=()):
    """Every object inside a value, with its path."""
    if isinstance(node, dict):
        yield path, node
        for key, child in node.items():
            yield from objects(child, path + (key,))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from objects(child, path + (index,))


def lines_of_examples():
    for message in DOCUMENT.all:
        for shown in message.definition["examples"]:
            body = copy.deepcopy(shown["payload"])
            if message.role == "reply":
                if message is DOCUMENT.error:
                    yield line("reply", "reply", body)
                for command, answers in DOCUMENT.replies.items():
                    if message in answers:
                        yield line("reply", "reply", body, replyTo=command)
            else:
                yield line(message.role, message.key, body)


class Examples(unittest.TestCase):
    def test_the_document_is_well_formed(self):
        self.assertEqual(validate.Document(CORE, PLAIN).lint(), [])

    def test_examples_pass_as_lines(self):
        for value in lines_of_examples():
            self.assertEqual(failures(value), [], value)

    def test_an_unknown_field_anywhere_fails_but_in_commands(self):
        for value in lines_of_examples():
            if value["role"] == "dead":
                continue
            for path, _ in objects(value["body"]):
                changed = copy.deepcopy(value)
                inner = changed["body"]
                for part in path:
                    inner = inner[part]
                inner["undocumented"] = 1
                found = failures(changed)
                if value["role"] == "command":
                    self.assertEqual(found, [], (value["type"], path))
                else:
                    self.assertTrue(found, (value["type"], value.get("replyTo"), path))

    # Minutes that an administrator sets and seconds that were measured; everything else is whole, or no number.
    FRACTIONS = {"agentNewChat", "managerNewChat", "agentNewMessage", "managerNewMessage", "afterMinutes",
                 "giveUpHours", "timeoutSeconds", "amount",
                 "longestWait", "waitAverage", "waitMaximum"}

    def test_a_value_of_another_kind_fails(self):
        for value in lines_of_examples():
            if value["role"] == "dead":
                continue
            for path, inner in objects(value["body"]):
                for key, bad in itertools.product(inner, (1.5, [[{}]])):
                    if bad == 1.5 and key in self.FRACTIONS:
                        bad = "1.5"
                    changed = copy.deepcopy(value)
                    target = changed["body"]
                    for part in path:
                        target = target[part]
                    target[key] = bad
                    self.assertTrue(failures(changed), (value["type"], value.get("replyTo"), path, key, bad))

    def test_required_fields(self):
        for kind, keys in {
            "session.attach": ["session", "gateway", "connection", "after"], "message.post": ["session", "text"],
            "presence.renew": ["connection", "leaseSeconds"], "transcript.get": ["session", "format"], "channel.save": ["channel", "name"],
            "session.identify": ["session"], "faq.answer": ["session", "helped"], "session.rate": ["session", "rating"],
            "transcript.send": ["session", "email"], "transcript.report": ["session", "seq", "outcome"], "note.post": ["session", "text"],
            "offer.accept": ["session"], "bot.save": ["bot", "name"], "folder.save": ["folder", "kind", "name"],
            "faq.save": ["entry", "title", "text"], "category.save": ["category", "name"], "priority.save": ["priority", "name"],
            "channel.widget": ["channel"], "faq.search": ["text"], "request.get": ["request"], "statistics.get": ["view"],
        }.items():
            for key in keys:
                body = example("command", kind)
                del body[key]
                self.assertTrue(failures(line("command", kind, body)), (kind, key))


class Rules(unittest.TestCase):
    def fails(self, value, *words):
        found = failures(value)
        self.assertTrue(found, value)
        for word in words:
            self.assertTrue(any(word in text for text in found), (word, found))

    def test_values(self):
        body = example("event", "session.queued")
        for key, bad in (("at", "2026-11-23T09:00:00Z"), ("at", "2026-11-23T09:00:00.120+00:00"), ("at", "2026-02-30T09:00:00.120Z"),
                         ("at", "2026-11-23T09:00:00.120Z\n"), ("session", SESSION.upper()), ("channel", "Support"), ("channel", "s" * 64),
                         ("channel", "support\n"), ("seq", 0), ("status", "waiting"), ("actor", "agent:"), ("visibility", "agents")):
            self.fails(line("event", "session.queued", {**body, key: bad}), f"body.{key}")
        self.fails(line("event", "session.queued", {**body, "previous": 2}), "below seq")
        body["data"]["position"] = 0
        self.fails(line("event", "session.queued", body), "body.data.position = 0: minimum 1")

    def test_status_and_code_belong_together(self):
        body = example("reply", "session.list")
        body["result"]["items"][0]["statusCode"] = 5
        self.fails(line("reply", "reply", body, replyTo="session.list"))

    def test_forms(self):
        agents, visitor = example("event", "session.assigned", 0), example("event", "session.assigned", 1)
        self.fails(line("event", "session.assigned", {**agents, "actor": "agent"}), "body.actor")
        self.fails(line("event", "session.assigned", {**visitor, "actor": "agent:anna"}), "body.actor")
        visitor["data"]["rank"] = 1
        self.fails(line("event", "session.assigned", visitor), "body.data.rank")
        self.fails(line("event", "transfer.requested", {**example("event", "transfer.requested"), "previous": 7}), "body.previous")
        reply = example("reply", "session.attach")
        reply["result"]["events"] = [agents]
        self.fails(line("reply", "reply", reply, replyTo="session.attach"), "body.result.events[0].actor")
        reply = example("reply", "session.get")
        reply["result"]["events"] = [example("event", "session.assigned", 1)]
        self.fails(line("reply", "reply", reply, replyTo="session.get"))
        reply["result"]["events"] = [example("event", "typing.changed")]
        self.fails(line("reply", "reply", reply, replyTo="session.get"), "no type of a numbered event")

    def test_text_is_not_published_to_desks(self):
        body = example("event", "session.summary")
        body["data"]["lastMessage"]["text"] = "secret"
        self.fails(line("event", "session.summary", body), "not allowed here")

    def test_envelope_of_an_event(self):
        body = example("event", "session.assigned")
        good = {
            "exchange": "chat.events", "routingKey": f"channel.support.session.{SESSION}.session.assigned",
            "properties": {"messageId": f"{SESSION}.4", "type": "session.assigned", "contentType": "application/json",
                           "timestamp": 1795424442, "correlationId": "c1", "deliveryMode": 2},
            "headers": {"channel": "support", "session": SESSION, "seq": 4, "BCC": ["desk.support.session.assigned"]},
        }
        self.assertEqual(failures(line("event", "session.assigned", body, **good)), [])
        for part, key, bad in (("properties", "messageId", f"{SESSION}.5"), ("properties", "type", "x.y"), ("properties", "deliveryMode", 1),
                               ("headers", "seq", 5), ("headers", "seq", "4"), ("headers", "channel", "sales"), ("headers", "secret", "x"),
                               ("headers", "BCC", ["gateway.web1.session.assigned"]), ("headers", "BCC", ["desk.support.session.queued"])):
            self.fails(line("event", "session.assigned", body, **{**good, part: {**good[part], key: bad}}))
        for key in good["properties"]:
            if key not in ("correlationId",):
                left = {name: value for name, value in good["properties"].items() if name != key}
                self.fails(line("event", "session.assigned", body, **{**good, "properties": left}), "required")
        self.fails(line("event", "session.assigned", body, **{**good, "exchange": "chat.commands"}), "exchange")
        for key in (f"channel.sales.session.{SESSION}.session.assigned", f"channel.support.session.{SESSION}.session.queued",
                    "channel.support.session.assigned"):
            self.fails(line("event", "session.assigned", body, **{**good, "routingKey": key}), "routingKey")

    def test_envelope_of_a_command(self):
        body = {"session": SESSION}
        properties = {"message-id": "m1", "type": "session.close", "content-type": "application/json", "user-id": "gateway",
                      "reply-to": "amq.gen-1", "delivery-mode": 2}
        good = {"exchange": "chat.commands", "routingKey": "channel.support.session.close", "properties": properties,
                "headers": {"actor": "agent:anna"}}
        self.assertEqual(failures(line("command", "session.close", body, **good)), [])
        self.fails(line("command", "session.close", body, **{**good, "headers": {"actor": "visitor"}}), "session-key")
        self.fails(line("command", "session.close", body, **{**good, "headers": {"actor": "agent:anna", "CC": ["x"]}}), "headers.CC")
        self.fails(line("command", "session.close", body, **{**good, "routingKey": "control.session.close"}), "routingKey")
        for key, bad in (("reply-to", "chat.control"), ("message-id", "m" * 129), ("content-type", "text/plain")):
            self.fails(line("command", "session.close", body, **{**good, "properties": {**properties, key: bad}}), f"properties.{key}")
        del properties["user-id"]
        self.fails(line("command", "session.close", body, **good), "user-id")
        self.fails(line("command", "session.close", {**body, "junk": "x" * 65536}), "64 KiB")

    def test_replies(self):
        self.fails(line("reply", "reply", {"ok": True, "result": {}}, replyTo="typing.set"), "never answered")
        self.fails(line("reply", "reply", {"ok": True, "result": {}}), "replyTo")
        self.fails(line("reply", "session.close", {"ok": True, "result": {}}, replyTo="session.close"), "type")
        self.fails(line("reply", "reply", {"ok": True, "result": {}}, replyTo="session.pickUp"), "required")
        error = {"ok": False, "error": {"code": "unknownType", "title": "t", "detail": "d"}}
        self.assertEqual(failures(line("reply", "reply", error, replyTo="no.such")), [])
        error["error"]["code"] = "moved"
        self.fails(line("reply", "reply", error, replyTo="session.close"), "channel")
        error["error"]["code"] = "notACode"
        self.fails(line("reply", "reply", error, replyTo="session.close"), "body.error.code")
        self.assertEqual(failures(line("reply", "reply", {"ok": True, "result": {"session": None}}, replyTo="session.pickUpNext")), [])

    def test_statistics(self):
        body = example("statistic", "leg.ended")
        self.fails(line("statistic", "leg.ended", {**body, "waitMilliseconds": 41888}), "to - from")
        self.fails(line("statistic", "leg.ended", {**body, "id": "x"}), "body.id")
        self.fails(line("statistic", "leg.ended", {**body, "messages": 1}), "body.messages")
        self.fails(line("statistic", "leg.ended", {**body, "reason": "takenOver"}), "body.reason")
        self.fails(line("statistic", "leg.ended", {**body, "businessMilliseconds": 41888}), "at most to - from")
        self.fails(line("statistic", "leg.ended", {key: body[key] for key in body if key != "isFirst"}), "isFirst")
        agent, offer, bot = (example("statistic", "leg.ended", index) for index in (1, 2, 3))
        self.fails(line("statistic", "leg.ended", {**agent, "isFirst": True}), "body.isFirst")
        self.fails(line("statistic", "leg.ended", {key: agent[key] for key in agent if key != "handleMilliseconds"}), "handleMilliseconds")
        self.fails(line("statistic", "leg.ended", {**offer, "waitMilliseconds": 30000}), "body.waitMilliseconds")
        self.fails(line("statistic", "leg.ended", {**offer, "reason": "handedOff"}), "body.reason")
        self.fails(line("statistic", "leg.ended", {**offer, "to": offer["from"], "from": offer["to"]}), "not before from")
        self.fails(line("statistic", "leg.ended", {**bot, "agent": "anna"}), "body.agent")

    def test_visibility_that_depends_on_the_data(self):
        waits, idle = example("event", "warning.raised", 0), example("event", "warning.raised", 1)
        self.fails(line("event", "warning.raised", {**waits, "visibility": "visitor", "previous": 5}), "body.visibility")
        self.fails(line("event", "warning.raised", {**idle, "data": {**idle["data"], "kind": "newMessage"}}), "body.visibility")
        agents = {**idle, "actor": "system:worker", "data": {**idle["data"], "recipients": ["anna"]}}
        self.assertEqual(failures(line("event", "warning.raised", agents)), [])
        self.fails(line("event", "warning.raised", {**agents, "actor": "system"}), "body.data.recipients")
        visitor, agent = example("event", "transcript.requested", 0), example("event", "transcript.requested", 1)
        self.fails(line("event", "transcript.requested", {**visitor, "visibility": "agents"}), "body.visibility")
        self.fails(line("event", "transcript.requested", {**agent, "visibility": "visitor", "previous": 27}), "body.visibility")
        failed = example("event", "transcript.failed", 0)
        self.fails(line("event", "transcript.failed", {**failed, "actor": "system"}), "body.actor")

    def test_a_transfer_is_to_an_agent_or_to_a_channel(self):
        body = {"session": SESSION}
        self.assertEqual(failures(line("command", "transfer.request", {**body, "agent": "ben"})), [])
        self.assertEqual(failures(line("command", "transfer.request", {**body, "channel": "sales"})), [])
        self.fails(line("command", "transfer.request", body), "none of the alternatives fits")
        self.fails(line("command", "transfer.request", {**body, "agent": "ben", "channel": "sales"}))

    def test_a_channel_is_given_whole_and_without_its_secret(self):
        reply = example("reply", "channel.list")
        for key in ("routing", "warnings", "openingHours", "allowedOrigins"):
            changed = copy.deepcopy(reply)
            del changed["result"]["items"][0][key]
            self.fails(line("reply", "reply", changed, replyTo="channel.list"), key)
        reply["result"]["items"][0]["identitySecret"] = "an-example-of-a-secret-and-no-real-one"
        self.fails(line("reply", "reply", reply, replyTo="channel.list"), "identitySecret")
        reply = example("reply", "channel.widget")
        for key, value in (("name", "Customer support"), ("routing", {}), ("identitySecret", "x" * 32)):
            changed = copy.deepcopy(reply)
            changed["result"][key] = value
            self.fails(line("reply", "reply", changed, replyTo="channel.widget"), key)

    def test_unknown_types_fail(self):
        for role in ("command", "event", "statistic"):
            self.fails(line(role, "no.such", {}), "no " + role)


class Lint(unittest.TestCase):
    def problems(self, change):
        root = copy.deepcopy(CORE)
        change(root)
        return "\n".join(validate.Document(root, copy.deepcopy(root)).lint())

    def test_what_is_broken_is_found(self):
        def message(root, name="session.opened", channel="sessionEvents"):
            return root["channels"][channel]["messages"][name]

        close = "session.close"
        for change, words in (
            (lambda root: message(root).pop("examples"), "has no example"),
            (lambda root: message(root).pop("payload"), "has no payload"),
            (lambda root: message(root)["examples"][0]["payload"].pop("seq"), "'seq' is a required property"),
            (lambda root: message(root)["examples"][0]["headers"].update(seq=2), "headers.seq"),
            (lambda root: message(root)["payload"]["properties"]["type"].update(const="x.y"), "properties.type must be"),
            (lambda root: message(root).update(payloads={}), "no field of AsyncAPI"),
            (lambda root: root["components"]["schemas"].pop("Uuid"), "points to nothing"),
            (lambda root: root["components"]["schemas"]["Uuid"].update(pattern="("), "no regular expression"),
            (lambda root: root["components"]["schemas"]["Uuid"].update(type="text"), "no draft-07 schema"),
            (lambda root: root["components"]["schemas"]["Uuid"].update({"or so.": None}), "must be quoted"),
            (lambda root: root["operations"].pop(close), "is in no operation"),
            (lambda root: root["operations"][close]["messages"][0].update({"$ref": "#/channels/channelCommands/messages/no"}), "points to nothing"),
            (lambda root: root["operations"][close].update(channel={"$ref": "#/channels/queries"}), "is not a message of"),
            (lambda root: root["channels"]["queryQueue"]["bindings"]["amqp"]["queue"].update(arguments={}), "no field of AsyncAPI"),
            (lambda root: root["channels"]["queries"]["bindings"]["amqp"].update({"is": "queue"}), "goes with"),
            (lambda root: root["channels"]["queries"].pop("parameters"), "the parameter type"),
        ):
            with self.subTest(words=words):
                self.assertIn(words, self.problems(change))

    def test_what_yaml_1_1_reads_otherwise_is_found(self):
        self.assertIn("YAML 1.1", "\n".join(validate.Document(copy.deepcopy(CORE), {**PLAIN, "asyncapi": 3}).lint()))


class CommandLine(unittest.TestCase):
    def run_with(self, *arguments, text=None):
        done = subprocess.run([sys.executable, str(HERE / "validate.py"), *arguments], input=text, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def test_exit_codes(self):
        good = json.dumps(line("event", "session.queued", example("event", "session.queued")))
        bad = json.dumps(line("event", "session.queued", {}))
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write(f"{good}\n{bad}\n")
            file.flush()
            status, output = self.run_with("--messages", file.name)
            self.assertEqual(status, 1)
            self.assertIn(f"{file.name}:2: event session.queued: body = {{}}: 'channel' is a required property", output)
            self.assertIn("2 checked, 1 failed", output)
        self.assertEqual(self.run_with("--messages", "-", text=good)[0], 0)
        for text in ("{", '{"role":"event"}', '{"role":"nobody","type":"x.y","body":{}}', good.replace('"seq": 2', '"seq": NaN'),
                     good.replace('"seq": 2', '"seq": 2, "seq": 2')):
            self.assertEqual(self.run_with("--messages", "-", text=text)[0], 1, text)
        self.assertEqual(self.run_with("--lint")[0], 0)
        self.assertEqual(self.run_with()[0], 0)
        self.assertEqual(self.run_with("--messages", "/no/such/file")[0], 2)
        self.assertEqual(self.run_with("--no-such-option")[0], 2)
        self.assertEqual(self.run_with("--lint", "--list-types")[0], 2)
        status, output = self.run_with("--list-types")
        self.assertEqual(status, 0)
        for pair in ("command\tmessage.read", "event\tmessage.read", "reply\tsession.open", "statistic\tleg.ended", "dead\tdeadLetter"):
            self.assertIn(pair, output.splitlines())


if __name__ == "__main__":
    unittest.main()
