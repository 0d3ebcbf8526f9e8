#!/usr/bin/python3
"""Checks config/openapi.yaml, and what a gateway served against it.

    validate_http.py                      check the document
    validate_http.py --exchanges FILE     check the document, then every line of FILE (JSON Lines)
    validate_http.py --list-routes        print method and path of everything that is documented, a tab between

Needs what validate.py needs. Exit status: 0 all is well, 1 something failed, 2 usage error.

A line is an exchange: {"method", "path", "status", "contentType", "request"?, "answer"?, "stream"?: [{"event", "data"}]}.
What was asked wrongly on purpose is not held against the schema of requests; answers always are.
"""

import argparse
import collections
import json
import pathlib
import re
import sys
import urllib.parse

import jsonschema

import validate
from validate import Failure, UsageError, failures_of, shown

CONFIG = pathlib.Path(__file__).resolve().parents[2] / "config"
METHODS = ("get", "head", "post", "put", "patch", "delete")
# The HTTP status that a refusal's code has.
STATUS = {
    "malformed": 400, "unknownType": 400, "unauthenticated": 401, "forbidden": 403, "blocked": 403, "filesNotAllowed": 403,
    "unknownChannel": 404, "unknownSession": 404, "unknownAgent": 404, "notFound": 404, "conflict": 409, "notInQueue": 409,
    "notAssigned": 409, "notPresent": 409, "noTransferPending": 409, "invalidState": 409, "sessionClosed": 409, "moved": 409,
    "tooLarge": 413, "illegalFileType": 415, "invalidField": 422, "rateLimited": 429, "internal": 500, "unavailable": 503,
}
FIELDS = {
    "document": "openapi info jsonSchemaDialect servers paths webhooks components security tags externalDocs",
    "operation": "tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated "
                 "security servers",
    "parameter": "name in description required deprecated allowEmptyValue style explode schema example examples content",
    "requestBody": "description content required",
    "response": "description headers content links",
    "components": "schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems",
}
FIELDS = {kind: set(names.split()) for kind, names in FIELDS.items()}


class Site:
    """config/openapi.yaml, with the contract that it refers to."""

    def __init__(self, path):
        self.root, self.plain = validate.read_document(path)
        self.contract = validate.Document(*validate.read_document(CONFIG / "asyncapi.yaml"))
        store = {"openapi.yaml": self.root, "asyncapi.yaml": self.contract.root}
        self.resolver = jsonschema.RefResolver("openapi.yaml", self.root, store=store)
        kind = type(self.contract.validator({}))
        checker = self.contract.validator({}).format_checker
        self.validator = lambda schema: kind(schema, resolver=self.resolver, format_checker=checker)
        self.problems = []
        # (method, path) -> operation
        self.operations = {
            (method, path): operation
            for path, item in self.root.get("paths", {}).items() for method, operation in item.items() if method in METHODS
        }

    def resolved(self, node):
        while isinstance(node, dict) and "$ref" in node:
            node = self.resolver.resolve(node["$ref"])[1]
        return node

    def check(self, schema, value, start):
        return failures_of(self.validator(schema).iter_errors(value), start)

    # ---- the document

    def lint(self):
        self._check_references("#", self.root)
        self._fields("#", self.root, "document")
        self._fields("#/components", self.root.get("components", {}), "components")
        if self.problems:
            return self.problems
        for (method, path), operation in self.operations.items():
            self._check_operation(f"{method.upper()} {path}", path, operation)
        names = collections.Counter(operation.get("operationId") for operation in self.operations.values())
        self.problems += [f"operationId {name} stands {count} times" for name, count in names.items() if count > 1]
        for page in self.root.get("x-pages", []):
            if set(page) != {"path", "description"}:
                self.problems.append(f"x-pages: {shown(page)} needs path and description")
        return self.problems

    def _fields(self, place, node, kind):
        unknown = {key for key in node if not key.startswith("x-")} - FIELDS[kind]
        if unknown:
            self.problems.append(f"{place}: {', '.join(sorted(unknown))} is no field of OpenAPI's {kind}")

    def _check_references(self, place, node):
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                try:
                    self.resolver.resolve(node["$ref"])
                except jsonschema.RefResolutionError:
                    self.problems.append(f"{place}: {node['$ref']} points to nothing")
            for key, value in node.items():
                self._check_references(f"{place}/{key}", value)
        elif isinstance(node, list):
            for index, value in enumerate(node):
                self._check_references(f"{place}/{index}", value)

    def _check_operation(self, name, path, operation):
        self._fields(name, operation, "operation")
        for key in ("operationId", "summary", "tags", "responses"):
            if not operation.get(key):
                self.problems.append(f"{name}: {key} is missing")
        parameters = [self.resolved(parameter) for parameter in operation.get("parameters", [])]
        for parameter in parameters:
            self._fields(f"{name} {parameter.get('name')}", parameter, "parameter")
        told = {parameter["name"] for parameter in parameters if parameter["in"] == "path"}
        if told != set(re.findall(r"\{(\w+)\}", path)):
            self.problems.append(f"{name}: the parameters of the path are not those that are described")
        if "default" not in operation.get("responses", {}):
            self.problems.append(f"{name}: what a refusal looks like (default) is missing")
        body = self.resolved(operation.get("requestBody"))
        if body is not None:
            self._fields(name, body, "requestBody")
            for kind, media in body["content"].items():
                if "example" not in media:
                    self.problems.append(f"{name}: the request has no example of {kind}")
                    continue
                failures = self.check(media["schema"], media["example"], "body")
                self.problems += [f"{name}: example {failure}" for failure in failures]
        for status, response in operation.get("responses", {}).items():
            response = self.resolved(response)
            self._fields(f"{name} {status}", response, "response")
            if "text/event-stream" in response.get("content", {}) and not response.get("x-events"):
                self.problems.append(f"{name} {status}: the stream's events (x-events) are missing")

    def routes(self):
        for method, path in self.operations:
            yield method.upper(), path
        for page in self.root.get("x-pages", []):
            yield "GET", page["path"]

    # ---- exchanges

    def operation_of(self, method, path):
        for (known, template), operation in self.operations.items():
            pattern = "/".join("[^/]+" if part.startswith("{") else re.escape(part) for part in template.split("/"))
            if known == method.lower() and re.fullmatch(pattern, path):
                return template, operation
        return None, None

    def check_exchange(self, line):
        """The name of the exchange in the report, and what is wrong with it."""
        path, _, query = line["path"].partition("?")
        template, operation = self.operation_of(line["method"], path)
        if operation is None:
            return f"{line['method']} {path}", [Failure("path", line["path"], "is not documented")]
        name, status = f"{line['method']} {template}", line["status"]
        failures = []
        told = {p["name"] for p in map(self.resolved, operation.get("parameters", [])) if p["in"] == "query"}
        if status < 300:
            for key, _ in urllib.parse.parse_qsl(query):
                if key not in told:
                    failures.append(Failure("path", key, "no parameter of this name is documented"))
        request = line.get("request")
        media = self.resolved(operation.get("requestBody", {})).get("content", {}).get("application/json")
        if status < 300 and media is not None:
            failures += self.check(media["schema"], request, "request")
        responses = operation["responses"]
        response = self.resolved(responses.get(str(status), responses["default"]))
        if status < 300 and str(status) not in responses:
            failures.append(Failure("status", status, "is not documented"))
        kind = (line.get("contentType") or "").split(";")[0]
        media = response.get("content", {}).get(kind)
        if media is None:
            failures.append(Failure("contentType", kind, f"one of {', '.join(response.get('content', {}))}"))
        elif kind == "text/event-stream":
            for index, item in enumerate(line.get("stream", [])):
                failures += self._check_event(response["x-events"], item, f"stream[{index}]")
        else:
            failures += self._check_answer(response, media["schema"], request, line.get("answer"), status)
        return f"{name} {status}", failures

    def _check_answer(self, response, schema, request, answer, status):
        failures = self.check(schema, answer, "answer")
        if isinstance(answer, dict) and answer.get("ok") is False and isinstance(answer.get("error"), dict):
            wanted = STATUS.get(answer["error"].get("code"))
            if wanted != status:
                failures.append(Failure("status", status, f"{wanted} by the code {answer['error'].get('code')}"))
        command = request.get("type") if isinstance(request, dict) else None
        # What is never answered over AMQP the gateway answers itself.
        if response.get("x-answers") == "command" and command != "typing.set":
            reply = {"role": "reply", "type": "reply", "replyTo": command, "body": answer}
            message, _, failure = self.contract.message_of(reply)
            failures += [failure] if failure else self.contract.check_line(reply, message)
        return failures

    def _check_event(self, events, item, start):
        schema = events.get(item.get("event"))
        if schema is None:
            return [Failure(f"{start}.event", item.get("event"), f"one of {', '.join(events)}")]
        failures = self.check(schema, item.get("data"), f"{start}.data")
        if self.resolved(schema).get("x-message"):
            line = {"role": "event", "type": item["data"].get("type"), "body": item["data"]}
            message, _, failure = self.contract.message_of(line)
            failures += [failure] if failure else self.contract.check_line(line, message)
        return failures


