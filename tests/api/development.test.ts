// Cases over HTTP: one person through all 25 steps, refusals with article and day, warnings with
// their reasons, corrections, transfers, today's page, and where the applicant stands.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { startServer, type Server } from "./support/server.js";

interface Finding { rule: string; severity: string; article: string | null; allowed_from: string | null; message: { zh: string; en: string } }
interface Step { code: string; number: number; state: string; happened_on: string | null; record_id: string | null; warnings: { rule: string; reason: string }[]; history: { record_id: string; stands: boolean; voided_reason: string | null }[] }
interface Case { id: string; version: number; stage: string; state: string; steps: Step[]; next: { step: string; possible_today: boolean; earliest_on: string }[]; findings: Finding[]; branch: { id: string }; transfers: object[]; exits: { code: string; may_record: boolean; closes: boolean }[] }

let server: Server, secretary: Client, organiser: Client, department: Client, counsellor: Client;
let secretary2: Client, organiser2: Client, applicant: Client;
let branch: string, full: string[];

before(async () => {
  server = await startServer();
  const sign = (login: string) => signedIn(server.url, login);
  [secretary, organiser, department, counsellor, secretary2, organiser2, applicant] = await Promise.all(
    ["secretary", "organiser", "department", "counsellor", "secretary2", "organiser2", "applicant"].map(sign) as [
      Promise<Client>, Promise<Client>, Promise<Client>, Promise<Client>, Promise<Client>, Promise<Client>, Promise<Client>],
  );
  branch = (await secretary.get("/session")).rights[0].organisation_id;
  const members = await organiser.get<{ items: { id: string; full_on: string | null }[] }>("/people?stage=full&limit=200");
  full = members.items.filter((p) => p.full_on && p.full_on < "2023-09").map((p) => p.id).slice(0, 4);
  assert.ok(full.length >= 2);
});
after(() => server.stop());

let made = 0;
async function newCase(): Promise<Case> {
  made += 1;
  const person = await secretary.expect(201, "a new student", "POST", "/people", {
    name: `新同学${"甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"[made]}`, birth: "2004-03-01", branch_id: branch, from_on: "2023-09-01",
  });
  const { id } = await secretary.expect(201, "open", "POST", "/cases", { person_id: person.id, opened_on: "2023-09-10" });
  return secretary.get(`/cases/${id}`);
}

/** Records a step and gives a reason for whatever warns. */
async function record(client: Client, c: Case, step_code: string, happened_on: string | null, facts: object = {}): Promise<Case> {
  const found = await client.expect(200, `check ${step_code}`, "POST", `/cases/${c.id}/check`, { step_code, happened_on, facts });
  const reasons = found.warnings.map((w: Finding) => ({ rule: w.rule, reason: "情况特殊，已说明" }));
  const answer = await client.expect(201, step_code, "POST", `/cases/${c.id}/steps`, { step_code, happened_on, facts, reasons, version: c.version });
  assert.ok(answer.record_id);
  return answer.case;
}

async function apply(): Promise<Case> {
  return record(secretary, await newCase(), "apply", "2023-09-10");
}

const stepOf = (c: Case, code: string) => c.steps.find((s) => s.code === code)!;

