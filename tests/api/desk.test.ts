// The superior's desk: a meeting over many cases decided one by one, filing in batches, places of a
// year, and who leaves before the rest can be done.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { startServer, today, type Server } from "./support/server.js";

interface Finding { rule: string; article: string | null; message: { zh: string; en: string } }
interface Awaiting { case_id: string; person_name: string; branch_name: string; step: string; stops: Finding[]; warnings: Finding[]; meeting_id: string | null; last_state: string | null; last_reason: string | null }
interface Desk { organisation_id: string; power: string | null; members: { person_id: string; post_kind: string }[]; items: Awaiting[]; filings: { case_id: string; step: string }[] }
interface Item { id: string; case_id: string; step: string; state: string; decision: string | null; refusal: { stops: Finding[]; warnings: Finding[] } | null; stops: Finding[]; warnings: Finding[]; record_id: string | null; joined_on: string | null; printed_until: string | null; stage_after: string | null }
interface Meeting { id: string; version: number; state: string; power: string; due: number; present: number; quorate: boolean; items: Item[]; members: { person_id: string; present: boolean }[] }

let server: Server, admin: Client, organiser: Client, committee: Client, department: Client, secretary: Client, organiser2: Client;
let college: string, general: string, root: string;

before(async () => {
  server = await startServer();
  [admin, organiser, committee, department, secretary, organiser2] = await Promise.all(
    ["admin", "organiser", "committee", "department", "secretary", "organiser2"].map((l) => signedIn(server.url, l)),
  ) as [Client, Client, Client, Client, Client, Client];
  const tree = (await admin.get<{ items: { id: string; code: string; parent_id: string | null }[] }>("/organisations")).items;
  college = tree.find((o) => o.code === "YX01")!.id;
  general = tree.find((o) => o.code === "YX11")!.id;
  root = tree.find((o) => !o.parent_id)!.id;
});
after(() => server.stop());

const desk = () => organiser.get<Desk>(`/desk?organisation_id=${college}`);
const clean = (items: Awaiting[], step: string) => items.filter((i) => i.step === step && !i.meeting_id && !i.stops.length && !i.warnings.length);

async function opened(step: string, n: number): Promise<Meeting> {
  const found = clean((await desk()).items, step).slice(0, n);
  assert.equal(found.length, n, `the desk has ${n} clean cases for ${step}`);
  return organiser.expect(201, "open", "POST", "/desk/meetings", {
    organisation_id: college, title: "学院党委会", planned_on: today, items: found.map((i) => ({ case_id: i.case_id, step_code: step })),
  });
}

async function held(m: Meeting): Promise<Meeting> {
  const { members } = await desk();
  return organiser.expect(200, "hold", "POST", `/desk/meetings/${m.id}/hold`, {
    held_on: today, chair_id: members[0]!.person_id, recorder_id: members[1]!.person_id, present: members.slice(0, 4).map((x) => x.person_id),
    absences: [{ person_id: members[4]!.person_id, reason: "出差" }], version: m.version,
  });
}

const decide = (m: Meeting, item: Item, body: object) =>
  organiser.expect<Meeting>(200, "decide", "PUT", `/desk/meetings/${m.id}/items/${item.id}`, { ...body, version: m.version });

