#!/usr/bin/python3
"""Checks config/asyncapi.yaml, and recorded messages against it.

    validate.py                    check the document
    validate.py --lint             the same
    validate.py --messages FILE    check every line of FILE (JSON Lines; - is standard input)
    validate.py --list-types       print role and type of every message

Needs Debian's python3-jsonschema (4.10) and python3-yaml. Exit status: 0 all is well, 1 something failed,
2 usage error (also: a file that cannot be read). README.md describes the lines.
"""

import argparse
import collections
import datetime
import json
import pathlib
import re
import sys

try:
    import jsonschema
    import yaml
    from jsonschema import validators
    from jsonschema.exceptions import ValidationError, best_match
except ImportError as error:
    sys.exit(f"validate.py: {error}; apt-get install python3-jsonschema python3-yaml, run with /usr/bin/python3")

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "config" / "asyncapi.yaml"
ROLES = ("command", "reply", "event", "statistic", "dead")
LARGEST_COMMAND = 64 * 1024


# ---------------------------------------------------------------------------------------------------- reading

class UsageError(Exception):
    """What the caller has to put right: exit 2."""


# libyaml's, where it is there: the document is long, and pure Python takes ten times as long for it.
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DocumentLoader(SafeLoader):
    """YAML as JSON has it: YAML 1.1 would read `no` as false, 09:30 as a number and a time as a date."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key.value} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


DocumentLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"^(true|false)$", "tf"),
    ("null", r"^(null|~|)$", ["n", "~", ""]),
    ("int", r"^-?(0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(0|[1-9][0-9]*)(\.[0-9]+)([eE][-+]?[0-9]+)?$", "-0123456789"),
):
    DocumentLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def read_document(path):
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}")
    try:
        return yaml.load(text, DocumentLoader), yaml.load(text, SafeLoader)
    except yaml.YAMLError as error:
        raise UsageError(f"{path} is not YAML: {error}")


def strict_json(text):
    """Reads JSON as a strict reader does: no NaN, no key twice."""

    def pairs(items):
        result = dict(items)
        if len(result) != len(items):
            twice = [key for key, count in collections.Counter(key for key, _ in items).items() if count > 1]
            raise ValueError(f"the key {twice[0]} stands twice")
        return result

    def constant(name):
        raise ValueError(f"{name} is not JSON")

    return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)


# ---------------------------------------------------------------------------------------------------- failures

def shown(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else text[:157] + "..."


def dotted(start, path):
    text = start
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text


class Failure:
    """One broken rule: where, the value there, and the rule."""

    def __init__(self, path, value, rule):
        self.path, self.value, self.rule = path, value, rule

    def __str__(self):
        return f"{self.path} = {shown(self.value)}: {self.rule}"


def rule_of(error):
    keyword, value = error.validator, error.validator_value
    if keyword is None:
        return "not allowed here"
    if keyword in ("additionalProperties", "required"):
        return error.message
    if keyword == "x-event":
        return error.message
    if keyword == "not":
        return f"must not be {shown(value)}"
    return f"{keyword} {shown(value)}"


def failures_of(errors, start):
    """The failures behind schema errors; of alternatives the one that fits best."""
    found, seen = [], set()
    for error in errors:
        path = list(error.absolute_path)
        value, rule = error.instance, rule_of(error)
        if error.validator in ("oneOf", "anyOf") and error.context:
            inner = best_match(iter(error.context))
            path, value = list(inner.absolute_path), inner.instance
            rule = f"none of the alternatives fits; nearest: {rule_of(inner)}"
        failure = Failure(dotted(start, path), value, rule)
        if str(failure) not in seen:
            seen.add(str(failure))
            found.append(failure)
    return found


# ---------------------------------------------------------------------------------------------------- document

# The fixed fields of AsyncAPI 3.0 and of the AMQP bindings 0.3.0, as far as the document uses them.
FIELDS = {
    "document": "asyncapi id info servers defaultContentType channels operations components",
    "info": "title version description termsOfService contact license tags externalDocs",
    "server": "host pathname protocol protocolVersion title summary description variables security tags externalDocs bindings",
    "channel": "address messages title summary description servers parameters tags externalDocs bindings",
    "parameter": "enum default description examples location",
    "operation": "action channel title summary description security tags externalDocs bindings traits messages reply",
    "operationTrait": "title summary description security tags externalDocs bindings",
    "reply": "address channel messages",
    "replyAddress": "location description",
    "message": "headers payload correlationId contentType name title summary description tags externalDocs bindings examples traits",
    "messageTrait": "headers correlationId contentType name title summary description tags externalDocs bindings examples",
    "example": "headers payload name summary",
    "correlationId": "location description",
    "components": "schemas servers channels operations messages securitySchemes serverVariables parameters replies replyAddresses "
                  "correlationIds externalDocs tags operationTraits messageTraits serverBindings channelBindings "
                  "operationBindings messageBindings",
    "channelBinding": "is exchange queue bindingVersion",
    "exchange": "name type durable autoDelete vhost",
    "queue": "name durable exclusive autoDelete vhost",
    "operationBinding": "expiration userId cc priority deliveryMode mandatory bcc timestamp ack bindingVersion",
    "messageBinding": "contentEncoding messageType bindingVersion",
}
FIELDS = {kind: set(names.split()) for kind, names in FIELDS.items()}


class Message:
    """A message of the document with its traits merged in."""

    def __init__(self, key, pointer, definition, channel, role):
        self.key, self.pointer, self.definition, self.channel, self.role = key, pointer, definition, channel, role


class Document:
    """config/asyncapi.yaml, its references resolved, and the messages in it by role and type."""

    def __init__(self, root, plain):
        self.root, self.plain = root, plain
        self.problems = []
        self.messages = {}      # (role, type) -> Message; replies under the name of the reply
        self.replies = {}       # command type -> [Message] without the error, or [] when it is never answered
        self.error = None       # the Message of an error reply
        self.dead = None
        self.all = []
        if not isinstance(root, dict):
            raise UsageError("the document is not a mapping")
        checker = jsonschema.FormatChecker(formats=())
        checker.checks("date-time", raises=ValueError)(
            lambda value: not isinstance(value, str) or bool(datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ")))
        checker.checks("date", raises=ValueError)(
            lambda value: not isinstance(value, str) or bool(datetime.datetime.strptime(value, "%Y-%m-%d")))
        kind = validators.extend(jsonschema.Draft7Validator, {"pattern": self._pattern, "x-event": self._event})
        self.resolver = jsonschema.RefResolver("", root)
        self.validator = lambda schema: kind(schema, resolver=self.resolver, format_checker=checker)
        self._index()

    # JSON Schema's patterns are ECMA's: `$` is the very end, where Python allows a line break before it.
    _patterns = {}

    @classmethod
    def _pattern(cls, validator, pattern, instance, schema):
        if not validator.is_type(instance, "string"):
            return
        compiled = cls._patterns.get(pattern)
        if compiled is None:
            python = pattern[:-1] + r"\Z" if pattern.endswith("$") and not pattern.endswith(r"\$") else pattern
            compiled = cls._patterns[pattern] = re.compile(python, re.ASCII)
        if not compiled.search(instance):
            yield ValidationError(f"{instance!r} does not match {pattern!r}")

    def _event(self, validator, form, instance, schema):
        """x-event: the event inside a result is valid as an event of its own type."""
        if not validator.is_type(instance, "object"):
            return
        kind, data = instance.get("type"), instance.get("data")
        message = self.messages.get(("event", kind)) if isinstance(kind, str) else None
        if message is None or message.channel != "sessionEvents":
            yield ValidationError(f"{shown(kind)} is no type of a numbered event")
            return
        yield from validator.descend(instance, {"$ref": message.pointer + "/payload"})
        named = {"session.assigned": "agent", "transfer.accepted": "from"}.get(kind)
        if form == "agents" and named and isinstance(data, dict) and named not in data:
            yield ValidationError("an agent is given the agents' form")

    # ---- references

    def at(self, pointer):
        """What a local reference points to; LookupError when there is nothing."""
        if not pointer.startswith("#/"):
            raise LookupError(f"{pointer} does not point into this document")
        node = self.root
        for part in pointer[2:].split("/"):
            part = part.replace("~1", "/").replace("~0", "~")
            try:
                node = node[int(part)] if isinstance(node, list) else node[part]
            except (KeyError, IndexError, ValueError, TypeError):
                raise LookupError(f"{pointer} points to nothing")
        return node

    def resolved(self, node):
        """The node, or what it refers to. A reference that leads nowhere is reported once, by _check_references."""
        for _ in range(16):
            if not (isinstance(node, dict) and isinstance(node.get("$ref"), str)):
                return node if isinstance(node, dict) else {}
            try:
                node = self.at(node["$ref"])
            except LookupError:
                return {}
        return {}

    def problem(self, pointer, text):
        self.problems.append(f"{pointer}: {text}")

    # ---- index

    def _index(self):
        for name, channel in (self.root.get("channels") or {}).items():
            channel = self.resolved(channel)
            role = channel.get("x-role")
            for key, message in (channel.get("messages") or {}).items():
                pointer = f"#/channels/{name}/messages/{key}"
                if isinstance(message, dict) and isinstance(message.get("$ref"), str):
                    pointer = message["$ref"]
                found = Message(key, pointer, self._merged(self.resolved(message)), name, role)
                self.all.append(found)
                if role not in ROLES:
                    self.problem(f"#/channels/{name}", f"x-role is {shown(role)}; a channel with messages needs one of {', '.join(ROLES)}")
                    continue
                if (role, key) in self.messages:
                    self.problem(pointer, f"{role} {key} exists in {self.messages[role, key].channel} already")
                self.messages[role, key] = found
                if role == "dead":
                    self.dead = found
        self.error = self.messages.get(("reply", "error"))
        for key, operation in (self.root.get("operations") or {}).items():
            operation = self.resolved(operation)
            if operation.get("action") != "receive":
                continue
            names = [self._name(reference) for reference in operation.get("messages") or []]
            reply = self.resolved(operation.get("reply") or {})
            answers = [self.messages.get(("reply", self._name(reference))) for reference in reply.get("messages") or []]
            for name in names:
                self.replies[name] = [answer for answer in answers if answer and answer is not self.error]

    @staticmethod
    def _name(reference):
        return str((reference or {}).get("$ref", "")).rsplit("/", 1)[-1]

    def _merged(self, definition):
        """A message with its traits merged in (RFC 7396; the message's own fields win)."""

        def merge(base, patch):
            if not isinstance(patch, dict) or not isinstance(base, dict) or "$ref" in base or "$ref" in patch:
                return patch
            return {**base, **{key: merge(base.get(key), value) for key, value in patch.items()}}

        result = {}
        for trait in definition.get("traits") or []:
            result = merge(result, self.resolved(trait))
        return merge(result, {key: value for key, value in definition.items() if key != "traits"})

    # ---- lint

    def lint(self):
        self._check_yaml("#", self.root, self.plain)
        self._check_references("#", self.root)
        self._check_shape()
        if self.problems:       # examples mean nothing while the references are broken
            return self.problems
        for message in self.all:
            self._check_message(message)
        self._check_operations()
        return self.problems

    def _check_yaml(self, pointer, core, plain):
        if isinstance(core, dict) and isinstance(plain, dict):
            if set(map(str, core)) != set(map(str, plain)):
                self.problem(pointer, "a key means something else in YAML 1.1: quote it")
            for key in core:
                self._check_yaml(f"{pointer}/{key}", core[key], plain.get(key))
        elif isinstance(core, list) and isinstance(plain, list):
            for index, (one, other) in enumerate(zip(core, plain)):
                self._check_yaml(f"{pointer}/{index}", one, other)
        elif core != plain or type(core) is not type(plain):
            self.problem(pointer, f"{shown(core) if not isinstance(core, str) else core} means something else in YAML 1.1: quote it")

    def _check_references(self, pointer, node, inside_example=False):
        if isinstance(node, list):
            for index, child in enumerate(node):
                self._check_references(f"{pointer}/{index}", child, inside_example)
        elif isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str) and not inside_example:
                try:
                    self.at(reference)
                except LookupError as error:
                    self.problem(pointer, str(error))
                if len(node) > 1:
                    self.problem(pointer, "fields beside $ref are ignored (draft-07): use allOf")
            for key, child in node.items():
                example = inside_example or (key == "examples" and "/messages/" in pointer and "/payload" not in pointer)
                self._check_references(f"{pointer}/{key}", child, example)

    def _fields(self, pointer, node, kind):
        if not isinstance(node, dict):
            self.problem(pointer, f"must be an object ({kind})")
            return {}
        for key in node:
            if key not in FIELDS[kind] and (kind == "example" or not key.startswith("x-")):
                self.problem(pointer, f"{key} is no field of AsyncAPI's {kind}")
        return node

    def _binding(self, pointer, holder, kind):
        bindings = self.resolved(holder.get("bindings") or {})
        for protocol in bindings:
            if protocol != "amqp":
                self.problem(f"{pointer}/bindings", f"{protocol} is not a protocol of this document")
        if "amqp" not in bindings:
            return {}
        binding = self._fields(f"{pointer}/bindings/amqp", bindings["amqp"], kind)
        if binding.get("bindingVersion") != "0.3.0":
            self.problem(f"{pointer}/bindings/amqp", "bindingVersion must be 0.3.0")
        return binding

    def _check_shape(self):
        root = self._fields("#", self.root, "document")
        if root.get("asyncapi") != "3.0.0":
            self.problem("#/asyncapi", "must be 3.0.0")
        info = self._fields("#/info", root.get("info"), "info")
        for key in ("title", "version"):
            if not isinstance(info.get(key), str):
                self.problem("#/info", f"{key} is missing")
        for name, server in (root.get("servers") or {}).items():
            for key in ("host", "protocol"):
                if key not in self._fields(f"#/servers/{name}", server, "server"):
                    self.problem(f"#/servers/{name}", f"{key} is missing")
        components = self._fields("#/components", root.get("components"), "components")
        for group, items in components.items():
            for name, item in items.items():
                pointer = f"#/components/{group}/{name}"
                if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
                    self.problem(pointer, "the name of a component is of letters, digits, . _ -")
                if group == "schemas":
                    self._check_schema(pointer, item)
                elif group == "messageTraits":
                    self._fields(pointer, item, "messageTrait")
                    self._binding(pointer, item, "messageBinding")
                    self._check_schema(f"{pointer}/headers", item.get("headers", True))
                    self._check_schema(f"{pointer}/x-amqp-properties", item.get("x-amqp-properties", True))
                elif group == "operationTraits":
                    self._fields(pointer, item, "operationTrait")
                    self._binding(pointer, item, "operationBinding")
                elif group == "replies":
                    self._fields(pointer, item, "reply")
                elif group == "replyAddresses":
                    self._fields(pointer, item, "replyAddress")
                elif group == "parameters":
                    self._fields(pointer, item, "parameter")
        for name, channel in (root.get("channels") or {}).items():
            self._check_channel(f"#/channels/{name}", channel)

    def _check_channel(self, pointer, channel):
        self._fields(pointer, channel, "channel")
        address = channel.get("address")
        wanted = set(re.findall(r"\{([^}]*)\}", address or ""))
        given = set(channel.get("parameters") or {})
        for name in wanted ^ given:
            self.problem(pointer, f"the parameter {name} stands in the address or under parameters, not in both")
        for name, parameter in (channel.get("parameters") or {}).items():
            self._fields(f"{pointer}/parameters/{name}", self.resolved(parameter), "parameter")
        binding = self._binding(pointer, channel, "channelBinding")
        if not binding:
            if channel.get("x-role") != "reply":
                self.problem(pointer, "has no AMQP binding")
            return
        kind, other = ("exchange", "queue") if binding.get("is") == "routingKey" else ("queue", "exchange")
        if binding.get("is") not in ("routingKey", "queue") or kind not in binding or other in binding:
            self.problem(f"{pointer}/bindings/amqp", "`is: routingKey` goes with `exchange`, `is: queue` with `queue`")
            return
        part = self._fields(f"{pointer}/bindings/amqp/{kind}", binding[kind], kind)
        if kind == "exchange" and part.get("type") not in ("topic", "direct", "fanout", "default", "headers"):
            self.problem(f"{pointer}/bindings/amqp/exchange", "type is none of the binding's")
        if kind == "queue" and part.get("name") != address:
            self.problem(pointer, "the queue's name and the address differ")

    def _check_schema(self, pointer, schema):
        try:
            jsonschema.Draft7Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            self.problem(dotted(pointer, error.absolute_path), f"is no draft-07 schema: {error.message}")
            return
        self._check_patterns(pointer, schema)

    def _check_patterns(self, pointer, node):
        if isinstance(node, dict):
            if isinstance(node.get("pattern"), str):
                try:
                    re.compile(node["pattern"], re.ASCII)
                except re.error as error:
                    self.problem(f"{pointer}/pattern", f"is no regular expression: {error}")
            names = node.get("properties")
            if isinstance(names, dict) and node.get("additionalProperties") is False:
                for name in node.get("required") or []:
                    if name not in names:
                        self.problem(pointer, f"{name} is required and not allowed")
            for key, child in node.items():
                if child is None and key not in ("default", "const"):
                    self.problem(f"{pointer}/{key}", "has no value; a text with a comma in braces must be quoted")
                if key not in ("default", "const", "enum", "examples"):
                    self._check_patterns(f"{pointer}/{key}", child)
        elif isinstance(node, list):
            for index, child in enumerate(node):
                self._check_patterns(f"{pointer}/{index}", child)

    def _check_message(self, message):
        own, pointer = self.resolved({"$ref": message.pointer}), message.pointer
        self._fields(pointer, own, "message")
        self._binding(pointer, own, "messageBinding")
        binding = self.resolved(message.definition.get("bindings") or {}).get("amqp") or {}
        expected = {"reply": "reply", "dead": None}.get(message.role, message.key)
        if binding.get("messageType") != expected:
            self.problem(pointer, f"messageType of the AMQP binding must be {expected}")
        if "correlationId" in message.definition:
            self._fields(f"{pointer}/correlationId", self.resolved(message.definition["correlationId"]), "correlationId")
        if "payload" not in own:
            self.problem(pointer, "has no payload")
            return
        self._check_schema(f"{pointer}/payload", own["payload"])
        if message.role in ("event", "statistic"):
            declared = ((own["payload"].get("properties") or {}).get("type") or {}).get("const")
            if declared != message.key:
                self.problem(f"{pointer}/payload", f"properties.type must be {{const: {message.key}}}")
        examples = own.get("examples") or []
        if not examples:
            self.problem(pointer, "has no example")
        for index, example in enumerate(examples):
            where = f"{pointer}/examples/{index}"
            self._fields(where, example, "example")
            if "payload" not in example:
                self.problem(where, "has no payload")
                continue
            line = {"role": message.role, "type": message.key, "body": example["payload"]}
            if "headers" in example:
                line["headers"] = example["headers"]
            for failure in self.check_line(line, message):
                self.problem(where, str(failure))

    def _check_operations(self):
        used = set()
        for key, operation in (self.root.get("operations") or {}).items():
            pointer = f"#/operations/{key}"
            self._fields(pointer, operation, "operation")
            if operation.get("action") not in ("send", "receive"):
                self.problem(pointer, "action must be send or receive")
            self._check_subset(pointer, operation)
            for trait in operation.get("traits") or []:
                self._fields(f"{pointer}/traits", self.resolved(trait), "operationTrait")
            if "reply" in operation:
                reply = self._fields(f"{pointer}/reply", self.resolved(operation["reply"]), "reply")
                address = self.resolved(reply.get("address") or {})
                if not re.match(r"\$message\.(header|payload)#/", str(address.get("location"))):
                    self.problem(f"{pointer}/reply", "address.location must be $message.header#/… or $message.payload#/…")
                self._check_subset(f"{pointer}/reply", reply)
                names = [self._name(reference) for reference in reply.get("messages") or []]
                if "error" not in names or len(names) != 2:
                    self.problem(f"{pointer}/reply", "is one result and the error")
                used.update(("reply", name) for name in names)
            channel = self._name(operation.get("channel"))
            references = operation.get("messages")
            for message in self.all:
                if message.channel == channel and (references is None or message.key in map(self._name, references)):
                    used.add((message.role, message.key))
                    if message.role == "command" and key != message.key:
                        self.problem(pointer, f"the operation of the command {message.key} must have its name")
        for role, key in sorted(set(self.messages) - used):
            self.problem(self.messages[role, key].pointer, "is in no operation")

    def _check_subset(self, pointer, holder):
        reference = (holder.get("channel") or {}).get("$ref", "")
        if not re.fullmatch(r"#/channels/[^/]+", reference):
            self.problem(pointer, "channel must be a reference to a channel")
            return
        for message in holder.get("messages") or []:
            if not message.get("$ref", "").startswith(reference + "/messages/"):
                self.problem(pointer, f"{message.get('$ref')} is not a message of {reference}")

    # ---- messages

    def address_pattern(self, name, field="address"):
        """The routing keys of a channel, with a group for each parameter; matches nothing where it has no such field."""
        channel = self.resolved({"$ref": f"#/channels/{name}"})
        if field not in channel:
            return re.compile(r"(?!)")
        parts = re.split(r"\{([^}]*)\}", channel[field])
        text = ""
        for index, part in enumerate(parts):
            if index % 2 == 0:
                text += re.escape(part)
            else:
                parameter = self.resolved((channel.get("parameters") or {}).get(part))
                text += f"(?P<{part}>{parameter.get('x-pattern', '.*')})"
        return re.compile(text + r"\Z", re.ASCII)

    def exchange(self, name):
        channel = self.resolved({"$ref": f"#/channels/{name}"})
        return ((channel.get("bindings") or {}).get("amqp") or {}).get("exchange", {}).get("name", "")

    def check_part(self, schema, value, start):
        errors = sorted(self.validator(schema).iter_errors(value), key=lambda error: [str(part) for part in error.absolute_path])
        return failures_of(errors, start)

    def check_line(self, line, message):
        """The failures of one message against its definition. Parts that the line has not are not checked."""
        failures = self.check_part({"$ref": message.pointer + "/payload"}, line.get("body"), "body")
        properties, headers = line.get("properties"), line.get("headers")
        if properties is not None and "x-amqp-properties" in message.definition:
            failures += self.check_part(message.definition["x-amqp-properties"], properties, "properties")
        if headers is not None and "headers" in message.definition:
            failures += self.check_part(message.definition["headers"], headers, "headers")
        body = line.get("body") if isinstance(line.get("body"), dict) else {}
        failures += self._check_together(line, message, body, properties or {}, headers or {})
        return failures

    def _check_together(self, line, message, body, properties, headers):
        """What one schema cannot say: fields that must agree with each other."""
        role, failures = message.role, []

        def same(path, value, wanted, of):
            if value != wanted:
                failures.append(Failure(path, value, f"must be {shown(wanted)}, as {of}"))

        if role != "dead" and "type" in properties:
            same("properties.type", properties["type"], "reply" if role == "reply" else message.key, "the message's type")
        if "exchange" in line:
            same("exchange", line["exchange"], self.exchange(message.channel), "the contract says")
        if "routingKey" in line and role in ("command", "event", "statistic"):
            key = str(line["routingKey"])
            match = self.address_pattern(message.channel).match(key)
            if match is None:
                # The visitor's form of an event has the gateway's key alone.
                match = self.address_pattern(message.channel, "x-visitor-address").match(key)
                if match is not None and (":" in str(body.get("actor", "")) or body.get("visibility") == "agents"):
                    failures.append(Failure("routingKey", key, "not the visitor's form"))
            if match is None:
                address = self.resolved({"$ref": f"#/channels/{message.channel}"})["address"]
                failures.append(Failure("routingKey", line["routingKey"], f"address {address}"))
            else:
                for name, value in match.groupdict().items():
                    if name == "type":
                        same("routingKey", value, message.key, "the message's type")
                    elif name in body and role != "command":
                        same("routingKey", value, body[name], f"body.{name}")
        if role == "command":
            size = len(json.dumps(line.get("body"), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
            if size > LARGEST_COMMAND:
                failures.append(Failure("body", f"{size} bytes", "at most 64 KiB"))
        if role in ("event", "statistic"):
            for name in ("channel", "session", "seq"):
                if name in headers:
                    same(f"headers.{name}", headers[name], body.get(name), f"body.{name}")
            for index, key in enumerate(headers.get("BCC") if isinstance(headers.get("BCC"), list) else []):
                kind, _, rest = str(key).partition(".")
                same(f"headers.BCC[{index}]", rest.partition(".")[2], message.key, "the message's type")
                if kind == "gateway" and ":" in str(body.get("actor", "")):
                    failures.append(Failure("body.actor", body["actor"], f"towards visitors ({key}) an actor has no handle"))
                if kind == "gateway" and body.get("visibility") == "agents":
                    failures.append(Failure(f"headers.BCC[{index}]", key, "visibility is agents"))
        if role == "event" and message.channel == "sessionEvents":
            if "message-id" in properties:
                same("properties.message-id", properties["message-id"], f"{body.get('session')}.{body.get('seq')}", "<session>.<seq>")
            numbers = (body.get("previous"), body.get("seq"))
            if all(type(number) is int for number in numbers) and numbers[0] >= numbers[1]:
                failures.append(Failure("body.previous", numbers[0], f"below seq, {numbers[1]}"))
        if role == "statistic":
            form = message.definition.get("x-id")
            if form:
                wanted = re.sub(r"\{(\w+)\}", lambda field: str(body.get(field.group(1))), form)
                same("body.id", body.get("id"), wanted, form)
            if "message-id" in properties:
                same("properties.message-id", properties["message-id"], body.get("id"), "body.id")
            if message.key == "leg.ended":
                # An offer and a stay with a bot have no length of their own.
                field = {"queue": "waitMilliseconds", "agent": "handleMilliseconds"}.get(str(body.get("kind")))
                try:
                    span = datetime.datetime.fromisoformat(body["to"][:-1]) - datetime.datetime.fromisoformat(body["from"][:-1])
                    length = span // datetime.timedelta(milliseconds=1)
                    if field:
                        same(f"body.{field}", body.get(field), length, "to - from")
                    if length < 0:
                        failures.append(Failure("body.to", body["to"], f"not before from, {body['from']}"))
                    if type(body.get("businessMilliseconds")) is int and body["businessMilliseconds"] > length:
                        failures.append(Failure("body.businessMilliseconds", body["businessMilliseconds"], f"at most to - from, {length}"))
                except (KeyError, TypeError, ValueError):
                    pass        # the schema has said so
        return failures

    def message_of(self, line):
        """The message that a line is to be checked against, its name in the report, and a failure instead."""
        role, kind, body = line["role"], line.get("type"), line.get("body")
        if role == "dead":
            return self.dead, "deadLetter", None
        if role != "reply":
            message = self.messages.get((role, kind)) if isinstance(kind, str) else None
            return message, str(kind), None if message else Failure("type", kind, f"no {role} of this type")
        if kind != "reply":
            return None, str(kind), Failure("type", kind, "the type of a reply is reply")
        command = line.get("replyTo")
        refused = isinstance(body, dict) and body.get("ok") is False
        if command is None:
            if refused:
                return self.error, "error", None
            return None, "reply", Failure("replyTo", None, "needed: the type of the command answered")
        name = f"to {command}"
        if not isinstance(command, str) or command not in self.replies:
            error = body.get("error") if refused else None
            if isinstance(error, dict) and error.get("code") == "unknownType":
                return self.error, name, None
            return None, name, Failure("replyTo", command, "no command of this type")
        answers = self.replies[command]
        if not answers:
            return None, name, Failure("replyTo", command, "is never answered")
        return self.error if refused else answers[0], name, None

    def types(self):
        """(role, type) of all: a reply under the type of the command that it answers."""
        for role in ROLES:
            if role == "reply":
                yield from ((role, key) for key in self.replies if self.replies[key])
                yield role, "error"
            else:
                yield from ((role, key) for (of, key) in self.messages if of == role)


# ---------------------------------------------------------------------------------------------------- lines

PROPERTY_NAMES = {
    "contentType": "content-type", "contentEncoding": "content-encoding", "deliveryMode": "delivery-mode",
    "correlationId": "correlation-id", "correlationID": "correlation-id", "replyTo": "reply-to", "messageId": "message-id",
    "messageID": "message-id", "userId": "user-id", "userID": "user-id", "appId": "app-id", "appID": "app-id",
    "clusterId": "cluster-id",
}


def prepared(text):
    """A line of JSON Lines as an object with the AMQP names of the properties; ValueError when it is none."""
    line = strict_json(text)
    if not isinstance(line, dict):
        raise ValueError("a line must be an object")
    if line.get("role") not in ROLES:
        raise ValueError(f"role {shown(line.get('role'))} is none of {', '.join(ROLES)}")
    for key in ("type", "body"):
        if key not in line and line["role"] != "dead":
            raise ValueError(f"{key} is missing")
    for key in ("properties", "headers"):
        if line.get(key) is not None and not isinstance(line[key], dict):
            raise ValueError(f"{key} must be an object")
    unknown = set(line) - {"role", "type", "replyTo", "exchange", "routingKey", "properties", "headers", "body"}
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: no field of a line")
    if line.get("properties") is not None:
        properties = {PROPERTY_NAMES.get(key, key.replace("_", "-")): value for key, value in line["properties"].items()}
        inner = properties.pop("headers", None)
        if inner is not None and line.get("headers") is None:
            line["headers"] = inner
        line["properties"] = properties
    return line


def check_messages(document, stream, name):
    checked, failed = collections.Counter(), collections.Counter()
    for number, text in enumerate(stream, 1):
        if not text.strip():
            continue
        try:
            line = prepared(text)
        except ValueError as error:
            failed["?", "(unreadable)"] += 1
            checked["?", "(unreadable)"] += 1
            print(f"{name}:{number}: {error}")
            continue
        message, kind, failure = document.message_of(line)
        failures = [failure] if failure else document.check_line(line, message)
        checked[line["role"], kind] += 1
        failed[line["role"], kind] += bool(failures)
        for failure in failures:
            print(f"{name}:{number}: {line['role']} {kind}: {failure}")
    for role, kind in sorted(checked):
        bad = failed[role, kind]
        print(f"{role:<10}{kind:<28}{checked[role, kind]:>7} checked" + (f", {bad} failed" if bad else ""))
    total = sum(checked.values())
    print(f"{total} messages checked, {sum(failed.values())} failed")
    return not sum(failed.values())


def check_document(name, document):
    problems = document.lint()
    for problem in problems:
        print(f"{name}: {problem}")
    if problems:
        print(f"{len(problems)} problems in the document")
        return 1
    examples = sum(len(message.definition["examples"]) for message in document.all)
    print(f"{name}: {len(document.all)} messages, {examples} examples, "
          f"{len(document.root['operations'])} operations: well-formed")
    return 0


# ---------------------------------------------------------------------------------------------------- command line

def main(arguments):
    parser = argparse.ArgumentParser(prog="validate.py", description="Checks config/asyncapi.yaml, and messages against it.")
    parser.add_argument("--lint", action="store_true", help="check the document only (the default)")
    parser.add_argument("--messages", metavar="FILE", help="check each line of this JSON Lines file instead; - is standard input")
    parser.add_argument("--list-types", action="store_true", help="print role and type of every message, a tab between")
    parser.add_argument("--document", type=pathlib.Path, default=DOCUMENT, help="default: config/asyncapi.yaml")
    options = parser.parse_args(arguments)
    if sum((options.lint, options.messages is not None, options.list_types)) > 1:
        parser.error("--lint, --messages and --list-types exclude each other")
    try:
        document = Document(*read_document(options.document))
        if options.list_types:
            for role, kind in document.types():
                print(f"{role}\t{kind}")
            return 0
        if options.messages is None:
            return check_document(options.document.name, document)
        try:
            if options.messages == "-":
                sys.stdin.reconfigure(encoding="utf-8")
                return 0 if check_messages(document, sys.stdin, "stdin") else 1
            with open(options.messages, encoding="utf-8") as stream:
                return 0 if check_messages(document, stream, options.messages) else 1
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"cannot read {options.messages}: {error}")
    except UsageError as error:
        print(f"validate.py: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