test("one person goes through all 25 steps, each recorded by the right post", async () => {
  const votes = { due: full.length, present: full.length, yes: full.length };
  const ballot = { votes, ballot: "secret", one_person: true };
  const views = { view_group: true, view_members: true, view_nonmembers: true };
  let c = await apply();
  c = await record(secretary, c, "first_talk", "2023-09-20", { talker: full[0] });
  c = await record(secretary, c, "activist_decide", "2023-11-01", { recommendation: "league", body: "assembly" });
  assert.equal(c.stage, "activist");
  c = await record(organiser, c, "activist_file", "2023-11-10");
  c = await record(secretary, c, "cultivator_assign", "2023-11-02", { cultivators: full.slice(0, 2) });
  c = await record(secretary, c, "cultivate", "2024-04-20", { kind: "inspection" });
  c = await record(secretary, c, "cultivate", "2024-10-20", { kind: "inspection" });
  c = await record(secretary, c, "candidate_decide", "2024-11-05", { body: "assembly", view_cultivators: true, ...views });
  c = await record(organiser, c, "candidate_agree", "2024-11-08", { result: "filed" });
  c = await record(secretary, c, "introducer_assign", "2024-11-20", { introducers: full.slice(0, 2) });
  c = await record(secretary, c, "review_done", "2024-12-01", { reviewed_by: "支部", conclusion: "passed" });
  c = await record(organiser, c, "short_training", "2024-12-10", { days: 3 });
  c = await record(secretary, c, "committee_examine", "2025-02-20", { body: "assembly" });
  c = await record(organiser, c, "pre_review", "2025-03-01", { result: "passed" });
  c = await record(secretary, c, "pledge_form", "2025-03-10");
  c = await record(secretary, c, "admission_vote", "2025-03-25", ballot);
  c = await record(organiser, c, "approval_talk", "2025-04-01", { talker: full[0], talker_role: "organiser" });
  c = await record(organiser, c, "approval", null, { received_on: "2025-03-28" });
  c = await record(organiser, c, "approval", "2025-04-20", { decision: "approved" });
  assert.equal(c.stage, "probationary");
  c = await record(department, c, "approval_file", "2025-04-28");
  c = await record(secretary, c, "group_assign", "2025-04-25");
  c = await record(secretary, c, "oath", "2025-05-01");
  c = await record(secretary, c, "probation_inspect", "2025-09-25");
  c = await record(secretary, c, "convert_apply", "2026-03-20");
  c = await record(secretary, c, "convert_vote", "2026-03-25", { outcome: "convert", committee_examined: true, ...views, ...ballot });
  c = await record(organiser, c, "convert_approval", "2026-04-20", { received_on: "2026-03-28", decision: "approved" });
  assert.equal(c.stage, "full");
  c = await record(organiser, c, "archive", "2026-05-20", {
    paper_pledge: true, paper_application: true, paper_cultivation: true, paper_review: true, paper_probation: true, paper_conversion: true,
  });
  assert.equal(c.state, "full");
  const done = new Set(c.steps.filter((s) => s.state === "done").map((s) => s.number));
  assert.equal(done.size, 25);
  const list = await secretary.get<{ items: { id: string; stage: string }[] }>(`/cases?state=full&limit=200`);
  assert.ok(list.items.some((i) => i.id === c.id && i.stage === "full"));
});

describe("a refusal", () => {
  test("names rule, article, both languages and the first lawful day, and writes nothing", async () => {
    let c = await apply();
    c = await record(secretary, c, "first_talk", "2023-09-20", { talker: full[0] });
    c = await record(secretary, c, "activist_decide", "2026-06-01", { recommendation: "league", body: "assembly" });
    c = await record(secretary, c, "cultivator_assign", "2026-06-02", { cultivators: full.slice(0, 1) });
    const body = {
      step_code: "candidate_decide", happened_on: "2026-11-20", version: c.version,
      facts: { body: "assembly", view_group: true, view_cultivators: true, view_members: true, view_nonmembers: true },
    };
    const refused = await secretary.expect(422, "too early", "POST", `/cases/${c.id}/steps`, body);
    const stop = refused.error.details.stops.find((s: Finding) => s.rule === "cultivation_year");
    assert.equal(stop.article, "13");
    assert.equal(stop.allowed_from, "2027-06-01");
    assert.match(stop.message.zh, /2027/);
    assert.match(stop.message.en, /allowed from/);
    const now = await secretary.get<Case>(`/cases/${c.id}`);
    assert.equal(now.version, c.version);
    assert.equal(stepOf(now, "candidate_decide").happened_on, null);
    assert.equal(now.next.find((n) => n.step === "candidate_decide")!.earliest_on, "2027-06-01");
  });

  test("a warning asks for a reason, and the reason is kept", async () => {
    const c = await apply();
    const late = { step_code: "first_talk", happened_on: "2023-12-01", facts: { talker: full[0] }, version: c.version };
    const refused = await secretary.expect(422, "late", "POST", `/cases/${c.id}/steps`, late);
    assert.deepEqual(refused.error.details.stops, []);
    const rule = refused.error.details.warnings[0].rule;
    const kept = await secretary.expect(201, "with a reason", "POST", `/cases/${c.id}/steps`, { ...late, reasons: [{ rule, reason: "谈话人出差" }] });
    assert.deepEqual(stepOf(kept.case, "first_talk").warnings, [{ rule, reason: "谈话人出差" }]);
  });

  test("somebody of another college cannot be named, so that ids tell no names", async () => {
    const c = await apply();
    const theirs = await organiser2.get<{ items: { id: string }[] }>("/people?stage=full&limit=1");
    const answer = await secretary.expect(400, "stranger", "POST", `/cases/${c.id}/steps`, {
      step_code: "first_talk", happened_on: "2023-09-20", facts: { talker: theirs.items[0]!.id }, version: c.version,
    });
    assert.deepEqual(answer.error.fields.map((f: { code: string }) => f.code), ["not_a_person"]);
  });

  test("facts that do not fit the pack are told field by field", async () => {
    const c = await apply();
    const answer = await secretary.expect(400, "faults", "POST", `/cases/${c.id}/steps`, {
      step_code: "first_talk", happened_on: "2023-09-20", facts: { talker: "999999999", mood: "good" }, version: c.version,
    });
    assert.deepEqual(answer.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]), [["facts.mood", "unknown"]]);
  });
});

