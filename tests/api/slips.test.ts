// Slips: a code on paper opens one person's standing and nothing else, until it is ended.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, description as api, signedIn } from "./support/client.js";
import { bodyOf, routesOf, sample } from "./support/schema.js";
import { startServer, type Server } from "./support/server.js";

interface Stand { name: string; today: string; stage: string; steps_done: number; timeline: object[] }

let server: Server, secretary: Client, organiser: Client, counsellor: Client, secretary2: Client, organiser2: Client, nobody: Client;
let mine: { id: string; person_name: string }, other: { id: string; person_name: string };

before(async () => {
  server = await startServer();
  const sign = (login: string) => signedIn(server.url, login);
  [secretary, organiser, counsellor, secretary2, organiser2] = await Promise.all(["secretary", "organiser", "counsellor", "secretary2", "organiser2"].map(sign)) as [Client, Client, Client, Client, Client];
  nobody = new Client(server.url);
  [mine, other] = (await secretary.get("/cases?limit=2")).items;
  assert.ok(mine && other);
});
after(() => server.stop());

const make = (who: Client, id: string, body: object = {}) => who.expect<{ code: string; expires_on: string }>(201, "make a slip", "POST", `/cases/${id}/slip`, body);
const read = (code: string, status = 200) => nobody.expect<Stand>(status, "read", "POST", "/slip", { code });

describe("a slip", () => {
  test("opens its person's page without an account, however the code is typed", async () => {
    const { code, expires_on } = await make(secretary, mine.id);
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    assert.equal(expires_on, "2027-11-23");
    const typed = [code, code.toLowerCase(), code.replaceAll("-", " "), ` ${code.replaceAll("0", "O").replaceAll("1", "l")} `];
    for (const t of typed) {
      const stand = await read(t);
      assert.equal(stand.name, mine.person_name);
      assert.equal(stand.today, "2026-11-23");
    }
    const detail = await secretary.get(`/cases/${mine.id}`);
    assert.equal((await read(code)).stage, detail.stage);
  });

  test("tells nobody's name but its holder's", async () => {
    const { code } = await make(secretary, mine.id);
    const text = JSON.stringify(await read(code));
    const people = await organiser.get<{ items: { name: string }[] }>("/people?limit=200");
    for (const p of people.items)
      if (p.name !== mine.person_name && p.name.length > 2) assert.ok(!text.includes(p.name), p.name);
  });

  test("is alive alone: a new one ends the one before, and ending it ends it", async () => {
    const first = await make(secretary, mine.id);
    const second = await make(organiser, mine.id, { months: 1 });
    assert.equal(second.expires_on, "2026-12-23");
    await read(first.code, 404);
    await read(second.code);
    const told = await secretary.get(`/cases/${mine.id}/slip`);
    assert.equal(told.alive, true);
    assert.equal(told.expires_on, "2026-12-23");
    assert.ok(!JSON.stringify(told).includes(second.code));
    await organiser.expect(204, "end", "DELETE", `/cases/${mine.id}/slip`);
    await organiser.expect(204, "end what has ended", "DELETE", `/cases/${mine.id}/slip`);
    await read(second.code, 404);
    assert.equal((await secretary.get(`/cases/${mine.id}/slip`)).alive, false);
  });

  test("gives each case its own", async () => {
    const [a, b] = [await make(secretary, mine.id), await make(secretary, other.id)];
    assert.equal((await read(a.code)).name, mine.person_name);
    assert.equal((await read(b.code)).name, other.person_name);
  });

  test("tells which of its person's papers are in the file, and no more than that", async () => {
    const file = await secretary.get<{ items: { step: string; record_id: string; code: string; author: string; there: boolean }[] }>(`/cases/${mine.id}/papers`);
    const lacking = file.items.find((n) => !n.there);
    assert.ok(lacking);
    await secretary.expect(201, "put in the file", "POST", `/cases/${mine.id}/papers`, { record_id: lacking.record_id, codes: [lacking.code], place: "2号柜第3盒" });
    const { code } = await make(secretary, mine.id);
    const own = await nobody.expect<{ there_n: number; items: { step: string; code: string; there: boolean; own: boolean }[] }>(200, "own papers", "POST", "/slip/papers", { code });
    const there = file.items.filter((n) => n.there).length + 1;
    assert.equal(own.there_n, there);
    assert.deepEqual(own.items.map((p) => [p.step, p.code, p.there, p.own]), file.items.map((n) => [n.step, n.code, n.there || n === lacking, n.author === "person"]));
    assert.ok(!JSON.stringify(own).includes("2号柜"));
    await nobody.expect(404, "an unknown code", "POST", "/slip/papers", { code: "AAAA-BBBB-CCCC" });
    const refused = await nobody.expect(400, "no code", "POST", "/slip/papers", {});
    assert.equal(refused.error.fields[0].field, "code");
  });

  test("opens no other route: its code is no session", async () => {
    const { code } = await make(secretary, mine.id);
    for (const { method, path, operation } of routesOf(api)) {
      if (operation["x-permission"] === "public") continue;
      const schema = bodyOf(operation);
      const address = path.replace("/api/v1", "").replace(/\{\w+\}/g, mine.id);
      const body = method === "GET" ? undefined : schema ? sample(schema) : undefined;
      for (const headers of [{ cookie: `jishi=${code}` }, { authorization: `Bearer ${code}` }]) {
        const answer = await nobody.request(method, address, body, headers as unknown as Record<string, string>);
        assert.equal(answer.status, 401, `${method} ${path}`);
      }
    }
  });
});