describe("the desk", () => {
  test("shows what awaits the committee, with clocks, findings and its members", async () => {
    const d = await desk();
    assert.equal(d.power, "decides");
    assert.equal(d.members.length, 5);
    for (const step of ["candidate_agree", "pre_review", "approval", "convert_approval"]) assert.ok(d.items.some((i) => i.step === step), step);
    assert.equal(new Set(d.items.map((i) => `${i.case_id} ${i.step}`)).size, d.items.length);
    assert.ok(d.items.some((i) => i.last_state === "returned" && i.last_reason === "函调回函未附，补齐后再报"));
    assert.ok(d.filings.some((f) => f.step === "activist_file"));
  });

  test("of a branch decides nothing, and of a general branch only deliberates", async () => {
    assert.equal((await organiser.get<Desk>(`/desk?organisation_id=${general}`)).power, "deliberates");
    const branch = (await secretary.get("/session")).rights[0].organisation_id;
    const own = await organiser.get<Desk>(`/desk?organisation_id=${branch}`);
    assert.equal(own.power, null);
    assert.deepEqual(own.items, []);
    const refused = await organiser.expect(422, "a branch", "POST", "/desk/meetings", { organisation_id: branch, title: "支委会", items: [] });
    assert.equal(refused.error.details.stops[0].rule, "body_without_power");
    assert.equal(refused.error.details.stops[0].article, "22");
  });

  test("is nobody else's", async () => {
    await organiser2.expect(404, "another college", "GET", `/desk?organisation_id=${college}`);
    await secretary.expect(403, "a branch secretary", "GET", "/desk");
    const theirs = await organiser2.get<Desk>("/desk");
    assert.notEqual(theirs.organisation_id, college);
    const mine = new Set((await desk()).items.map((i) => i.case_id));
    assert.ok(theirs.items.every((i) => !mine.has(i.case_id)));
  });
});