describe("rights", () => {
  test("the branch secretary cannot record the superior's step, nor a counsellor any", async () => {
    let c = await apply();
    c = await record(secretary, c, "first_talk", "2023-09-20", { talker: full[0] });
    c = await record(secretary, c, "activist_decide", "2023-11-01", { recommendation: "league", body: "assembly" });
    const filing = { step_code: "activist_file", happened_on: "2023-11-10", facts: {}, version: c.version };
    await secretary.expect(403, "not his", "POST", `/cases/${c.id}/steps`, filing);
    await secretary.expect(403, "not even a try", "POST", `/cases/${c.id}/check`, { step_code: "activist_file", happened_on: "2023-11-10", facts: {} });
    const talk = { ...filing, step_code: "cultivate", facts: { kind: "inspection" } };
    await counsellor.expect(403, "sees, does not record", "POST", `/cases/${c.id}/steps`, talk);
    const record_id = stepOf(c, "first_talk").record_id;
    await counsellor.expect(403, "void", "POST", `/cases/${c.id}/steps/${record_id}/void`, { reason: "不对", version: c.version });
    await counsellor.expect(403, "open", "POST", "/cases", { person_id: full[0] });
  });

  test("a case of another college is nowhere to be found", async () => {
    const c = await apply();
    const record_id = stepOf(c, "apply").record_id;
    for (const other of [secretary2, organiser2]) {
      await other.expect(404, "show", "GET", `/cases/${c.id}`);
      await other.expect(404, "check", "POST", `/cases/${c.id}/check`, { step_code: "first_talk", happened_on: "2023-09-20", facts: {} });
      await other.expect(404, "record", "POST", `/cases/${c.id}/steps`, { step_code: "first_talk", happened_on: "2023-09-20", facts: {}, version: c.version });
      await other.expect(404, "correct", "POST", `/cases/${c.id}/steps/${record_id}/correct`, { happened_on: "2023-09-11", facts: {}, reason: "日期有误", version: c.version });
      await other.expect(404, "void", "POST", `/cases/${c.id}/steps/${record_id}/void`, { reason: "登记有误", version: c.version });
      await other.expect(404, "transfer", "POST", `/cases/${c.id}/transfer`, { to_branch_id: branch, moved_on: "2026-11-01", version: c.version });
      await other.expect(404, "list", "GET", `/cases?organisation_id=${branch}`);
      await other.expect(404, "today", "GET", `/today?organisation_id=${branch}`);
    }
    await secretary2.expect(404, "open", "POST", "/cases", { person_id: full[0] });
  });
});

describe("two people at once", () => {
  test("who saved second is told so, by every way of writing", async () => {
    const c = await apply();
    await record(secretary, c, "first_talk", "2023-09-20", { talker: full[0] });
    const record_id = stepOf(c, "apply").record_id, version = c.version;
    const stale = async (path: string, body: object) => {
      const answer = await organiser.expect(409, path, "POST", `/cases/${c.id}/${path}`, { ...body, version });
      assert.equal(answer.error.code, "stale");
    };
    await stale("steps", { step_code: "cultivator_assign", happened_on: "2023-11-02", facts: {} });
    await stale(`steps/${record_id}/correct`, { happened_on: "2023-09-11", facts: {}, reason: "日期有误" });
    await stale(`steps/${record_id}/void`, { reason: "登记有误" });
    await stale("transfer", { to_branch_id: branch, moved_on: "2026-11-01" });
  });
});

