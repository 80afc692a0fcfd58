// What holds for every route, made from the description the server prints of itself: nobody is let
// in without a session, the least account is kept out, a foreign page cannot write, and every field
// of every body is refused when it is missing, of the wrong type, too long or unknown.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, description, signedIn } from "./support/client.js";
import { bodyOf, routesOf, spoiled } from "./support/schema.js";
import { startServer, type Server } from "./support/server.js";

let server: Server, admin: Client, applicant: Client;
const operations = routesOf(description);

/** A path whose ids exist for nobody. */
const address = (path: string) => path.replace("/api/v1", "").replace(/\{id\}|\{\w+_id\}/g, "999999999").replace(/\{\w+\}/g, "none");

before(async () => {
  server = await startServer();
  admin = await signedIn(server.url, "admin");
  applicant = await signedIn(server.url, "applicant");
});
after(() => server.stop());

test("the description has routes", () => assert.ok(operations.length > 40));

describe("without a session", () => {
  for (const { method, path, operation } of operations) {
    if (operation["x-permission"] === "public") continue;
    test(`${method} ${path} is 401`, async () => {
      await new Client(server.url).expect(401, "nobody", method, address(path), method === "GET" ? undefined : {});
    });
  }
});

describe("the least account", () => {
  for (const { method, path, operation } of operations) {
    if (["public", "signed_in"].includes(operation["x-permission"]!)) continue;
    test(`${method} ${path} is 403`, async () => {
      await applicant.expect(403, "applicant", method, address(path), method === "GET" ? undefined : {});
    });
  }
});

describe("a write without the token of our own page", () => {
  for (const { method, path, operation } of operations) {
    if (method === "GET" || operation["x-permission"] === "public") continue;
    test(`${method} ${path} is 403`, async () => {
      const answer = await admin.request(method, address(path), {}, { "x-csrf-token": "wrong" });
      assert.equal(answer.status, 403);
      assert.equal(answer.body.error.code, "csrf");
    });
  }
});

describe("a body with a fault", () => {
  for (const { method, path, operation } of operations) {
    const schema = bodyOf(operation);
    if (!schema) continue;
    for (const [what, body, field, code] of spoiled(schema)) {
      test(`${method} ${path}: ${what}`, async () => {
        const answer = await admin.request(method, address(path), body, { origin: server.url });
        assert.equal(answer.status, 400, JSON.stringify(answer.body));
        const fault = answer.body.error.fields.find((f: { field: string }) => f.field === field);
        assert.ok(fault, `${field} is not named: ${JSON.stringify(answer.body.error)}`);
        assert.match(fault.code, code);
      });
    }
    test(`${method} ${path}: no JSON`, async () => {
      const answer = await admin.request(method, address(path), '{"a":', { origin: server.url });
      assert.equal(answer.status, 400);
    });
  }
});