describe("a meeting", () => {
  test("records what it decided, returns one, and leaves a refused case open with its reason", async () => {
    let m = await opened("pre_review", 3);
    const stopped = (await desk()).items.find((i) => i.step === "approval" && i.stops.length && !i.meeting_id)!;
    m = await organiser.expect(200, "one more", "POST", `/desk/meetings/${m.id}/items`, { items: [{ case_id: stopped.case_id, step_code: "approval" }], version: m.version });
    m = await held(m);
    assert.deepEqual([m.state, m.due, m.present, m.quorate], ["held", 5, 4, true]);
    m = await decide(m, m.items[0]!, { decision: "agreed", number: "电党预〔2026〕9号" });
    m = await decide(m, m.items[1]!, { decision: "agreed" });
    m = await decide(m, m.items[2]!, { decision: "returned", reason: "函调信缺一份" });
    const early = await organiser.expect(422, "undecided", "POST", `/desk/meetings/${m.id}/close`, { version: m.version });
    assert.equal(early.error.details.stops[0].rule, "body_undecided");
    m = await decide(m, m.items[3]!, { decision: "agreed", votes_for: 4, votes_against: 0, votes_abstain: 0, received_on: today });
    m = await organiser.expect(200, "close", "POST", `/desk/meetings/${m.id}/close`, { version: m.version });
    assert.equal(m.state, "held");
    assert.deepEqual(m.items.map((i) => i.state), ["recorded", "recorded", "returned", "open"]);
    assert.ok(m.items[3]!.refusal!.stops.some((s) => s.rule === "order"));
    const page = await organiser.get(`/cases/${m.items[0]!.case_id}`);
    const step = page.steps.find((s: { code: string }) => s.code === "pre_review");
    assert.deepEqual([step.happened_on, step.facts.result, step.facts.reply_number, step.record_id], [today, "passed", "电党预〔2026〕9号", m.items[0]!.record_id]);
    assert.equal((await organiser.get(`/cases/${m.items[2]!.case_id}`)).steps.find((s: { code: string }) => s.code === "pre_review").record_id, null);
    const said = await organiser.get(`/desk/cases/${m.items[2]!.case_id}`);
    assert.deepEqual([said.items[0].state, said.items[0].reason], ["returned", "函调信缺一份"]);
    m = await decide(m, m.items[3]!, { decision: "put_off", reason: "待派人谈话" });
    m = await organiser.expect(200, "close again", "POST", `/desk/meetings/${m.id}/close`, { version: m.version });
    assert.equal(m.state, "closed");
    assert.deepEqual(await organiser.get(`/desk/meetings/${m.id}`), m);
    await organiser.expect(409, "closed", "PUT", `/desk/meetings/${m.id}/items/${m.items[0]!.id}`, { decision: "agreed", version: m.version });
  });

  test("votes on an approval, one by one, and prints the probation of the record", async () => {
    const d = await desk();
    const found = d.items.filter((i) => i.step === "approval" && !i.stops.length && !i.meeting_id);
    let m: Meeting = await organiser.expect(201, "open", "POST", "/desk/meetings", { organisation_id: college, title: "审批", items: [{ case_id: found[0]!.case_id, step_code: "approval" }] });
    m = await held(m);
    const item = m.items[0]!;
    assert.equal(item.stage_after, "probationary");
    assert.ok(item.joined_on && item.printed_until && item.printed_until > item.joined_on);
    const silent = await organiser.expect(422, "no votes", "PUT", `/desk/meetings/${m.id}/items/${item.id}`, { decision: "agreed", version: m.version });
    assert.equal(silent.error.details.stops[0].rule, "body_ballot");
    const few = await organiser.expect(422, "two of five", "PUT", `/desk/meetings/${m.id}/items/${item.id}`, { decision: "agreed", votes_for: 2, votes_against: 1, votes_abstain: 1, version: m.version });
    assert.match(few.error.details.stops[0].message.zh, /应到5人，赞成2票/);
    const many = await organiser.expect(400, "more votes than people", "PUT", `/desk/meetings/${m.id}/items/${item.id}`, { decision: "agreed", votes_for: 5, votes_against: 0, votes_abstain: 0, version: m.version });
    assert.deepEqual(many.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]), [["votes_for", "over_present"]]);
    m = await decide(m, item, { decision: "agreed", votes_for: 4, votes_against: 0, votes_abstain: 0, received_on: item.joined_on });
    m = await organiser.expect(200, "close", "POST", `/desk/meetings/${m.id}/close`, { version: m.version });
    assert.deepEqual([m.state, m.items[0]!.state, m.items[0]!.joined_on, m.items[0]!.printed_until], ["closed", "recorded", item.joined_on, item.printed_until]);
    assert.equal((await organiser.get(`/cases/${item.case_id}`)).stage, "probationary");
  });

  test("needs half of those due, names only its members, and knows its states", async () => {
    let m = await opened("candidate_agree", 1);
    const { members } = await desk();
    const ids = members.map((x) => x.person_id);
    const hold = { held_on: today, chair_id: ids[0], recorder_id: ids[0], present: ids.slice(0, 3), version: m.version };
    const few = await organiser.expect(422, "two of five", "POST", `/desk/meetings/${m.id}/hold`, { ...hold, present: ids.slice(0, 2) });
    assert.equal(few.error.details.stops[0].rule, "body_quorum");
    assert.match(few.error.details.stops[0].message.zh, /应到5人，实到2人/);
    const stranger = (await organiser.get<{ items: { id: string }[] }>(`/people?organisation_id=${general}&limit=1`)).items[0]!.id;
    const wrong = await organiser.expect(400, "a stranger", "POST", `/desk/meetings/${m.id}/hold`, { ...hold, present: [...ids.slice(0, 3), stranger], chair_id: ids[4] });
    assert.deepEqual(wrong.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]).sort(), [["chair_id", "not_present"], ["present[3]", "not_a_member"]]);
    await organiser.expect(409, "stale", "POST", `/desk/meetings/${m.id}/hold`, { ...hold, version: m.version + 1 });
    await organiser.expect(409, "not held yet", "PUT", `/desk/meetings/${m.id}/items/${m.items[0]!.id}`, { decision: "agreed", version: m.version });
    m = await organiser.expect(200, "change", "PATCH", `/desk/meetings/${m.id}`, { title: "改期的党委会", planned_on: "2026-12-01", version: m.version });
    m = await organiser.expect(200, "cancel", "POST", `/desk/meetings/${m.id}/cancel`, { reason: "人数不够", version: m.version });
    assert.equal(m.state, "cancelled");
    const again = await organiser.expect(409, "cancelled", "POST", `/desk/meetings/${m.id}/hold`, { ...hold, version: m.version });
    assert.equal(again.error.details.stops[0].rule, "body_state");
    const list = await organiser.get(`/desk/meetings?organisation_id=${college}&state=cancelled`);
    assert.deepEqual(list.items.map((i: { id: string; n_open: number }) => [i.id, i.n_open]), [[m.id, 0]]);
  });

  test("pages follow each other", async () => {
    const whole = (await organiser.get(`/desk/meetings?organisation_id=${college}&limit=200`)).items.map((i: { id: string }) => i.id);
    const first = await organiser.get(`/desk/meetings?organisation_id=${college}&limit=1`);
    const second = await organiser.get(`/desk/meetings?organisation_id=${college}&limit=200&after=${first.next}`);
    assert.deepEqual([...first.items, ...second.items].map((i: { id: string }) => i.id), whole);
    await organiser.expect(400, "a bad cursor", "GET", "/desk/meetings?after=x");
  });

  test("is its committee's own: another college's organiser finds none of it", async () => {
    const m = await opened("candidate_agree", 1);
    const item = m.items[0]!;
    const { version } = m;
    const theirs: [string, string, object?][] = [
      ["GET", `/desk/meetings/${m.id}`], ["PATCH", `/desk/meetings/${m.id}`, { title: "x", version }],
      ["POST", `/desk/meetings/${m.id}/items`, { items: [], version }], ["POST", `/desk/meetings/${m.id}/items/${item.id}/remove`, { version }],
      ["PUT", `/desk/meetings/${m.id}/items/${item.id}`, { decision: "agreed", version }], ["POST", `/desk/meetings/${m.id}/close`, { version }],
      ["POST", `/desk/meetings/${m.id}/hold`, { held_on: today, chair_id: "1", recorder_id: "1", present: [], version }],
      ["POST", `/desk/meetings/${m.id}/cancel`, { reason: "不是我的", version }], ["GET", `/desk/cases/${item.case_id}`],
    ];
    for (const [method, path, body] of theirs) await organiser2.expect(404, "another college's", method, path, body);
    const foreign = await organiser2.expect(400, "their case on my agenda", "POST", "/desk/meetings", {
      organisation_id: (await organiser2.get<Desk>("/desk")).organisation_id, title: "x", items: [{ case_id: item.case_id, step_code: "candidate_agree" }],
    });
    assert.deepEqual(foreign.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]), [["items[0].case_id", "not_a_case"]]);
    for (const [method, path, body] of theirs.filter(([, , b]) => b && "version" in b))
      if (!path.endsWith("hold")) await organiser.expect(409, "stale", method, path, { ...body, version: version + 7 });
    const gone = await organiser.expect<Meeting>(200, "remove", "POST", `/desk/meetings/${m.id}/items/${item.id}/remove`, { version });
    assert.deepEqual(gone.items, []);
    await organiser.expect(404, "gone", "POST", `/desk/meetings/${m.id}/items/${item.id}/remove`, { version: gone.version });
  });
});