describe("corrections", () => {
  test("a later record takes the place of the wrong one; both are kept", async () => {
    const c = await apply(), wrong = stepOf(c, "apply").record_id;
    const answer = await secretary.expect(200, "correct", "POST", `/cases/${c.id}/steps/${wrong}/correct`, {
      happened_on: "2023-09-12", facts: {}, reason: "日期看错了", version: c.version,
    });
    const step = stepOf(answer.case, "apply");
    assert.equal(step.happened_on, "2023-09-12");
    assert.equal(step.history[0]!.record_id, wrong);
    assert.equal(step.history[0]!.stands, false);
    await secretary.expect(409, "again", "POST", `/cases/${c.id}/steps/${wrong}/correct`, {
      happened_on: "2023-09-12", facts: {}, reason: "日期看错了", version: answer.case.version,
    });
  });

  test("a voided record stays with its reason and counts for nothing", async () => {
    const c = await apply(), wrong = stepOf(c, "apply").record_id;
    const answer = await secretary.expect(200, "void", "POST", `/cases/${c.id}/steps/${wrong}/void`, { reason: "登记到别人名下了", version: c.version });
    const step = stepOf(answer.case, "apply");
    assert.equal(step.happened_on, null);
    assert.equal(step.history[0]!.voided_reason, "登记到别人名下了");
    assert.equal(answer.case.stage, "none");
  });
});

describe("what ended a case", () => {
  test("may be taken back while no new one is open; then the person stands where he stood", async () => {
    let c = await apply();
    assert.ok(c.exits.some((e) => e.code === "withdrawn" && e.may_record && e.closes));
    assert.ok(!c.exits.some((e) => e.code === "not_recognised"), "nobody was admitted yet");
    c = await record(secretary, c, "withdrawn", "2023-10-01", { reason: "出国" });
    assert.equal(c.state, "withdrawn");
    assert.deepEqual(c.exits, []);
    const end = stepOf(c, "withdrawn").record_id;
    await organiser2.expect(404, "another college", "POST", `/cases/${c.id}/steps/${end}/void`, { reason: "不是我的", version: c.version });
    await counsellor.expect(403, "a counsellor", "POST", `/cases/${c.id}/steps/${end}/void`, { reason: "不可以", version: c.version });
    const back = await secretary.expect(200, "taken back", "POST", `/cases/${c.id}/steps/${end}/void`, { reason: "本人收回", version: c.version });
    assert.equal(back.case.state, "open");
    assert.equal(back.case.stage, "applicant");
    c = await record(secretary, back.case, "withdrawn", "2023-10-05");
    const person = (c as unknown as { person: { id: string } }).person.id;
    const next = await secretary.expect(201, "he applies again", "POST", "/cases", { person_id: person });
    await secretary.expect(409, "two open cases", "POST", `/cases/${c.id}/steps/${stepOf(c, "withdrawn").record_id}/void`, { reason: "误登记", version: c.version });
    assert.equal((await secretary.get(`/cases/${c.id}`)).state, "withdrawn");
    assert.equal((await secretary.get(`/cases/${next.id}`)).state, "open");
  });
});

test("a transfer between branches keeps the time", async () => {
  const c = await apply();
  const tree = await organiser.get<{ items: { id: string; kind: string }[] }>("/organisations");
  const to = tree.items.find((o) => o.kind === "branch" && o.id !== branch)!.id;
  await secretary.expect(404, "a branch the secretary cannot see", "POST", `/cases/${c.id}/transfer`, { to_branch_id: to, moved_on: "2026-11-01", version: c.version });
  const moved = await organiser.expect<Case>(200, "move", "POST", `/cases/${c.id}/transfer`, { to_branch_id: to, moved_on: "2026-11-01", note: "转专业", version: c.version });
  assert.equal(moved.branch.id, to);
  assert.equal(moved.transfers.length, 1);
  assert.equal(stepOf(moved, "apply").happened_on, "2023-09-10");
  await secretary.expect(404, "gone from the old branch", "GET", `/cases/${c.id}`);
});

describe("lists", () => {
  test("pages follow each other without a gap or a repeat", async () => {
    const all = await organiser.get<{ items: { id: string }[]; next: string | null }>("/cases?limit=200");
    const seen: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const page: { items: { id: string }[]; next: string | null } =
        await organiser.get(`/cases?limit=7${next ? `&after=${encodeURIComponent(next)}` : ""}`);
      seen.push(...page.items.map((i) => i.id));
      next = page.next;
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.deepEqual(seen.slice(0, all.items.length), all.items.map((i) => i.id));
  });

  test("a filter by stage gives that stage alone", async () => {
    const page = await organiser.get<{ items: { stage: string }[] }>("/cases?stage=activist&limit=50");
    assert.ok(page.items.length > 0);
    assert.ok(page.items.every((i) => i.stage === "activist"));
  });

  test("a cursor that is none is refused", async () => {
    await organiser.expect(400, "cursor", "GET", "/cases?after=x");
  });

  test("overdue means a term before today", async () => {
    const page = await department.get<{ items: { due_on: string }[] }>("/cases?due=overdue&limit=50");
    assert.ok(page.items.every((i) => i.due_on < "2026-11-23"));
  });
});

