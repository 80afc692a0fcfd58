// Papers against papers: an organiser's list of dossiers with findings, one dossier's findings in
// words, their repair, the sheet to print; the same by the command line.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { binary, startServer, today, type Server } from "./support/server.js";

interface Both { zh: string; en: string }
interface Item { kind: string; id: string | null; code: string | null; on: string | null; name: Both }
interface Finding { rule: string; severity: string; law: string | null; law_title: Both; article: string | null; custom: string | null; items: Item[]; message: Both; repair: Both }
interface Row { case_id: string; person_name: string; branch_id: string; branch_name: string; stage: string; next_step: string | null; contradictions: number; warnings: number; findings: Finding[] }
interface List { organisation_id: string; total: number; next: string | null; items: Row[] }
interface Dossier { case_id: string; person_name: string; contradictions: number; warnings: number; more: number; findings: Finding[] }
interface Step { code: string; record_id: string | null; happened_on: string | null; facts: Record<string, unknown> | null }

let server: Server, admin: Client, organiser: Client, organiser2: Client, secretary: Client, probationary: Client;
let college: string;

before(async () => {
  server = await startServer();
  [admin, organiser, organiser2, secretary, probationary] = (await Promise.all(
    ["admin", "organiser", "organiser2", "secretary", "probationary"].map((l) => signedIn(server.url, l)),
  )) as [Client, Client, Client, Client, Client];
  const tree = (await admin.get<{ items: { id: string; code: string }[] }>("/organisations")).items;
  college = tree.find((o) => o.code === "YX01")!.id;
});
after(() => server.stop());

const list = (client: Client, query = "") => client.get<List>(`/dossiers${query}`);
const dossier = (client: Client, id: string) => client.get<Dossier>(`/cases/${id}/dossier`);
const rank = (r: Row) => r.contradictions * 1_000_000 + r.warnings;

/** A case of which this rule's is the only finding. */
async function broken(rule: string): Promise<Row> {
  const found = (await list(organiser, `?rule=${rule}&state=open`)).items.find((r) => rank(r) === 1_000_000);
  assert.ok(found, `the demo has an open case that breaks ${rule}`);
  return found;
}

