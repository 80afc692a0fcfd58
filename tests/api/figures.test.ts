// Tables of an organisation: the seven procedures of everybody in motion, the figures of a year.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { startServer, type Server } from "./support/server.js";

interface Row { case_id: string; person_name: string; branch_id: string; branch_name: string; stage: string; nominated_on: string | null; pre_reviewed_on: string | null; notice_on: string | null; reviewed_on: string | null; talked_on: string | null; approved_on: string | null; corrected_n: number }
interface List { organisation_name: string; total: number; next: string | null; items: Row[] }
interface Group { entry_year: number; first_year: boolean; people: number; applied: number; applied_permille: number; applied_line: number; activists: number; activists_permille: number; activists_line: number }
interface Year { organisation_name: string; year: number; as_of: string; applied: number; trained: number; developed: number; trained_permille: number; developed_permille: number; groups: Group[] }
interface Step { code: string; record_id: string | null; happened_on: string | null; facts: Record<string, unknown> | null }

let server: Server, admin: Client, organiser: Client, organiser2: Client, secretary: Client, applicant: Client;
let college: string, branch: string;

before(async () => {
  server = await startServer();
  [admin, organiser, organiser2, secretary, applicant] = (await Promise.all(
    ["admin", "organiser", "organiser2", "secretary", "applicant"].map((l) => signedIn(server.url, l)),
  )) as [Client, Client, Client, Client, Client];
  college = (await organiser.get("/session")).rights[0].organisation_id;
  branch = (await secretary.get("/session")).rights[0].organisation_id;
});
after(() => server.stop());

const table = (client: Client, id: string, query = "") => client.get<List>(`/organisations/${id}/procedures${query}`);
const year = (client: Client, id: string, query = "") => client.get<Year>(`/organisations/${id}/figures${query}`);
const faults = (answer: any) => answer.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]);

describe("the seven procedures", () => {
  test("are those of the cases, a day for each that is done", async () => {
    const all = await table(secretary, branch);
    assert.ok(all.total > 5 && all.total === all.items.length && all.next === null);
    assert.deepEqual(all.items.map((r) => Number(r.case_id)), all.items.map((r) => Number(r.case_id)).sort((a, b) => a - b));
    assert.ok(all.items.every((r) => r.branch_id === branch));
    const row = all.items.find((r) => r.stage === "probationary" && r.talked_on)!;
    const steps = (await secretary.get<{ steps: Step[] }>(`/cases/${row.case_id}`)).steps;
    const on = (code: string) => steps.find((s) => s.code === code)!.happened_on;
    assert.deepEqual(
      [row.nominated_on, row.pre_reviewed_on, row.notice_on, row.reviewed_on, row.talked_on, row.approved_on],
      ["activist_decide", "pre_review", "candidate_notice", "review_done", "approval_talk", "approval"].map(on),
    );
    const applied = all.items.find((r) => r.stage === "applicant");
    if (applied) assert.deepEqual([applied.nominated_on, applied.approved_on], [null, null]);
  });

  test("are filtered by stage, and pages follow each other", async () => {
    const all = await table(organiser, college, "?stage=probationary");
    assert.ok(all.total > 0 && all.items.every((r) => r.stage === "probationary"));
    const seen: string[] = [];
    for (let after = ""; ; ) {
      const page = await table(organiser, college, `?stage=probationary&limit=3${after && `&after=${after}`}`);
      assert.ok(page.items.length <= 3 && page.total === all.total);
      seen.push(...page.items.map((r) => r.case_id));
      if (!page.next) break;
      after = page.next;
    }
    assert.equal(new Set(seen).size, all.total);
    assert.equal(seen.length, all.total);
  });

  test("count a record that was corrected, never a person", async () => {
    const row = (await table(secretary, branch)).items.find((r) => r.corrected_n === 0)!;
    const detail = await secretary.get<{ version: number; steps: Step[] }>(`/cases/${row.case_id}`);
    const apply = detail.steps.find((s) => s.code === "apply")!;
    await secretary.expect(200, "correct", "POST", `/cases/${row.case_id}/steps/${apply.record_id}/correct`, {
      happened_on: apply.happened_on, facts: { ...apply.facts, paper_place: "2号柜" }, reason: "补登存放处", reasons: [], version: detail.version,
    });
    assert.equal((await table(secretary, branch)).items.find((r) => r.case_id === row.case_id)!.corrected_n, 1);
  });

  test("refuse what they do not understand, and are nobody else's", async () => {
    for (const [query, field, code] of [["stage=left", "stage", "not_one_of"], ["limit=101", "limit", "out_of_range"], ["limit=0", "limit", "out_of_range"], ["after=x", "after", "type"], ["page=2", "page", "unknown"]])
      assert.deepEqual(faults(await organiser.expect(400, query!, "GET", `/organisations/${college}/procedures?${query}`)).map((f: string[]) => f[0]), [field], `${query} ${code}`);
    await organiser2.expect(404, "another college", "GET", `/organisations/${college}/procedures`);
    await secretary.expect(404, "the college above", "GET", `/organisations/${college}/procedures`);
    await applicant.expect(403, "no post", "GET", `/organisations/${branch}/procedures`);
    await new Client(server.url).expect(401, "no session", "GET", `/organisations/${branch}/procedures`);
    await admin.expect(404, "no such one", "GET", "/organisations/999999999/procedures");
  });

  test("are answered 304 when nothing has changed", async () => {
    const first = await organiser.request("GET", `/organisations/${college}/procedures?limit=2`);
    const again = await organiser.request("GET", `/organisations/${college}/procedures?limit=2`, undefined, { "if-none-match": first.headers.get("etag")! });
    assert.equal(again.status, 304);
  });
});

