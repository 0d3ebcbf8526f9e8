// Documents of the directory: pure. Run: node --test Tests/PageTests/*.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { documentProblem, fileNameOf, waysOf } from "../../Sources/ChatGateway/Pages/chat/documents/documentWords.js";

const places = { folder: true, origins: ["https://crm.example", "https://dms.example:8443"] };

test("a path is a file of the folder, where there is one", () => {
  assert.deepEqual(waysOf({ url: "manuals/charger.pdf" }, places), { file: true, link: "" });
  assert.deepEqual(waysOf({ url: "manuals/charger.pdf" }, { ...places, folder: false }), { file: false, link: "" });
  assert.deepEqual(waysOf({}, places), { file: false, link: "" });
});

test("an address is a link, and a file where its origin is one of ours", () => {
  for (const url of ["https://crm.example/files/7", "https://CRM.example:443/7", "https://dms.example:8443/a?b#c"]) {
    assert.deepEqual(waysOf({ url }, places), { file: true, link: url });
  }
  for (const url of ["https://dms.example/7", "http://crm.example/7", "https://crm.example.evil.example/7", "https://"]) {
    assert.deepEqual(waysOf({ url }, places), { file: false, link: url });
  }
  assert.deepEqual(waysOf({ url: "https://other.example" }, null), { file: true, link: "https://other.example" }, "not known: tried");
});

test("the file is called as the gateway says", () => {
  assert.equal(fileNameOf("attachment; filename=\"_.pdf\"; filename*=UTF-8''Ladeboks%20%C3%B8st.pdf", "Manual"), "Ladeboks øst.pdf");
  assert.equal(fileNameOf("attachment; filename*=UTF-8''%E0%A4%A", "Manual"), "Manual");
  assert.equal(fileNameOf(null, "Manual"), "Manual");
});

test("what the gateway says of a document is shown, other refusals by their words", () => {
  const detail = "the document cannot be fetched from https://crm.example now: it answers 500";
  assert.deepEqual(documentProblem({ code: "unavailable", detail }), { code: "document", detail, field: undefined });
  assert.equal(documentProblem({ code: "notFound", field: "record", detail: "documents.folder is not set" }).code, "document");
  assert.equal(documentProblem({ code: "unavailable", detail: "the system does not answer now" }).code, "unavailable");
  assert.equal(documentProblem({ code: "rateLimited", detail: "too many" }).code, "rateLimited");
});