describe("one officer alone", () => {
  const body = (c: { version: number }) => ({ step_code: "pre_review", happened_on: today, facts: { result: "passed" }, version: c.version });

  test("says on which meeting it rests; a school may allow meetings only", async () => {
    const [one, two] = clean((await desk()).items, "pre_review");
    const c = await organiser.get(`/cases/${one!.case_id}`);
    const refused = await organiser.expect(422, "alone", "POST", `/cases/${c.id}/steps`, body(c));
    assert.deepEqual(refused.error.details.warnings.map((w: Finding) => w.rule), ["decided_alone"]);
    const kept = await organiser.expect(201, "with the minutes", "POST", `/cases/${c.id}/steps`, { ...body(c), reasons: [{ rule: "decided_alone", reason: "党委会2026年第9次会议纪要" }] });
    assert.deepEqual(kept.case.steps.find((s: { code: string }) => s.code === "pre_review").warnings, [{ rule: "decided_alone", reason: "党委会2026年第9次会议纪要" }]);
    await admin.expect(204, "meetings only", "PUT", "/settings/committee_meeting_only", { organisation_id: root, value: "true", from_on: today });
    const d = await organiser.get(`/cases/${two!.case_id}`);
    const stopped = await organiser.expect(422, "not at all", "POST", `/cases/${d.id}/steps`, { ...body(d), reasons: [{ rule: "decided_alone", reason: "党委会纪要" }] });
    assert.deepEqual(stopped.error.details.stops.map((w: Finding) => w.rule), ["decided_alone"]);
    assert.match(stopped.error.details.stops[0].message.zh, /议程/);
    await admin.expect(204, "as before", "PUT", "/settings/committee_meeting_only", { organisation_id: root, value: "false", from_on: today });
  });
});

