// Hand-over of a post: proposed, confirmed, signed; the very next request of the old officer is
// refused and of the new one allowed; what goes with the post is the same before and after.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { startServer, today, type Server } from "./support/server.js";

interface Handover { id: string; version: number; state: string; kind: string; may_write: boolean; may_approve: boolean; may_accept: boolean; duties_n: number; signed_duties: Duty[]; letter: string[]; package: { duties: Duty[]; people: { case_id: string }[]; next: { on: string; kind: string }[]; papers: { place: string }[] } | null }
interface Duty { case_id: string; duty: string; step: string; due_on: string | null }
interface Post { id: string; person_id: string; kind: string; version: number }

let server: Server, admin: Client, organiser: Client, secretary: Client, successor: Client, organiser2: Client, secretary2: Client;
let branch: string, post: Post, heir: string;

before(async () => {
  server = await startServer();
  [admin, organiser, secretary, successor, organiser2, secretary2] = await Promise.all(
    ["admin", "organiser", "secretary", "successor", "organiser2", "secretary2"].map((l) => signedIn(server.url, l)),
  ) as [Client, Client, Client, Client, Client, Client];
  const session = await secretary.get("/session");
  branch = session.rights[0].organisation_id;
  post = (await posts()).find((p) => p.kind === "branch_secretary")!;
  heir = (await posts()).find((p) => p.kind === "publicity_officer")!.person_id;
});
after(() => server.stop());

const posts = async () => (await organiser.get<{ items: Post[] }>(`/posts?organisation_id=${branch}&limit=200`)).items;
const rule = (answer: any) => answer.error.details.stops[0].rule;
const keys = (duties: Duty[]) => duties.map((d) => `${d.case_id} ${d.duty}`).sort();

const begin = { letter: ["六月前把两名预备党员转正办完。", "函调信找辅导员催。"], keys_note: "活动室钥匙一把；支部邮箱密码已改。", papers_note: "支部档案盒在2号柜" };

test("an empty list says nothing of others", async () => {
  assert.deepEqual((await secretary2.get("/handovers")).items, []);
  await secretary2.expect(400, "a bad cursor", "GET", "/handovers?after=x");
});

describe("beginning", () => {
  test("is the holder's or his who gives the post", async () => {
    await organiser2.expect(404, "another college's", "POST", "/handovers", { ...begin, post_id: post.id });
    await secretary2.expect(404, "another college's", "POST", "/handovers", { ...begin, post_id: post.id });
    await successor.expect(403, "sees it, gives no posts", "POST", "/handovers", { ...begin, post_id: post.id, to_person_id: heir });
    const theirs = (await organiser2.get<{ items: { id: string }[] }>("/people?limit=1")).items[0]!.id;
    const foreign = await secretary.expect(400, "a stranger", "POST", "/handovers", { ...begin, post_id: post.id, to_person_id: theirs });
    assert.deepEqual(foreign.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]), [["to_person_id", "not_a_person"]]);
    const self = await secretary.expect(400, "himself", "POST", "/handovers", { ...begin, post_id: post.id, to_person_id: post.person_id });
    assert.equal(self.error.fields[0].code, "same_person");
    const long = await secretary.expect(400, "four lines", "POST", "/handovers", { ...begin, post_id: post.id, letter: ["1", "2", "3", "4"] });
    assert.deepEqual(long.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]), [["letter", "too_many"]]);
  });
});

