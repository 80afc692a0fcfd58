// Two colleges: whatever one of them asks for, by any route and any id, nothing of the other is
// told. The ids are those an administrator sees in the first college; the second college's organiser
// and secretary try them all.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, description, signedIn } from "./support/client.js";
import { bodyOf, routesOf, sample } from "./support/schema.js";
import { startServer, type Server } from "./support/server.js";

const others = ["organiser2", "secretary2"];
const routes = routesOf(description);
let server: Server, admin: Client, clients: Client[];
let college: string;
/** Ids of things of the first college, by the first word of their path. */
const ids: Record<string, string[]> = {};
const names = new Set<string>();

async function collect(noun: string, path: string): Promise<void> {
  const page = await admin.get<{ items: { id: string }[] }>(path);
  ids[noun] = page.items.map((i) => i.id).slice(0, 5);
  assert.ok(ids[noun].length > 0, `the first college has no ${noun}`);
}

before(async () => {
  server = await startServer();
  admin = await signedIn(server.url, "admin");
  clients = await Promise.all(others.map((login) => signedIn(server.url, login)));
  for (const client of clients) {
    const session = await client.get<{ rights: { perms: string[] }[] }>("/session");
    perms.set(client.login, new Set(session.rights.flatMap((r) => r.perms)));
  }
  const tree = await admin.get<{ items: { id: string; code: string }[] }>("/organisations");
  const mine = tree.items.filter((o) => /^YX(01|11)/.test(o.code));
  college = mine.find((o) => o.code === "YX01")!.id;
  ids["organisations"] = mine.map((o) => o.id);
  const people = await admin.get<{ items: { id: string; name: string }[] }>(`/people?organisation_id=${college}&limit=200`);
  for (const p of people.items) names.add(p.name);
  await collect("people", `/people?organisation_id=${college}`);
  await collect("classes", `/classes?organisation_id=${college}`);
  await collect("posts", `/posts?organisation_id=${college}`);
  await collect("cases", `/cases?organisation_id=${college}`);
  await collect("accounts", `/accounts?organisation_id=${college}`);
});
after(() => server.stop());

/** What each account may do anywhere, from its session. */
const perms = new Map<string, Set<string>>();
const may = (client: Client, permission: string) => perms.get(client.login)!.has(permission);

describe("a foreign id is nowhere to be found", () => {
  for (const { method, path, operation } of routes) {
    const noun = path.split("/")[3]!;
    if (!/\{id\}/.test(path) || ["public", "signed_in"].includes(operation["x-permission"]!)) continue;
    test(`${method} ${path}`, async () => {
      const found = ids[noun];
      if (!found) return; // kinds of things that only a test of their own makes
      const schema = bodyOf(operation);
      for (const client of clients) {
        for (const id of found.slice(0, 2)) {
          const query = (operation.parameters ?? []).filter((p) => p.in === "query" && p.required).map((p) => `${p.name}=${p.schema.enum?.[0] ?? 1}`).join("&");
          const address = path.replace("/api/v1", "").replace("{id}", id).replace(/\{\w+\}/g, "1") + (query && `?${query}`);
          const answer = await client.request(method, address, method === "GET" ? undefined : schema ? sample(schema) : undefined);
          assert.ok([403, 404].includes(answer.status), `${client.login}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
          // 403 only where the account may not use the route at all.
          if (answer.status === 403) assert.ok(!may(client, operation["x-permission"]!), `${client.login} may ${operation["x-permission"]}`);
        }
      }
    });
  }
});

describe("a foreign organisation is nowhere to be listed", () => {
  for (const { method, path, operation } of routes) {
    if (method !== "GET" || !operation.parameters?.some((p) => p.name === "organisation_id")) continue;
    test(`GET ${path}`, async () => {
      for (const client of clients) {
        const rest = operation.parameters!.filter((p) => p.in === "query" && p.required && p.name !== "organisation_id")
          .map((p) => `&${p.name}=${encodeURIComponent(String(sample(p.schema)))}`).join("");
        const answer = await client.request("GET", `${path.replace("/api/v1", "").replace(/\{\w+\}/g, "1")}?organisation_id=${college}${rest}`);
        assert.ok([403, 404].includes(answer.status), `${client.login}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
      }
    });
  }
});

describe("a list without an organisation is one's own", () => {
  for (const { method, path, operation } of routes) {
    if (method !== "GET" || /\{/.test(path) || operation["x-permission"] === "public") continue;
    test(`GET ${path}`, async () => {
      for (const client of clients) {
        const rest = operation.parameters?.filter((p) => p.in === "query" && p.required)
          .map((p) => `${p.name}=${encodeURIComponent(String(sample(p.schema)))}`).join("&") ?? "";
        const answer = await client.request("GET", `${path.replace("/api/v1", "")}?${rest}`);
        const text = JSON.stringify(answer.body ?? "");
        for (const id of ids["cases"] ?? []) assert.ok(!text.includes(`"case_id":"${id}"`), `${client.login} sees case ${id}`);
        const items = (answer.body as { items?: { person_name?: string; branch_name?: string }[] })?.items ?? [];
        for (const item of items) assert.ok(!item.branch_name?.startsWith("电气工程学院"), `${client.login} sees ${item.branch_name}`);
      }
    });
  }
});

test("search finds nobody of the other college", async () => {
  for (const client of clients) {
    for (const name of [...names].slice(0, 20)) {
      const found = await client.get<{ items: { branch_name: string | null }[] }>(`/people/search?q=${encodeURIComponent(name)}`);
      for (const hit of found.items) assert.ok(!/^(电气|自动化|电子信息|测控)/.test(hit.branch_name ?? ""), `${name}: ${hit.branch_name}`);
    }
  }
});