describe("filing", () => {
  test("is one number and one day over many; a case the rules refuse is told by itself", async () => {
    const ids = (await desk()).filings.filter((f) => f.step === "activist_file").map((f) => f.case_id);
    const open = (await desk()).items[0]!.case_id; /* filed long ago */
    const answer = await organiser.expect(200, "file", "POST", "/desk/filings", { step_code: "activist_file", happened_on: today, number: "电党备〔2026〕31号", case_ids: [...ids.slice(0, 3), open] });
    assert.ok(answer.recorded >= 3);
    assert.deepEqual(answer.items.slice(0, 3).map((i: { recorded: boolean }) => i.recorded), [true, true, true]);
    const page = await organiser.get(`/cases/${ids[0]}`);
    assert.equal(page.steps.find((s: { code: string }) => s.code === "activist_file").facts.filing_number, "电党备〔2026〕31号");
    const early = await organiser.expect(200, "before the decision", "POST", "/desk/filings", { step_code: "activist_file", happened_on: "2020-01-01", number: "x", case_ids: [ids[3]!] });
    assert.equal(early.recorded, 0);
    assert.ok(early.items[0].refusal.stops.some((s: Finding) => s.rule === "order"));
  });

  test("belongs to the post that files, and to nobody's else cases", async () => {
    const d = await desk();
    const id = d.filings.find((f) => f.step === "activist_file")!.case_id;
    const body = { step_code: "activist_file", happened_on: today, number: "1号", case_ids: [id] };
    await organiser2.expect(404, "another college's", "POST", "/desk/filings", body);
    const branch = (await secretary.get("/session")).rights[0].organisation_id;
    const own = (await secretary.get<{ items: { id: string }[] }>(`/cases?organisation_id=${branch}&limit=1`)).items[0]!.id;
    await secretary.expect(403, "not the branch's step", "POST", "/desk/filings", { ...body, case_ids: [own] });
    await organiser.expect(403, "the department's", "POST", "/desk/filings", { ...body, step_code: "approval_file" });
    const twice = await organiser.expect(400, "twice", "POST", "/desk/filings", { ...body, case_ids: [id, id], happened_on: "2026-11-24" });
    assert.deepEqual(twice.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]).sort(), [["case_ids[1]", "duplicate"], ["happened_on", "in_future"]]);
    await organiser.expect(400, "nobody", "POST", "/desk/filings", { ...body, case_ids: [] });
    const filed = (await department.get<Desk>(`/desk?organisation_id=${root}`)).filings.filter((f) => f.step === "approval_file");
    const answer = await department.expect(200, "the department files", "POST", "/desk/filings", { step_code: "approval_file", happened_on: today, number: "组备〔2026〕5号", case_ids: [filed[0]!.case_id], reason: "材料已核" });
    assert.equal(answer.recorded, 1);
  });
});