describe("the figures of a year", () => {
  test("are counted from the records, each share beside the school's line", async () => {
    const y = await year(admin, college);
    assert.deepEqual([y.year, y.as_of], [2026, "2026-11-23"]);
    assert.ok(y.applied > 0 && y.trained > 0 && y.developed > 0);
    assert.equal(y.trained_permille, Math.round((1000 * y.trained) / y.applied));
    assert.equal(y.developed_permille, Math.round((1000 * y.developed) / y.trained));
    assert.ok(y.groups.length > 1);
    assert.deepEqual(y.groups.map((g) => g.entry_year), y.groups.map((g) => g.entry_year).sort((a, b) => b - a));
    for (const g of y.groups) {
      assert.ok(g.activists <= g.applied && g.applied <= g.people, JSON.stringify(g));
      assert.equal(g.applied_permille, Math.round((1000 * g.applied) / g.people));
      assert.deepEqual([g.first_year, g.applied_line, g.activists_line], [g.entry_year === 2026, 90, g.entry_year === 2026 ? 50 : 0]);
    }
    const cases = (await secretary.get<{ items: { id: string }[] }>("/cases?limit=200&state=open")).items;
    let applied = 0;
    for (const c of cases) {
      const on = (await secretary.get<{ steps: Step[] }>(`/cases/${c.id}`)).steps.find((s) => s.code === "apply")?.happened_on ?? "";
      if (on.startsWith("2025")) applied++;
    }
    assert.ok((await year(secretary, branch, "?year=2025")).applied >= applied, "closed cases count too");
  });

  test("of a year that is over are as of its end", async () => {
    const y = await year(organiser, college, "?year=2025");
    assert.deepEqual([y.year, y.as_of], [2025, "2025-12-31"]);
    assert.ok(y.groups.every((g) => g.entry_year <= 2025 && g.first_year === (g.entry_year === 2025)));
    const none = await year(organiser, college, "?year=1999");
    assert.deepEqual([none.applied, none.trained, none.developed, none.trained_permille, none.groups.length], [0, 0, 0, 0, 0]);
  });

  test("take another line from the settings, and refuse nobody by it", async () => {
    const school = (await admin.get("/session")).rights[0].organisation_id as string;
    await admin.expect(204, "a line of the school's own", "PUT", "/settings/line_applied_first_year", { organisation_id: school, value: "80", from_on: "2026-11-23" });
    const g = (await year(organiser, college)).groups.find((x) => x.first_year)!;
    assert.deepEqual([g.applied_line, g.activists_line], [80, 50]);
  });

  test("refuse what they do not understand, and are nobody else's", async () => {
    for (const [query, field] of [["year=x", "year"], ["year=1948", "year"], ["year=9999", "year"], ["term=1", "term"]])
      assert.deepEqual(faults(await organiser.expect(400, query!, "GET", `/organisations/${college}/figures?${query}`)).map((f: string[]) => f[0]), [field], query);
    await organiser2.expect(404, "another college", "GET", `/organisations/${college}/figures`);
    await secretary.expect(404, "the college above", "GET", `/organisations/${college}/figures`);
    await applicant.expect(403, "no post", "GET", `/organisations/${branch}/figures`);
    await new Client(server.url).expect(401, "no session", "GET", `/organisations/${branch}/figures`);
    await admin.expect(404, "no such one", "GET", "/organisations/999999999/figures");
  });
});