test("the secretary hands over: proposed, confirmed, signed, and the right goes in that moment", async () => {
  let h = await secretary.expect<Handover>(201, "propose", "POST", "/handovers", { ...begin, post_id: post.id, to_person_id: heir });
  assert.deepEqual([h.state, h.may_write, h.may_approve, h.may_accept], ["proposed", true, false, false]);
  assert.deepEqual(h.letter, begin.letter);
  assert.ok(h.package!.people.length > 0 && h.package!.duties.length > 0);
  assert.equal(rule(await secretary.expect(409, "once", "POST", "/handovers", { ...begin, post_id: post.id })), "handover_under_way");

  assert.equal((await successor.get<Handover>(`/handovers/${h.id}`)).package, null, "before it is confirmed he sees no names");
  assert.equal(rule(await successor.expect(409, "not confirmed", "POST", `/handovers/${h.id}/accept`, { version: h.version })), "handover_not_ready");
  await secretary.expect(403, "not by himself", "POST", `/handovers/${h.id}/approve`, { decision: "自己定", version: h.version });
  for (const other of [organiser2, secretary2])
    for (const [method, path, body] of [["GET", ""], ["PATCH", "", { letter: [] }], ["POST", "/approve", { decision: "不该看见" }], ["POST", "/accept", {}], ["POST", "/withdraw", { reason: "不该看见" }]] as const)
      await other.expect(404, "another college's", method, `/handovers/${h.id}${path}`, method === "GET" ? undefined : { ...body, version: h.version });

  await secretary.expect(409, "stale", "PATCH", `/handovers/${h.id}`, { letter: [], version: h.version + 1 });
  h = await secretary.expect(200, "write", "PATCH", `/handovers/${h.id}`, { ...begin, letter: [...begin.letter, "有事打我电话。"], version: h.version });
  assert.equal(h.letter.length, 3);
  await organiser.expect(409, "stale", "POST", `/handovers/${h.id}/approve`, { decision: "院党〔2026〕21号", version: h.version - 1 });
  h = await organiser.expect(200, "confirm", "POST", `/handovers/${h.id}/approve`, { decision: "院党〔2026〕21号", term_until: "2029-11-30", version: h.version });
  assert.equal(h.state, "ready");

  const seen = await successor.get<Handover>(`/handovers/${h.id}`);
  assert.ok(seen.may_accept);
  assert.deepEqual(keys(seen.package!.duties), keys(h.package!.duties));
  const list = await successor.get("/handovers?state=ready");
  assert.deepEqual(list.items.map((i: { id: string }) => i.id), [h.id]);
  const other = await secretary.expect(403, "another person", "POST", `/handovers/${h.id}/accept`, { version: h.version });
  assert.equal(rule(other), "handover_other_person");
  await successor.expect(409, "stale", "POST", `/handovers/${h.id}/accept`, { version: h.version + 1 });

  const caseId = seen.package!.people[0]!.case_id;
  await secretary.expect(200, "the old one still may", "GET", `/cases/${caseId}`);
  await successor.expect(403, "the new one may not yet", "GET", `/cases/${caseId}`);
  const duties = keys((await secretary.get<Handover>(`/handovers/${h.id}`)).package!.duties);

  const signed = await successor.expect<Handover>(200, "sign", "POST", `/handovers/${h.id}/accept`, { version: h.version });
  assert.equal(signed.state, "accepted");
  await secretary.expect(403, "the very next request of the old one", "GET", `/cases/${caseId}`);
  await successor.expect(200, "the very next request of the new one", "GET", `/cases/${caseId}`);
  await secretary.expect(403, "nor may he write", "POST", "/people", { name: "张三", branch_id: branch });
  assert.deepEqual((await secretary.get("/session")).rights, []);
  assert.ok((await successor.get("/session")).rights.some((r: { kind: string; organisation_id: string }) => r.kind === "branch_secretary" && r.organisation_id === branch));

  const after = await successor.get<Handover>(`/handovers/${h.id}`);
  assert.equal(after.duties_n, duties.length);
  assert.deepEqual(keys(after.signed_duties), duties);
  assert.deepEqual(keys(after.package!.duties), duties);
  assert.equal((await secretary.get<Handover>(`/handovers/${h.id}`)).package, null, "the old one sees the names no more");
  assert.equal(rule(await successor.expect(409, "twice", "POST", `/handovers/${h.id}/accept`, { version: after.version })), "handover_accepted");
  assert.equal(rule(await organiser.expect(409, "nor called off", "POST", `/handovers/${h.id}/withdraw`, { reason: "想撤回", version: after.version })), "handover_accepted");
  const holders = (await posts()).filter((p) => p.kind === "branch_secretary");
  assert.deepEqual(holders.map((p) => p.person_id), [heir]);
  const actions = (await admin.get<{ items: { action: string }[] }>("/audit?limit=200")).items.map((i) => i.action);
  for (const action of ["handover.begin", "handover.write", "handover.approve", "handover.accept", "post.end", "post.give"]) assert.ok(actions.includes(action), action);
});

test("a post that was ended, and one that was withdrawn, are not handed over", async () => {
  const officer = (await posts()).find((p) => p.kind === "organisation_officer")!;
  const to = heir;
  let h = await organiser.expect<Handover>(201, "by who gives it", "POST", "/handovers", { letter: [], post_id: officer.id, to_person_id: to, decision: "院党〔2026〕22号" });
  assert.equal(h.state, "ready");
  await successor.expect(403, "calls nothing off", "POST", `/handovers/${h.id}/withdraw`, { reason: "不想接", version: h.version });
  await organiser.expect(409, "stale", "POST", `/handovers/${h.id}/withdraw`, { reason: "人选有变", version: h.version + 1 });
  h = await organiser.expect(200, "called off", "POST", `/handovers/${h.id}/withdraw`, { reason: "人选有变", version: h.version });
  assert.equal(rule(await successor.expect(409, "withdrawn", "POST", `/handovers/${h.id}/accept`, { version: h.version })), "handover_withdrawn");
  h = await organiser.expect(201, "again", "POST", "/handovers", { letter: [], post_id: officer.id, to_person_id: to, decision: "院党〔2026〕23号" });
  await organiser.expect(200, "the post is ended", "PATCH", `/posts/${officer.id}`, { until_on: today, version: officer.version });
  assert.equal(rule(await successor.expect(409, "ended", "POST", `/handovers/${h.id}/accept`, { version: h.version })), "handover_post_over");
  assert.equal(rule(await organiser.expect(409, "nor begun", "POST", "/handovers", { letter: [], post_id: officer.id, to_person_id: to })), "handover_post_over");
});

test("months pass and the package follows: nothing that was owed disappears with a hand-over", async () => {
  const keep = async (client: Client) => keys(((await client.get(`/today?organisation_id=${branch}`)).items as Duty[]).filter((d: any) => d.owner_id === branch));
  for (const day of ["2026-12-20", "2027-01-20", "2027-02-20"]) {
    assert.equal((await fetch(`${server.url}/api/v1/test/clock`, { method: "PUT", headers: { "content-type": "application/json", origin: server.url }, body: JSON.stringify({ today: day }) })).status, 204);
    await Promise.all([organiser, secretary, successor].map((c) => c.signIn(c.login))); /* sessions end with the days */
    const now = (await posts()).find((p) => p.kind === "branch_secretary")!;
    const back = now.person_id === heir ? post.person_id : heir;
    const [oldOne, newOne] = now.person_id === heir ? [successor, secretary] : [secretary, successor];
    const h = await organiser.expect<Handover>(201, day, "POST", "/handovers", { letter: [], post_id: now.id, to_person_id: back, decision: "轮换" });
    const before = await keep(oldOne);
    assert.ok(before.length > 0);
    await newOne.expect(200, "sign", "POST", `/handovers/${h.id}/accept`, { version: h.version });
    assert.deepEqual(await keep(newOne), before);
    const refused = await oldOne.request("GET", `/today?organisation_id=${branch}`);
    assert.ok([403, 404].includes(refused.status), `${refused.status}`);
  }
});