describe("the list", () => {
  test("has the cases of the scope in which something was found, the worst first", async () => {
    const all = await list(admin);
    assert.ok(all.total >= 10);
    assert.equal(all.items.length, Math.min(50, all.total));
    assert.ok(all.items.every((r) => r.contradictions + r.warnings > 0 && r.findings.length > 0));
    assert.deepEqual(all.items.map(rank), all.items.map(rank).sort((a, b) => b - a));
    const mine = await list(organiser);
    assert.equal(mine.organisation_id, college);
    assert.ok(mine.total > 0 && mine.total < all.total);
    const whole = new Set(all.items.map((r) => r.case_id));
    assert.ok(mine.items.every((r) => whole.has(r.case_id)));
  });

  test("is filtered by severity, stage, rule, state and organisation", async () => {
    const mine = await list(organiser);
    const some = mine.items[0]!;
    for (const [query, holds] of [
      ["severity=contradiction", (r: Row) => r.contradictions > 0],
      [`stage=${some.stage}`, (r: Row) => r.stage === some.stage],
      [`rule=${some.findings[0]!.rule}`, (r: Row) => r.findings.some((f) => f.rule === some.findings[0]!.rule)],
      [`organisation_id=${some.branch_id}`, (r: Row) => r.branch_id === some.branch_id],
      ["next_step=pre_review", (r: Row) => r.next_step === "pre_review"],
    ] as const) {
      const found = await list(organiser, `?${query}`);
      assert.deepEqual(found.items.map((r) => r.case_id), mine.items.filter(holds).map((r) => r.case_id), query);
      assert.equal(found.total, found.items.length, query);
      assert.ok(found.total > 0, query);
    }
    const [open, closed] = [await list(organiser, "?state=open"), await list(organiser, "?state=closed")];
    assert.equal(open.total + closed.total, mine.total);
    assert.deepEqual((await list(organiser, "?rule=no_such_rule")).items, []);
    assert.deepEqual((await list(organiser, "?next_step=no_such_step")).items, []);
  });

  test("pages follow each other, and none is told twice", async () => {
    const whole = (await list(admin)).items.map((r) => r.case_id);
    const seen: string[] = [];
    for (let after = ""; ; ) {
      const page = await list(admin, `?limit=3${after && `&after=${after}`}`);
      assert.ok(page.items.length <= 3);
      seen.push(...page.items.map((r) => r.case_id));
      if (!page.next || seen.length >= whole.length) break;
      after = page.next;
    }
    assert.deepEqual(seen.slice(0, whole.length), whole);
  });

  test("is answered 304 when nothing has changed", async () => {
    const first = await organiser.request("GET", "/dossiers?limit=2");
    const again = await organiser.request("GET", "/dossiers?limit=2", undefined, { "if-none-match": first.headers.get("etag")! });
    assert.equal(again.status, 304);
  });

  test("refuses what it does not understand, field by field", async () => {
    for (const [query, field, code] of [
      ["severity=grave", "severity", "not_one_of"], ["state=all", "state", "not_one_of"], ["limit=51", "limit", "out_of_range"], ["limit=0", "limit", "out_of_range"],
      ["after=x", "after", "bad_text"], ["after=1.2", "after", "bad_text"], ["after=1.2.x", "after", "bad_text"], [`rule=${"r".repeat(61)}`, "rule", "too_long"],
      [`stage=${"s".repeat(41)}`, "stage", "too_long"], ["page=2", "page", "unknown"],
    ]) {
      const refused = await organiser.expect(400, query!, "GET", `/dossiers?${query}`);
      assert.deepEqual(refused.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]), [[field, code]], query);
    }
  });

  test("is nobody else's", async () => {
    await organiser2.expect(404, "another college", "GET", `/dossiers?organisation_id=${college}`);
    const mine = new Set((await list(organiser)).items.map((r) => r.case_id));
    assert.ok((await list(organiser2)).items.every((r) => !mine.has(r.case_id)));
    const branch = (await secretary.get("/session")).rights[0].organisation_id as string;
    assert.ok((await list(secretary)).items.every((r) => r.branch_id === branch));
    await probationary.expect(403, "without a post", "GET", "/dossiers");
    await new Client(server.url).expect(401, "no session", "GET", "/dossiers");
  });
});

describe("a dossier", () => {
  test("names both papers, the text they break and the repair, in both languages", async () => {
    const row = await broken("steps_order");
    const d = await dossier(organiser, row.case_id);
    assert.equal(d.contradictions, row.contradictions);
    const f = d.findings.find((x) => x.rule === "steps_order")!;
    assert.equal(f.severity, "contradiction");
    assert.deepEqual(f.items.map((i) => [i.kind, i.code]), [["step", "apply"], ["step", "first_talk"]]);
    assert.ok(f.items[0]!.on! > f.items[1]!.on!);
    assert.match(f.law_title.zh, /发展党员工作细则/);
    assert.match(f.message.zh, /递交入党申请书/);
    assert.match(f.repair.zh, /更正登记错的一个/);
    assert.ok(f.message.en && f.repair.en && f.items.every((i) => i.name.en));
    const steps = (await organiser.get<{ steps: Step[] }>(`/cases/${row.case_id}`)).steps;
    assert.equal(f.items[1]!.id, steps.find((s) => s.code === "first_talk")!.record_id);
  });

  test("loses its finding when the slip is corrected, and the list follows", async () => {
    const row = await broken("steps_order");
    const total = (await list(organiser)).total;
    const detail = await organiser.get<{ version: number; steps: Step[] }>(`/cases/${row.case_id}`);
    const [apply, talk] = ["apply", "first_talk"].map((code) => detail.steps.find((s) => s.code === code)!) as [Step, Step];
    const day = new Date(Date.parse(apply.happened_on!) + 5 * 86_400_000).toISOString().slice(0, 10);
    await organiser.expect(200, "correct", "POST", `/cases/${row.case_id}/steps/${talk.record_id}/correct`, {
      happened_on: day, facts: talk.facts, reason: "谈话记录原件为准", reasons: [], version: detail.version,
    });
    assert.deepEqual((await dossier(organiser, row.case_id)).findings.map((f) => f.rule), []);
    const after = await list(organiser);
    assert.equal(after.total, total - 1);
    assert.ok(after.items.every((r) => r.case_id !== row.case_id));
  });

  test("without a contradiction has no finding", async () => {
    const found = new Set((await list(organiser)).items.map((r) => r.case_id));
    const clean = (await organiser.get<{ items: { id: string }[] }>("/cases?limit=200")).items.find((c) => !found.has(c.id))!;
    const d = await dossier(organiser, clean.id);
    assert.deepEqual([d.contradictions, d.warnings, d.more, d.findings.length], [0, 0, 0, 0]);
  });

  test("is nobody else's", async () => {
    const row = await broken("steps_order");
    await organiser2.expect(404, "another college", "GET", `/cases/${row.case_id}/dossier`);
    await organiser.expect(404, "no such case", "GET", "/cases/999999999/dossier");
    await organiser.expect(404, "no id", "GET", "/cases/x/dossier");
    await probationary.expect(403, "without a post", "GET", `/cases/${row.case_id}/dossier`);
    await new Client(server.url).expect(401, "no session", "GET", `/cases/${row.case_id}/dossier`);
  });
});