describe("the plan of places", () => {
  const row = (plan: any, id: string) => plan.rows.find((r: { organisation_id: string }) => r.organisation_id === id);

  test("adds up: given, handed down, admitted and reserved", async () => {
    const plan = await department.get(`/plan?organisation_id=${root}`);
    const own = row(plan, root);
    assert.equal(own.own, true);
    const below = plan.rows.filter((r: { own: boolean }) => !r.own);
    assert.equal(below.reduce((n: number, r: { places: number }) => n + r.places, 0), own.given_down);
    assert.equal(below.reduce((n: number, r: { admitted: number }) => n + r.admitted, 0), own.admitted);
    assert.ok(own.admitted > 0 && own.reserved > 0);
    const reserved = (await desk()).items.filter((i) => i.step === "approval").length;
    assert.ok(row(plan, college).reserved >= reserved);
  });

  test("is corrected by a later record with a reason, within what is above and below", async () => {
    const before = row(await department.get(`/plan?organisation_id=${root}`), college);
    const give = { organisation_id: college, year: 2026, places: before.places + 2, given_on: today, number: "组发〔2026〕40号" };
    await department.expect(409, "somebody was first", "POST", "/plan", { ...give, reason: "追加" });
    const bare = await department.expect(400, "no reason", "POST", "/plan", { ...give, replaces_id: before.plan_id });
    assert.deepEqual(bare.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]), [["reason", "required"]]);
    await department.expect(201, "two more", "POST", "/plan", { ...give, replaces_id: before.plan_id, reason: "追加两个名额" });
    const plan = await department.get(`/plan?organisation_id=${root}`);
    const now = row(plan, college);
    assert.equal(now.places, before.places + 2);
    const history = plan.history.filter((h: { organisation_id: string }) => h.organisation_id === college);
    assert.deepEqual(history.map((h: { places: number; stands: boolean }) => [h.places, h.stands]), [[before.places + 2, true], [before.places, false]]);
    const over = await department.expect(422, "more than the school has", "POST", "/plan", { ...give, places: 100000, replaces_id: now.plan_id, reason: "太多" });
    assert.equal(over.error.details.stops[0].rule, "plan_over");
    const under = await department.expect(422, "less than was handed down", "POST", "/plan", { ...give, places: now.given_down - 1, replaces_id: now.plan_id, reason: "太少" });
    assert.equal(under.error.details.stops[0].rule, "plan_over");
    const none = await organiser.expect(422, "nothing above for next year", "POST", "/plan", { organisation_id: general, year: 2027, places: 1, given_on: today });
    assert.equal(none.error.details.stops[0].rule, "plan_none");
    await department.expect(400, "to come", "POST", "/plan", { ...give, replaces_id: now.plan_id, reason: "明天", given_on: "2026-11-24" });
  });

  test("is handed down by the one above and by nobody else", async () => {
    const own = row(await organiser.get(`/plan?organisation_id=${college}`), college);
    assert.equal(own.may_give, false);
    await organiser.expect(403, "his own", "POST", "/plan", { organisation_id: college, year: 2026, places: 99, given_on: today, replaces_id: own.plan_id, reason: "自己加" });
    const below = row(await organiser.get(`/plan?organisation_id=${college}`), general);
    assert.equal(below.may_give, true);
    await organiser.expect(201, "below", "POST", "/plan", { organisation_id: general, year: 2026, places: below.places + 1, given_on: today, replaces_id: below.plan_id, reason: "余额下达" });
    await organiser2.expect(404, "another college's", "POST", "/plan", { organisation_id: general, year: 2026, places: 1, given_on: today });
    await organiser2.expect(404, "another college's", "GET", `/plan?organisation_id=${college}`);
    const free = await department.get(`/plan?organisation_id=${root}&year=2027`);
    assert.equal(row(free, root).plan_id, null);
    await department.expect(201, "the school's own", "POST", "/plan", { organisation_id: root, year: 2027, places: 300, given_on: today });
  });

  test("forecasts by branch and month who could reach the assembly, with names only where cases may be read", async () => {
    const forecast = await organiser.get(`/plan/forecast?organisation_id=${college}&year=2027`);
    assert.ok(forecast.branches.length > 3);
    for (const b of forecast.branches) {
      assert.equal(b.people.length, b.n);
      assert.equal(b.months.reduce((n: number, m: { n: number }) => n + m.n, 0), b.n);
      for (const p of b.people) assert.ok(p.earliest_on >= "2027-01-01" && p.earliest_on <= "2027-12-31" && !("score" in p));
    }
    await organiser2.expect(404, "another college's", "GET", `/plan/forecast?organisation_id=${college}`);
    const branch = forecast.branches[0];
    const member = (await organiser.get<{ items: { id: string; name: string }[] }>(`/people?organisation_id=${branch.branch_id}&stage=full&limit=20`)).items;
    const taken = new Set((await admin.get("/accounts?limit=200")).items.map((a: { person_id: string }) => a.person_id));
    const posts = new Set((await admin.get(`/posts?organisation_id=${branch.branch_id}&limit=200`)).items.map((p: { person_id: string }) => p.person_id));
    const free = member.find((p) => !taken.has(p.id) && !posts.has(p.id)) ?? member.find((p) => !taken.has(p.id))!;
    assert.ok(free);
    for (const p of (await admin.get(`/posts?organisation_id=${branch.branch_id}&limit=200`)).items.filter((x: { person_id: string }) => x.person_id === free.id))
      await admin.expect(200, "leaves his post", "PATCH", `/posts/${p.id}`, { until_on: today, version: p.version });
    await committee.expect(201, "a publicity officer", "POST", "/posts", { person_id: free.id, organisation_id: branch.branch_id, kind: "publicity_officer", from_on: today });
    const made = await committee.expect(201, "account", "POST", "/accounts", { person_id: free.id, login: "publicity" });
    const reader = new Client(server.url);
    await reader.expect(204, "first password", "POST", "/links/password", { token: made.token ?? made.link?.split("#").pop(), new_password: "spring-water-2026" }).catch(() => undefined);
    const session = await reader.request("POST", "/session", { login: "publicity", password: "spring-water-2026" }, { origin: server.url });
    if (session.status === 201) {
      reader.csrf = session.body.csrf;
      const counts = await reader.get(`/plan/forecast?organisation_id=${branch.branch_id}&year=2027`);
      assert.deepEqual(counts.branches.map((b: { n: number; people: object[] }) => [b.n, b.people.length]), [[branch.n, 0]]);
    }
  });
});

