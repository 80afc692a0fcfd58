// Signing in and out, CSRF, own sessions and password, one-time codes, accounts of others, audit,
// settings, the first administrator.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { binary, startServer, today, type Server } from "./support/server.js";

const demo = "jishi-demo-2026";
const own = "spring-water-2026";
let server: Server, admin: Client;

before(async () => {
  server = await startServer();
  admin = await signedIn(server.url, "admin");
});
after(() => server.stop());

const codeOf = (answer: { body: any }) => answer.body?.error?.code;

/** RFC 6238 by hand: the server's own code is not asked. */
function totp(secret: string, at = Date.now()): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((c) => letters.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((b) => parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const start = mac[19]! & 15;
  return String((mac.readUInt32BE(start) & 0x7fffffff) % 1000000).padStart(6, "0");
}

/** The server believes in noon in China of its day when it was started; seconds have passed since. */
const serverNow = () => Date.parse(`${today}T04:00:00Z`) + (Date.now() - started);
const started = Date.now();

describe("signing in", () => {
  test("gives a cookie that scripts and other sites do not get", async () => {
    const client = new Client(server.url);
    const answer = await client.request("POST", "/session", { login: "secretary", password: demo }, { origin: server.url });
    assert.equal(answer.status, 201);
    const cookie = answer.headers.getSetCookie()[0]!;
    assert.match(cookie, /^jishi=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
    assert.equal(answer.body.login, "secretary");
    assert.equal(answer.body.today, today);
    assert.ok(answer.body.school.id);
    assert.deepEqual(answer.body.rights.map((r: any) => r.kind), ["branch_secretary"]);
    assert.ok(answer.body.rights[0].perms.includes("case_branch"));
    assert.ok(!answer.body.rights[0].perms.includes("audit_read"));
    client.csrf = answer.body.csrf;
    const { csrf, ...again } = await client.get("/session");
    assert.equal(csrf, answer.body.csrf);
    assert.equal(again.login, "secretary");
  });

  test("with wrong password and unknown login looks alike", async () => {
    const client = new Client(server.url);
    const wrong = await client.request("POST", "/session", { login: "secretary", password: "wrong password" });
    const unknown = await client.request("POST", "/session", { login: "no-such-login", password: "wrong password" });
    for (const answer of [wrong, unknown]) {
      assert.equal(answer.status, 401);
      assert.equal(codeOf(answer), "unauthenticated");
      assert.deepEqual(answer.headers.getSetCookie(), []);
    }
    assert.equal(wrong.body.error.message, unknown.body.error.message);
  });

  test("is slowed down after five failures, for a login that exists or not", async () => {
    const client = new Client(server.url);
    for (const login of ["counsellor", "no-such-counsellor"]) {
      for (let i = 0; i < 5; i++) await client.expect(401, `failure ${i}`, "POST", "/session", { login, password: "wrong password" });
      const answer = await client.request("POST", "/session", { login, password: demo });
      assert.equal(answer.status, 429);
      assert.ok(answer.body.error.details.retry_after_seconds > 10);
      assert.equal(answer.headers.get("retry-after"), String(answer.body.error.details.retry_after_seconds));
    }
  });

  test("from another site's page is refused", async () => {
    const client = new Client(server.url);
    const body = { login: "secretary", password: demo };
    assert.equal(codeOf(await client.request("POST", "/session", body, { origin: "http://evil.example" })), "csrf");
    assert.equal(codeOf(await client.request("POST", "/session", body, { "sec-fetch-site": "cross-site" })), "csrf");
  });

  test("again ends the browser's old session and makes a new token", async () => {
    const client = await signedIn(server.url, "activist");
    const old = client.cookie;
    await client.signIn("activist");
    assert.notEqual(client.cookie, old);
    client.cookie = old;
    await client.expect(401, "the old token", "GET", "/session");
  });

  test("out ends the session at the server", async () => {
    const client = await signedIn(server.url, "activist");
    const kept = client.cookie;
    await client.expect(204, "out", "DELETE", "/session");
    client.cookie = kept;
    await client.expect(401, "after", "GET", "/session");
  });

  test("lasts eight hours without use", async () => {
    const other = await startServer();
    try {
      const client = await signedIn(other.url, "secretary");
      await client.expect(200, "now", "GET", "/session");
      // Test builds alone have this route, so the description does not.
      const moved = await fetch(`${other.url}/api/v1/test/clock`, {
        method: "PUT", headers: { "content-type": "application/json" }, body: '{"today":"2026-11-24"}',
      });
      assert.equal(moved.status, 204);
      await client.expect(401, "a day later", "GET", "/session");
    } finally {
      await other.stop();
    }
  });
});

describe("a write", () => {
  test("needs the token that belongs to its own session", async () => {
    const one = await signedIn(server.url, "activist"), two = await signedIn(server.url, "probationary");
    for (const csrf of ["", "x".repeat(43), two.csrf]) {
      const answer = await one.request("POST", "/session/totp", undefined, { "x-csrf-token": csrf });
      assert.equal(answer.status, 403);
      assert.equal(codeOf(answer), "csrf");
    }
    assert.equal(codeOf(await one.request("POST", "/session/totp", undefined, { origin: "http://evil.example" })), "csrf");
  });
});

describe("one's own sessions", () => {
  test("are listed and ended one by one, others' are not found", async () => {
    const one = await signedIn(server.url, "probationary"), two = await signedIn(server.url, "probationary");
    const stranger = await signedIn(server.url, "activist");
    const list = await one.get("/sessions");
    assert.ok(list.items.length >= 2);
    assert.equal(list.items.filter((s: any) => s.current).length, 1);
    const own2 = (await two.get("/sessions")).items.find((s: any) => s.current).id;
    await stranger.expect(404, "another's", "DELETE", `/sessions/${own2}`);
    await one.expect(204, "end", "DELETE", `/sessions/${own2}`);
    await two.expect(401, "ended", "GET", "/session");
    await one.expect(404, "ended already", "DELETE", `/sessions/${own2}`);
    await one.expect(200, "its own lives", "GET", "/session");
  });
});

describe("one's own password", () => {
  test("changes with the old one, and ends one's other sessions", async () => {
    const one = await signedIn(server.url, "applicant"), two = await signedIn(server.url, "applicant");
    const put = (old_password: string, new_password: string) => one.request("PUT", "/session/password", { old_password, new_password });
    let answer = await put("wrong password", own);
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body.error.fields.map((f: any) => [f.field, f.code]), [["old_password", "wrong"]]);
    answer = await put(demo, "1234567890");
    assert.deepEqual(answer.body.error.fields.map((f: any) => [f.field, f.code]), [["new_password", "too_common"]]);
    answer = await put(demo, "Applicant1");
    assert.deepEqual(answer.body.error.fields.map((f: any) => [f.field, f.code]), [["new_password", "is_login"]]);
    assert.equal((await put(demo, own)).status, 204);
    await one.expect(200, "this session", "GET", "/session");
    await two.expect(401, "the other", "GET", "/session");
    await new Client(server.url).expect(401, "old password", "POST", "/session", { login: "applicant", password: demo });
    await new Client(server.url).signIn("applicant", own);
  });
});

describe("one-time codes", () => {
  test("are turned on by a first code, asked for at sign-in, and serve once", async () => {
    const client = await signedIn(server.url, "organiser2");
    await client.expect(409, "no secret yet", "PUT", "/session/totp", { code: "123456" });
    const made = await client.expect(201, "secret", "POST", "/session/totp");
    assert.match(made.uri, /^otpauth:\/\/totp\/Jishi:organiser2\?secret=[A-Z2-7]{32}&issuer=Jishi$/);
    const before = await new Client(server.url).request("POST", "/session", { login: "organiser2", password: demo });
    assert.equal(before.status, 201, "not asked for before it is on");
    const wrong = await client.request("PUT", "/session/totp", { code: "000000" });
    assert.equal(wrong.status, 400);
    const first = totp(made.secret, serverNow());
    await client.expect(204, "on", "PUT", "/session/totp", { code: first });
    assert.equal((await client.get("/session")).second_factor, true);
    await client.expect(409, "on already", "POST", "/session/totp");

    const next = new Client(server.url);
    const asked = await next.request("POST", "/session", { login: "organiser2", password: demo });
    assert.equal(codeOf(asked), "second_factor");
    const replay = await next.request("POST", "/session", { login: "organiser2", password: demo, code: first });
    assert.equal(codeOf(replay), "second_factor", "a step serves once");
    const fresh = totp(made.secret, serverNow() + 30000);
    const session = await next.expect(201, "with code", "POST", "/session", { login: "organiser2", password: demo, code: fresh });
    assert.equal(session.second_factor, true);
    next.csrf = session.csrf;
    const off = await next.request("DELETE", "/session/totp", { password: "wrong password" });
    assert.equal(off.status, 400);
    await next.expect(204, "off", "DELETE", "/session/totp", { password: demo });
    await new Client(server.url).signIn("organiser2");
  });
});

describe("settings", () => {
  test("a school asks a second factor of a post: until it is shown only one's own session opens", async () => {
    const school = (await admin.get("/session")).school.id;
    const organiser = await signedIn(server.url, "organiser");
    await organiser.get("/people?limit=1");
    await admin.expect(204, "choose", "PUT", "/settings/second_factor_posts", { organisation_id: school, value: "organiser", from_on: today });
    const shut = await organiser.request("GET", "/people?limit=1");
    assert.equal(codeOf(shut), "second_factor");
    const session = await organiser.get("/session");
    assert.equal(session.second_factor_needed, true);
    const { secret } = await organiser.expect(201, "secret", "POST", "/session/totp");
    await organiser.expect(204, "on", "PUT", "/session/totp", { code: totp(secret, serverNow()) });
    await organiser.get("/people?limit=1");
    await admin.expect(204, "choose again", "PUT", "/settings/second_factor_posts", { organisation_id: school, value: "", from_on: today });
  });

  test("are listed with what holds and what would hold without a choice", async () => {
    const list = await admin.get("/settings");
    const idle = list.items.find((s: any) => s.name === "session_idle_minutes");
    assert.equal(idle.value, "480");
    assert.equal(idle.from_on, null);
    const school = idle.organisation_id;
    await admin.expect(204, "from tomorrow", "PUT", "/settings/session_idle_minutes", { organisation_id: school, value: "60", from_on: "2026-11-24" });
    const after = (await admin.get(`/settings?organisation_id=${school}`)).items.find((s: any) => s.name === "session_idle_minutes");
    assert.equal(after.value, "480");
    assert.deepEqual(after.dates, [{ value: "60", from_on: "2026-11-24" }]);
  });

  test("refuse wrong values, past days, unknown names and others", async () => {
    const school = (await admin.get("/session")).school.id;
    const put = (name: string, value: string, from_on = today, organisation_id = school) =>
      admin.request("PUT", `/settings/${name}`, { organisation_id, value, from_on });
    assert.deepEqual((await put("session_days", "31")).body.error.fields.map((f: any) => f.code), ["out_of_range"]);
    assert.deepEqual((await put("session_days", "x", "2026-11-22")).body.error.fields.map((f: any) => f.code), ["type", "in_the_past"]);
    assert.equal((await put("no_such", "1")).status, 404);
    assert.equal((await put("session_days", "5", today, "999999")).status, 404);
    const department = await signedIn(server.url, "department");
    await department.expect(403, "department", "GET", "/settings");
    await department.expect(403, "department", "PUT", "/settings/session_days", { organisation_id: school, value: "5", from_on: today });
  });
});

describe("accounts of others", () => {
  let committee: Client, person: string, account: any;

  before(async () => {
    committee = await signedIn(server.url, "committee");
    const people = await committee.get("/people?limit=200");
    const taken = new Set((await admin.get("/accounts?limit=200")).items.map((a: any) => a.person_id));
    person = people.items.find((p: any) => !taken.has(p.id)).id;
  });

  test("are made with a link that works once", async () => {
    const made = await committee.expect(201, "make", "POST", "/accounts", { person_id: person, login: "Newcomer" });
    assert.match(made.one_time_url, /^\/link#[\w-]{43}$/);
    const token = made.one_time_url.split("#")[1];
    await committee.expect(409, "twice", "POST", "/accounts", { person_id: person, login: "newcomer-two" });
    await committee.expect(400, "login with a space", "POST", "/accounts", { person_id: person, login: "new comer" });
    const anybody = new Client(server.url);
    await anybody.expect(401, "no password yet", "POST", "/session", { login: "newcomer", password: own });
    await anybody.expect(410, "another token", "POST", "/links", { token: "x".repeat(43), new_password: own });
    await anybody.expect(400, "too common", "POST", "/links", { token, new_password: "password123" });
    await anybody.expect(204, "choose", "POST", "/links", { token, new_password: own });
    await anybody.expect(410, "again", "POST", "/links", { token, new_password: own });
    await anybody.signIn("newcomer", own);
    const list = await committee.get("/accounts?q=newcom");
    account = list.items.find((a: any) => a.id === made.id);
    assert.equal(account.login, "newcomer");
    assert.equal(account.disabled, false);
  });

  test("are disabled and their sessions end in the same second", async () => {
    const newcomer = new Client(server.url);
    await newcomer.signIn("newcomer", own);
    assert.ok((await committee.get(`/accounts/${account.id}/sessions`)).items.length >= 1);
    await committee.expect(409, "stale", "PATCH", `/accounts/${account.id}`, { disabled: true, version: account.version + 7 });
    await committee.expect(204, "disable", "PATCH", `/accounts/${account.id}`, { disabled: true, version: account.version });
    await newcomer.expect(401, "ended", "GET", "/session");
    await newcomer.expect(401, "no way in", "POST", "/session", { login: "newcomer", password: own });
    await committee.expect(409, "no link for the disabled", "POST", `/accounts/${account.id}/reset`);
    await committee.expect(204, "enable", "PATCH", `/accounts/${account.id}`, { disabled: false, version: account.version + 1 });
    await newcomer.signIn("newcomer", own);
    await committee.expect(204, "end all", "DELETE", `/accounts/${account.id}/sessions`);
    await newcomer.expect(401, "ended again", "GET", "/session");
    const reset = await committee.expect(201, "reset", "POST", `/accounts/${account.id}/reset`);
    await newcomer.expect(204, "choose", "POST", "/links", { token: reset.one_time_url.split("#")[1], new_password: "autumn-leaf-2026" });
    await newcomer.signIn("newcomer", "autumn-leaf-2026");
  });

  test("of another college are not found", async () => {
    const organiser2 = await signedIn(server.url, "organiser2");
    const { id, version } = account;
    for (const [method, path, body] of [
      ["PATCH", `/accounts/${id}`, { disabled: true, version }],
      ["POST", `/accounts/${id}/reset`, undefined],
      ["GET", `/accounts/${id}/sessions`, undefined],
      ["DELETE", `/accounts/${id}/sessions`, undefined],
      ["POST", "/accounts", { person_id: person, login: "stolen" }],
    ] as const)
      await organiser2.expect(404, "another college's", method, path, body);
  });

  test("that can do more than the caller are not taken over", async () => {
    const list = await admin.get("/accounts?limit=200");
    const strong = list.items.filter((a: any) => ["admin", "department"].includes(a.login));
    assert.ok(strong.length > 0);
    for (const a of strong) {
      const answer = await committee.request("POST", `/accounts/${a.id}/reset`);
      assert.ok([403, 404].includes(answer.status), `${a.login}: ${answer.status}`);
    }
    const me = list.items.find((a: any) => a.login === "admin");
    await admin.expect(409, "oneself", "PATCH", `/accounts/${me.id}`, { disabled: true, version: me.version });
  });

  test("are read page by page", async () => {
    const seen = new Set<string>();
    for (let after: string | null = ""; after !== null; ) {
      const page: any = await committee.get(`/accounts?limit=2${after ? `&after=${after}` : ""}`);
      for (const a of page.items) {
        assert.ok(!seen.has(a.id));
        seen.add(a.id);
      }
      after = page.next;
    }
    assert.ok(seen.size >= 5);
  });
});

describe("the audit log", () => {
  test("has who did what, when, on which row, in which request", async () => {
    const organiser = await signedIn(server.url, "secretary2");
    const me = await organiser.get("/session");
    const page = await admin.get(`/audit?account_id=${me.account_id}&action=session.create`);
    assert.ok(page.items.length >= 1);
    const line = page.items[0];
    assert.equal(line.login, "secretary2");
    assert.equal(line.object_kind, "session");
    assert.match(line.at, /^2026-11-23T/);
    assert.ok(line.request_id.length > 0);
    const same = await admin.get(`/audit?object_kind=session&object_id=${line.object_id}`);
    assert.deepEqual(same.items.map((l: any) => l.id), [line.id]);
    assert.deepEqual((await admin.get("/audit?until=2026-11-01")).items, []);
    assert.deepEqual((await admin.get("/audit?from=2026-11-24")).items, []);
    assert.ok((await admin.get("/audit?from=2026-11-23&until=2026-11-23")).items.length > 0);
    await admin.expect(400, "a cursor of nobody", "GET", "/audit?after=x");
  });

  test("goes on page by page without a gap", async () => {
    const all: { at: string; id: string }[] = [];
    let after = "";
    for (let pages = 0; pages < 100; pages++) {
      const page: any = await admin.get(`/audit?limit=7${after ? `&after=${after}` : ""}`);
      all.push(...page.items.map((l: any) => ({ at: l.at, id: l.id })));
      if (!page.next) break;
      after = page.next;
    }
    assert.equal(new Set(all.map((l) => l.id)).size, all.length);
    assert.deepEqual(all, [...all].sort((a, b) => b.at.localeCompare(a.at) || Number(b.id) - Number(a.id)));
  });

  test("is sealed a moment later", async () => {
    for (let i = 0; i < 50; i++) {
      const page = await admin.get("/audit?limit=200");
      if (page.items.every((l: any) => l.sealed)) return;
      await new Promise((done) => setTimeout(done, 200));
    }
    assert.fail("lines stay unsealed");
  });
});

describe("a right ends with its post", () => {
  test("in the same second, in a session that stands open", async () => {
    const publicity = await signedIn(server.url, "secretary");
    await publicity.get("/people?limit=1");
    const branch = (await publicity.get("/session")).rights[0].organisation_id;
    const posts = await admin.get(`/posts?organisation_id=${branch}`);
    const me = (await publicity.get("/session")).person_id;
    const post = posts.items.find((p: any) => p.person_id === me);
    await admin.expect(200, "end the post", "PATCH", `/posts/${post.id}`, { until_on: today, version: post.version ?? 1 });
    await publicity.expect(403, "the right is gone", "GET", "/people?limit=1");
    assert.deepEqual((await publicity.get("/session")).rights, []);
  });
});

describe("an empty installation", () => {
  test("lets the first administrator in by the link on the terminal, once", async () => {
    const empty = await startServer({ data: "empty" });
    try {
      const line = await (async () => {
        for (let i = 0; i < 50; i++) {
          const found = empty.log.find((l) => l.includes("/setup#"));
          if (found) return found;
          await new Promise((done) => setTimeout(done, 100));
        }
        throw new Error("no link on the terminal");
      })();
      const token = /\/setup#([\w-]{43})/.exec(line)![1]!;
      const client = new Client(empty.url);
      assert.equal((await client.get("/setup")).needed, true);
      const body = { token, login: "Root", password: own, school_code: "10001", school_name: "某大学党委", name: "管理员" };
      await client.expect(410, "another token", "POST", "/setup", { ...body, token: "x".repeat(43) });
      const weak = await client.request("POST", "/setup", { ...body, login: "a b", password: "qwertyuiop" });
      assert.deepEqual(weak.body.error.fields.map((f: any) => [f.field, f.code]), [["login", "bad_login"], ["password", "too_common"]]);
      const session = await client.expect(201, "enter", "POST", "/setup", body);
      assert.equal(session.administrator, true);
      assert.equal(session.school.name, "某大学党委");
      assert.ok(session.rights[0].perms.includes("setting_edit"));
      await client.get("/audit");
      assert.equal((await client.get("/setup")).needed, false);
      await new Client(empty.url).expect(410, "again", "POST", "/setup", { ...body, login: "second" });
      await new Client(empty.url).signIn("root", own);
    } finally {
      await empty.stop();
    }
  });
});

describe("jishi user", () => {
  const user = (args: string[], input = "") => spawnSync(binary, ["user", ...args, "--db", `sqlite:${server.database}`], { encoding: "utf8", input });

  test("adds an administrator with a link, and lists accounts without secrets", async () => {
    const made = user(["add", "Operator", "--administrator", "--name", "运维"]);
    assert.equal(made.status, 0, made.stderr);
    const token = /\/link#([\w-]{43})/.exec(made.stdout)![1];
    await new Client(server.url).expect(204, "choose", "POST", "/links", { token, new_password: own });
    const session = await new Client(server.url).signIn("operator", own);
    assert.equal(session.name, "运维");
    assert.equal(session.administrator, true);
    assert.equal(user(["add", "operator", "--administrator", "--name", "运维"]).status, 1);
    const list = user(["list"]);
    assert.equal(list.status, 0);
    assert.match(list.stdout, /^operator\t运维\tadministrator$/m);
    assert.doesNotMatch(list.stdout, /argon2/);
  });

  test("sets a password that must be changed at once", async () => {
    const set = user(["passwd", "operator", "--stdin"], "winter-snow-2026\n");
    assert.equal(set.status, 0, set.stderr);
    const client = new Client(server.url);
    const session = await client.signIn("operator", "winter-snow-2026");
    assert.equal(session.must_change, true);
    const shut = await client.request("GET", "/people?limit=1");
    assert.equal(shut.status, 403);
    assert.equal(shut.body.error.details.must_change, true);
    await client.expect(204, "change", "PUT", "/session/password", { old_password: "winter-snow-2026", new_password: own });
    await client.get("/people?limit=1");
  });

  test("says in one line what to do when it refuses", () => {
    for (const [args, input, status] of [
      [["passwd", "no-such-login"], "", 1],
      [["passwd", "operator", "--stdin"], "short\n", 1],
      [["passwd", "operator", "--stdin"], "1234567890\n", 1],
      [["passwd", "operator", "--stdin"], "", 1],
      [["add", "somebody", "--number", "no-such-number"], "", 1],
      [["add", "somebody"], "", 2],
      [["add", "some body", "--administrator", "--name", "x"], "", 2],
      [["remove", "operator"], "", 2],
      [["list", "--everything"], "", 2],
    ] as const) {
      const run = user([...args], input);
      assert.equal(run.status, status, `${args.join(" ")}: ${run.stderr}`);
      assert.match(run.stderr, /^jishi user.*\n$/);
    }
  });
});