describe("papers that are missing", () => {
  interface File { needed_n: number; missing_n: number; items: { step: string; record_id: string; code: string; there: boolean; papers: { id: string }[] }[] }
  interface Kept extends Dossier { papers_needed_n: number; papers_there_n: number; papers_complete: boolean }
  const file = (id: string) => secretary.get<File>(`/cases/${id}/papers`);
  const files = async () => {
    const branch = (await secretary.get("/session")).rights[0].organisation_id as string;
    return (await secretary.get<{ items: { case_id: string; needed_n: number; missing_n: number }[] }>(`/papers?organisation_id=${branch}`)).items;
  };
  const kept = (id: string) => secretary.get<Kept>(`/cases/${id}/dossier`);

  test("are not told of a file that nobody has come to", async () => {
    const rows = await files();
    const bare = rows.find((r) => r.needed_n > 10 && r.missing_n === r.needed_n)!;
    const d = await kept(bare.case_id);
    assert.deepEqual([d.papers_complete, d.papers_there_n, d.papers_needed_n], [false, 0, bare.needed_n]);
    assert.deepEqual(d.findings.filter((f) => f.rule.startsWith("missing_")), []);
  });

  test("are told of a registered one by paper and step, and no more when they are there", async () => {
    const rows = await files();
    const ids = [];
    for (const r of rows.filter((x) => x.needed_n > 10 && x.missing_n === 0)) if ((await kept(r.case_id)).findings.length === 0) ids.push(r.case_id);
    const id = ids[0]!;
    assert.ok(id, "a case with all its papers and no finding");
    const need = (await file(id)).items.find((n) => n.code === "first_talk_record")!;
    await secretary.expect(204, "taken out", "POST", `/papers/${need.papers[0]!.id}/withdraw`, { reason: "放错了" });
    const d = await kept(id);
    assert.deepEqual([d.papers_complete, d.papers_needed_n - d.papers_there_n], [true, 1]);
    assert.deepEqual(d.findings.map((f) => [f.rule, f.severity, (f as { missing?: string }).missing, f.items.map((i) => [i.kind, i.code, i.id])]), [
      ["missing_talk", "contradiction", "first_talk_record", [["step", "first_talk", need.record_id]]],
    ]);
    assert.match(d.findings[0]!.message.zh, /党组织派人谈话.*没有.*谈话记录/);
    assert.match(d.findings[0]!.repair.zh, /^补齐.*谈话记录/);
    assert.ok((await list(secretary, "?rule=missing_talk")).items.some((r) => r.case_id === id));
    await secretary.expect(201, "put in", "POST", `/cases/${id}/papers`, { record_id: need.record_id, codes: ["first_talk_record"] });
    assert.deepEqual((await kept(id)).findings, []);
    assert.ok((await list(secretary, "?rule=missing_talk")).items.every((r) => r.case_id !== id));
  });
});