describe("who leaves", () => {
  test("is told with the day, what can still be done, and what helps", async () => {
    const all = await organiser.get(`/desk/leaving?organisation_id=${college}`);
    assert.equal(all.limit_months, 3);
    assert.ok(all.items.length > 5);
    const days = all.items.map((i: { leaving_on: string }) => i.leaving_on);
    assert.deepEqual(days, [...days].sort());
    for (const i of all.items) {
      if (i.days_left < 0) assert.equal(i.advice, "left");
      else if (!i.reach_on || i.reach_on > i.leaving_on) assert.equal(i.advice, i.stage === "probationary" ? "transfer_probation" : "transfer");
      if (i.advice === "in_time" || i.advice === "hurry") assert.ok(i.reach_on <= i.leaving_on, JSON.stringify(i));
    }
    const soon = await organiser.get(`/desk/leaving?organisation_id=${college}&days=30`);
    assert.ok(soon.items.length < all.items.length && soon.items.every((i: { days_left: number }) => i.days_left <= 30));
    await organiser2.expect(404, "another college's", "GET", `/desk/leaving?organisation_id=${college}`);
    await organiser.expect(400, "too far", "GET", "/desk/leaving?days=9999");
  });

  test("a class graduates when the school says; a person's own day goes before", async () => {
    const branch = (await secretary.get("/session")).rights[0].organisation_id;
    const cls = await organiser.expect(201, "class", "POST", "/classes", { code: "DESK1", name: "电气2399", organisation_id: college, entry_year: 2023, level: "undergraduate" });
    const person = await organiser.expect(201, "person", "POST", "/people", { name: "毕业生", birth: "2004-03-01", branch_id: branch, from_on: "2023-09-01", class_id: cls.id });
    const c = await secretary.expect(201, "case", "POST", "/cases", { person_id: person.id, opened_on: "2026-09-10" });
    const applied = await secretary.get(`/cases/${c.id}`);
    await secretary.expect(201, "apply", "POST", `/cases/${c.id}/steps`, { step_code: "apply", happened_on: "2026-09-10", facts: {}, version: applied.version });
    const find = async () => (await secretary.get(`/desk/leaving?organisation_id=${branch}&days=1500`)).items.find((i: { case_id: string }) => i.case_id === c.id);
    const by = await find();
    assert.deepEqual([by.source, by.leaving_on, by.target, by.advice], ["class", "2027-06-30", "admission_vote", "transfer"]);
    await admin.expect(204, "graduation in July", "PUT", "/settings/graduation_month", { organisation_id: root, value: "7", from_on: today });
    assert.equal((await find()).leaving_on, "2027-07-31");
    const now = await secretary.get(`/people/${person.id}`);
    await secretary.expect(200, "own day", "PATCH", `/people/${person.id}`, { leaving_on: "2026-12-20", version: now.version });
    const own = await find();
    assert.deepEqual([own.source, own.leaving_on], ["person", "2026-12-20"]);
  });
});