describe("refusals", () => {
  test("only posts that act on the case hand slips out", async () => {
    for (const method of ["GET", "POST", "DELETE"]) {
      const body = method === "POST" ? {} : undefined;
      await counsellor.expect(403, "a counsellor sees, and acts not", method, `/cases/${mine.id}/slip`, body);
      for (const who of [secretary2, organiser2]) await who.expect(404, "another college", method, `/cases/${mine.id}/slip`, body);
      await new Client(server.url).expect(401, "no session", method, `/cases/${mine.id}/slip`, body);
      await secretary.expect(404, "no such case", method, "/cases/99999999/slip", body);
    }
  });

  test("a time out of bounds, an unknown field and an odd code are told by field", async () => {
    for (const [body, field] of [[{ months: 0 }, "months"], [{ months: 37 }, "months"], [{ days: 3 }, "days"]] as const) {
      const refused = await secretary.expect(400, `slip ${field}`, "POST", `/cases/${mine.id}/slip`, body);
      assert.equal(refused.error.fields[0].field, field);
    }
    for (const body of [{}, { code: "" }, { code: "x".repeat(41) }, { code: 7 }]) {
      const refused = await nobody.expect(400, "code", "POST", "/slip", body);
      assert.equal(refused.error.fields[0].field, "code");
    }
  });

  test("guessing is slowed down, and a right code among too many guesses is refused too", async () => {
    const { code } = await make(secretary, mine.id);
    let status = 404;
    for (let i = 0; i < 80 && status === 404; i++) status = (await nobody.request("POST", "/slip", { code: `AAAA-BBBB-${1000 + i}` })).status;
    assert.equal(status, 429);
    const answer = await nobody.request("POST", "/slip", { code });
    assert.equal(answer.status, 429);
    assert.ok(Number(answer.headers.get("retry-after")) > 0);
    assert.ok(answer.body.error.details.retry_after_seconds > 0);
  });

  test("the log and the database have no code", async () => {
    const { code } = await make(secretary, other.id);
    await nobody.request("POST", "/slip", { code });
    assert.ok(!server.log.join("\n").includes(code));
    const audit = await (await signedIn(server.url, "admin")).get("/audit?limit=50");
    assert.ok(JSON.stringify(audit).includes("slip.make"));
    assert.ok(!JSON.stringify(audit).includes(code));
  });
});