def check_exchanges(site, stream, name):
    checked, failed = collections.Counter(), collections.Counter()
    for number, text in enumerate(stream, 1):
        exchange, failures = site.check_exchange(json.loads(text))
        checked[exchange] += 1
        failed[exchange] += bool(failures)
        for failure in failures:
            print(f"{name}:{number}: {exchange}: {failure}")
    for exchange in sorted(checked):
        print(f"{exchange:<55}{checked[exchange]:>5} checked" + (f", {failed[exchange]} failed" if failed[exchange] else ""))
    print(f"{sum(checked.values())} exchanges checked, {sum(failed.values())} failed")
    # Every documented route must have been seen in good order.
    seen = {exchange.rsplit(" ", 1)[0] for exchange in checked if exchange.endswith(" 200")}
    missing = [f"{method.upper()} {path}" for method, path in site.operations if f"{method.upper()} {path}" not in seen]
    for route in missing:
        print(f"{route}: is documented, and was not seen")
    return not sum(failed.values()) and not missing


def main(arguments):
    parser = argparse.ArgumentParser(prog="validate_http.py", description="Checks config/openapi.yaml, and what was served against it.")
    parser.add_argument("--exchanges", metavar="FILE", help="check each line of this JSON Lines file too")
    parser.add_argument("--list-routes", action="store_true", help="print method and path of everything, a tab between")
    parser.add_argument("--document", type=pathlib.Path, default=CONFIG / "openapi.yaml", help="default: config/openapi.yaml")
    options = parser.parse_args(arguments)
    try:
        site = Site(options.document)
        if options.list_routes:
            for method, path in site.routes():
                print(f"{method}\t{path}")
            return 0
        problems = site.lint()
        for problem in problems:
            print(f"{options.document.name}: {problem}")
        if problems:
            print(f"{len(problems)} problems in the document")
            return 1
        print(f"{options.document.name}: {len(site.operations)} operations: well-formed")
        if options.exchanges is None:
            return 0
        with open(options.exchanges, encoding="utf-8") as stream:
            return 0 if check_exchanges(site, stream, options.exchanges) else 1
    except (UsageError, OSError) as error:
        print(f"validate_http.py: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