describe("today", () => {
  test("the most overdue stand first, in words, with who owes them", async () => {
    const today = await department.get("/today");
    assert.equal(today.today, "2026-11-23");
    assert.ok(today.items.length > 0);
    const due = today.items.map((i: { due_on: string | null }) => i.due_on ?? "9999");
    assert.deepEqual(due, [...due].sort());
    for (const i of today.items) {
      assert.ok(i.message.zh.includes(i.owner_name));
      if (i.due_on && i.due_on < today.today) assert.match(i.message.zh, /已逾期\d+天/);
    }
    assert.ok(today.by_organisation.length > 0);
  });

  test("it is cut down to an organisation", async () => {
    const today = await organiser.get(`/today?organisation_id=${branch}`);
    assert.ok(today.items.every((i: { branch_id: string }) => i.branch_id === branch));
    assert.deepEqual(today.by_organisation, []);
  });
});

describe("where I stand", () => {
  test("the applicant sees what is awaited, from which post, since when", async () => {
    const me = await applicant.get("/where-i-stand");
    assert.equal(me.name, (await applicant.get("/session")).name);
    assert.equal(me.steps_total, 25);
    assert.equal(me.timeline.length, 26); // number 8 has two parts
    assert.ok(me.awaited.organisation_name && me.awaited.post_name.zh && me.awaited.since_on);
    assert.ok(me.awaited.title.zh && me.awaited.how.zh);
  });

  test("there is no way to ask for another person's", async () => {
    const before = await applicant.get("/where-i-stand");
    await applicant.expect(400, "by query", "GET", `/where-i-stand?person_id=${full[0]}`);
    await applicant.expect(404, "by path", "GET", `/where-i-stand/${full[0]}`);
    await applicant.expect(403, "the case itself", "GET", "/cases/1");
    assert.deepEqual(await applicant.get("/where-i-stand"), before);
  });

  test("the caller's own papers, and nobody else's", async () => {
    const own = await applicant.get<{ there_n: number; items: { there: boolean; own: boolean; code: string }[] }>("/where-i-stand/papers");
    assert.equal(own.there_n, own.items.filter((p) => p.there).length);
    assert.ok(own.items.some((p) => p.own && p.code === "application_letter"), JSON.stringify(own));
    await applicant.expect(400, "by query", "GET", `/where-i-stand/papers?person_id=${full[0]}`);
    await new Client(server.url).expect(401, "no session", "GET", "/where-i-stand/papers");
    const admin = await signedIn(server.url, "admin");
    if ((await admin.get("/session")).person_id === null) await admin.expect(404, "nobody", "GET", "/where-i-stand/papers");
  });

  test("an account of no person stands nowhere", async () => {
    const admin = await signedIn(server.url, "admin");
    const session = await admin.get("/session");
    if (session.person_id === null) await admin.expect(404, "nobody", "GET", "/where-i-stand");
    else assert.equal((await admin.get("/where-i-stand")).name, session.name);
  });
});

describe("rule packs", () => {
  test("both are listed and have 25 numbers, forms and exits", async () => {
    const packs = await applicant.get<{ items: { id: string }[] }>("/rules/packs");
    assert.deepEqual(packs.items.map((p) => p.id), ["national-2014", "national-2026"]);
    for (const { id } of packs.items) {
      const pack = await applicant.get(`/rules/packs/${id}`);
      assert.equal(new Set(pack.steps.map((s: Step) => s.number)).size, 25);
      assert.ok(pack.exits.some((s: Step) => s.code === "withdrawn"));
      assert.equal(pack.stages.length, 5);
      const vote = pack.steps.find((s: Step) => s.code === "admission_vote");
      assert.equal(vote.fields.find((f: { name: string }) => f.name === "votes").type, "votes");
      assert.equal(vote.fields.find((f: { name: string }) => f.name === "roll").computed, true);
    }
    await applicant.expect(404, "no such pack", "GET", "/rules/packs/national-1921");
  });
});