describe("the committee's desk", () => {
  test("shows with each case how many contradictions its dossier has", async () => {
    const desk = await organiser.get<{ items: { case_id: string; step: string; contradictions: number; meeting_id: string | null }[] }>(`/desk?organisation_id=${college}`);
    const bad = new Map((await list(organiser)).items.map((r) => [r.case_id, r.contradictions]));
    for (const i of desk.items) assert.equal(i.contradictions, bad.get(i.case_id) ?? 0, i.case_id);
    const some = desk.items.find((i) => i.contradictions > 0 && !i.meeting_id);
    assert.ok(some, "a case with a contradiction awaits the committee");
    const meeting = await organiser.expect<{ items: { case_id: string; contradictions: number }[] }>(201, "agenda", "POST", "/desk/meetings", {
      organisation_id: college, title: "学院党委会", items: [{ case_id: some.case_id, step_code: some.step }],
    });
    assert.deepEqual(meeting.items.map((i) => [i.case_id, i.contradictions]), [[some.case_id, some.contradictions]]);
  });
});

describe("the sheet to print", () => {
  test("has every finding of the open cases of a branch", async () => {
    const row = await broken("steps_order");
    const sheet = await organiser.get<{ organisation_id: string; more: boolean; items: Dossier[] }>(`/dossiers/findings?organisation_id=${row.branch_id}`);
    assert.equal(sheet.organisation_id, row.branch_id);
    assert.equal(sheet.more, false);
    assert.ok(sheet.items.some((d) => d.case_id === row.case_id && d.findings.length === row.contradictions + row.warnings));
    const open = await list(organiser, `?organisation_id=${row.branch_id}&state=open`);
    assert.deepEqual(sheet.items.map((d) => d.case_id), open.items.map((r) => r.case_id));
    const grave = await organiser.get<{ items: Dossier[] }>(`/dossiers/findings?severity=contradiction`);
    assert.ok(grave.items.every((d) => d.contradictions > 0));
  });

  test("is nobody else's", async () => {
    await organiser2.expect(404, "another college", "GET", `/dossiers/findings?organisation_id=${college}`);
    await probationary.expect(403, "without a post", "GET", "/dossiers/findings");
    await new Client(server.url).expect(401, "no session", "GET", "/dossiers/findings");
    const refused = await organiser.expect(400, "no such severity", "GET", "/dossiers/findings?severity=grave");
    assert.deepEqual(refused.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]), [["severity", "not_one_of"]]);
  });
});

describe("the command line", () => {
  const jishi = (...words: string[]) => spawnSync(binary, [...words, "--db", `sqlite:${server.database}`, "--now", today], { encoding: "utf8" });

  test("proves an organisation and a case, and its status tells whether anything was found", async () => {
    const run = jishi("prove", "--org", "YX01", "--json");
    assert.equal(run.status, 3, run.stderr);
    const told = JSON.parse(run.stdout) as { proved: number; with_findings: number; contradictions: number; cases: { case_id: string; findings: Finding[] }[] };
    const mine = await list(organiser);
    assert.equal(told.with_findings, mine.total);
    assert.deepEqual(told.cases.map((c) => c.case_id).sort(), mine.items.map((r) => r.case_id).sort());
    assert.equal(told.contradictions, mine.items.reduce((n, r) => n + r.contradictions, 0));
    const one = jishi("prove", "--case", mine.items[0]!.case_id);
    assert.equal(one.status, 3);
    assert.match(one.stdout, /(矛盾|提醒) {2}[a-z_]+/);
    assert.match(one.stdout, /依据：/);
    assert.match(one.stdout, /1件档案，用时\d+\.\d\d秒：1件有发现/);
    const found = new Set(mine.items.map((r) => r.case_id));
    const clean = (await organiser.get<{ items: { id: string }[] }>("/cases?limit=200")).items.find((c) => !found.has(c.id))!;
    assert.equal(jishi("prove", "--case", clean.id).status, 0);
  });

  test("says what it does not know", () => {
    assert.deepEqual([jishi("prove", "--org", "NONE").status, jishi("prove", "--case", "999999999").status], [1, 1]);
    assert.match(jishi("prove", "--org", "NONE").stderr, /no such organisation/);
    for (const words of [["--org"], ["--case", "x"], ["--org", "YX01", "--case", "1"], ["--org", "YX01", "more"]]) {
      const run = jishi("prove", ...words);
      assert.equal(run.status, 2, words.join(" "));
      assert.match(run.stderr, /usage: jishi prove/);
    }
  });

  test("finds that what is kept is what would be found", () => {
    const run = jishi("rebuild", "--verify");
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.match(run.stdout, /, 0 differences/);
  });
});
