// What holds for every route, made from the description the server prints of itself: nobody is let
// in without a session, the least account is kept out, a foreign page cannot write, and every field
// of every body is refused when it is missing, of the wrong type, too long or unknown.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, description, signedIn } from "./support/client.js";
import { startServer, type Server } from "./support/server.js";

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  enum?: (string | null)[];
  maxLength?: number;
  minLength?: number;
  minimum?: number;
  maximum?: number;
  format?: string;
  pattern?: string;
  items?: Schema;
  $ref?: string;
}

interface Operation {
  summary: string;
  "x-permission": string;
  requestBody?: { content: Record<string, { schema: Schema }> };
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
}

let server: Server, admin: Client, applicant: Client;
const methods = ["get", "post", "put", "patch", "delete"];
const operations = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => methods.includes(method))
    .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation: operation as unknown as Operation })),
);

/** A path whose ids exist for nobody. */
const address = (path: string) => path.replace("/api/v1", "").replace(/\{id\}|\{\w+_id\}/g, "999999999").replace(/\{\w+\}/g, "none");

const types = (s: Schema) => (Array.isArray(s.type) ? s.type : [s.type ?? "object"]);

/** A value that the schema accepts. */
function sample(s: Schema): unknown {
  if (s.enum) return s.enum[0];
  const type = types(s)[0];
  if (type === "string") {
    if (s.format === "date") return "2026-11-01";
    if (s.pattern?.includes("0-9")) return "1";
    return "样".repeat(Math.max(1, s.minLength ?? 1));
  }
  if (type === "integer" || type === "number") return Math.max(s.minimum ?? 1, 1);
  if (type === "boolean") return true;
  if (type === "array") return [];
  return Object.fromEntries(Object.entries(s.properties ?? {}).filter(([k]) => s.required?.includes(k)).map(([k, v]) => [k, sample(v)]));
}

function bodyOf(operation: Operation): Schema | undefined {
  return operation.requestBody?.content["application/json"]?.schema;
}

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
    if (["public", "signed_in"].includes(operation["x-permission"])) continue;
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

/** Every way to spoil one field: [what, body, field, code or codes]. */
function* spoiled(schema: Schema): Generator<[string, unknown, string, RegExp]> {
  const right = sample(schema) as Record<string, unknown>;
  yield ["an unknown key", { ...right, no_such_field: 1 }, "no_such_field", /^unknown$/];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const rest = { ...right };
    delete rest[name];
    if (schema.required?.includes(name)) yield [`${name} missing`, rest, name, /^required$/];
    const wrong = types(field).includes("object") ? 7 : types(field).includes("array") ? 7 : { wrong: true };
    if (field.type !== undefined) yield [`${name} of the wrong type`, { ...right, [name]: wrong }, name, /^(type|bad_\w+)$/];
    if (field.maxLength) yield [`${name} too long`, { ...right, [name]: "长".repeat(field.maxLength + 1) }, name, /^too_long$/];
    if (field.enum) yield [`${name} not one of`, { ...right, [name]: "no-such-value" }, name, /^not_one_of$/];
    if (field.format === "date") yield [`${name} no day`, { ...right, [name]: "2026-02-30" }, name, /^bad_date$/];
    if (field.maximum !== undefined && field.maximum < Number.MAX_SAFE_INTEGER)
      yield [`${name} out of range`, { ...right, [name]: field.maximum + 1 }, name, /^out_of_range$/];
  }
}

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
