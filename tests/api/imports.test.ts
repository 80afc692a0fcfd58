// Import in the browser's way: upload, preview, mapping, confirm, undo; and who may see whose.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { startServer, type Server } from "./support/server.js";

interface Row {
  row: number;
  verdict: string;
  name: string | null;
  changes: { field: string; from: string | null; to: string | null }[];
  faults: { kind: string; verdict: string; message: string }[];
}
interface Report {
  verdict: string;
  kind: string | null;
  counts: { rows: number; accept: number; refuse: number };
  plan?: Record<"new" | "same" | "changed" | "refused", number>;
  sheets: { use: boolean; mapping: { column: string; heading: string; field: string | null }[] }[];
  faults: { row: number; kind: string }[];
}
interface Import {
  id: string;
  state: string;
  phase: string;
  previewable: boolean;
  report: Report;
}
interface Page<T> {
  items: T[];
  next: string | null;
}

const sample = (name: string) => new Uint8Array(readFileSync(join("..", "samples", name)));
let server: Server, admin: Client, organiser: Client, organiser2: Client;
let college: string, branch: string;

before(async () => {
  server = await startServer();
  [admin, organiser, organiser2] = (await Promise.all(["admin", "organiser", "organiser2"].map((l) => signedIn(server.url, l)))) as [Client, Client, Client];
  const tree = (await admin.get<Page<{ id: string; code: string }>>("/organisations")).items;
  college = tree.find((o) => o.code === "YX01")!.id;
  branch = tree.find((o) => o.code === "YX0101")!.id;
});
after(() => server.stop());

/** Until nothing runs on it any more. */
async function settled(client: Client, id: string): Promise<Import> {
  for (let i = 0; i < 600; i++) {
    const state = await client.get<Import>(`/imports/${id}`);
    if (!state.phase && state.report.verdict !== "checking") return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`import ${id} does not end`);
}

async function upload(client: Client, name: string, organisation: string, kind = "roster"): Promise<Import> {
  const made = await client.expect(202, name, "POST", `/imports?kind=${kind}&organisation_id=${organisation}`, sample(name), {
    "content-type": "application/octet-stream",
    "x-file-name": encodeURIComponent(name),
  });
  return settled(client, made.id);
}

async function confirmed(client: Client, id: string): Promise<Import> {
  await client.expect(202, "confirm", "POST", `/imports/${id}/confirm`);
  return settled(client, id);
}

const waiting = () => readdirSync(join(server.folder, "demo.db.spool")).filter((n) => n.startsWith("import-"));
const people = async (organisation: string) =>
  (await admin.get<Page<{ id: string; name: string }>>(`/people?organisation_id=${organisation}&limit=200`)).items;

describe("a roster", () => {
  let batch: Import;

  test("is a preview first and nothing is written", async () => {
    const before = (await people(college)).length;
    batch = await upload(organiser, "roster-broken.xlsx", college);
    assert.equal(batch.state, "preview");
    assert.deepEqual(batch.report.counts, { rows: 40, accept: 18, of_these_with_warning: 6, refuse: 22 } as object);
    assert.deepEqual(batch.report.plan, { new: 18, same: 0, changed: 0, refused: 22 });
    assert.equal((await people(college)).length, before);
  });

  test("waits in a folder that nobody else can read", () => {
    const spool = join(server.folder, "demo.db.spool");
    assert.equal(statSync(spool).mode & 0o777, 0o700);
    assert.ok(waiting().some((n) => n === `import-${batch.id}.xlsx`));
    for (const name of waiting()) assert.equal(statSync(join(spool, name)).mode & 0o077, 0, name);
  });

  test("shows each row with its verdict and every refused one with its reasons", async () => {
    const refused = await organiser.get<Page<Row>>(`/imports/${batch.id}/rows?verdict=refused&limit=200`);
    assert.equal(refused.items.length, 22);
    for (const row of refused.items) assert.ok(row.faults.some((f) => f.verdict === "refuse" && f.message.length > 3), String(row.row));
    assert.equal(refused.items.find((r) => r.row === 19)?.faults[0]?.kind, "joined_before_18");
    const fresh = await organiser.get<Page<Row>>(`/imports/${batch.id}/rows?verdict=new&limit=200`);
    assert.deepEqual(fresh.items.slice(0, 2).map((r) => [r.row, r.name]), [[3, "武岚"], [4, "卢凯阳"]]);
  });

  test("is read page by page, each row once", async () => {
    const rows: number[] = [];
    let next: string | null = "0";
    while (next) {
      const page: Page<Row> = await organiser.get(`/imports/${batch.id}/rows?limit=7&after=${next}`);
      assert.ok(page.items.length <= 7);
      rows.push(...page.items.map((r) => r.row));
      next = page.next;
    }
    assert.equal(rows.length, 40);
    assert.equal(new Set(rows).size, 40);
  });

  test("tells no ID number, neither in the preview nor in the log", async () => {
    const page = await organiser.request("GET", `/imports/${batch.id}/rows?limit=200`);
    const state = await organiser.request("GET", `/imports/${batch.id}`);
    for (const text of [JSON.stringify(page.body), JSON.stringify(state.body), server.log.join("\n")]) assert.doesNotMatch(text, /\d{17}[\dX]/);
  });

  test("is nobody's beside the college", async () => {
    for (const [method, path, body] of [["GET", ""], ["GET", "/rows"], ["PATCH", "/mapping", { sheet: 1, column: "B", field: "name" }], ["POST", "/confirm"], ["POST", "/cancel"], ["POST", "/undo"]] as const)
      await organiser2.expect(404, "the other college", method, `/imports/${batch.id}${path}`, body);
    await organiser2.expect(404, "upload for the other college", "POST", `/imports?kind=roster&organisation_id=${college}`, sample("roster-wps.xlsx"), { "content-type": "application/octet-stream" });
    await organiser2.expect(404, "list of the other college", "GET", `/imports?organisation_id=${college}`);
  });

  test("takes the user's word on a column", async () => {
    await organiser.expect(202, "map", "PATCH", `/imports/${batch.id}/mapping`, { sheet: 1, column: "K", field: null });
    batch = await settled(organiser, batch.id);
    assert.equal(batch.report.sheets[0]!.mapping.find((m) => m.column === "K")?.field, null);
    assert.ok(!batch.report.faults.some((f) => f.kind === "converted_under_1_year"));
    assert.equal(batch.report.plan!.new, 20);
    await organiser.expect(202, "map back", "PATCH", `/imports/${batch.id}/mapping`, { sheet: 1, column: "K", field: "converted" });
    batch = await settled(organiser, batch.id);
    assert.equal(batch.report.plan!.new, 18);
  });

  test("refuses a column or field that there is not", async () => {
    const answer = await organiser.request("PATCH", `/imports/${batch.id}/mapping`, { sheet: 1, column: "1", field: "shoe_size" });
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.body.error.fields.map((f: { field: string }) => f.field).sort(), ["column", "field"]);
  });

  test("is written in one go when it is confirmed, and its file is gone", async () => {
    const before = (await people(branch)).map((p) => p.name);
    assert.ok(!before.includes("武岚"));
    batch = await confirmed(organiser, batch.id);
    assert.equal(batch.state, "confirmed");
    assert.ok((await people(branch)).some((p) => p.name === "武岚"));
    assert.deepEqual(waiting().filter((n) => n.startsWith(`import-${batch.id}.`)), []);
    assert.equal(batch.previewable, false);
    await organiser.expect(409, "twice", "POST", `/imports/${batch.id}/confirm`);
    await organiser.expect(409, "cancel what is written", "POST", `/imports/${batch.id}/cancel`);
    await organiser.expect(404, "its rows are gone", "GET", `/imports/${batch.id}/rows`);
  });

  test("a second time finds everybody the same", async () => {
    const again = await upload(organiser, "roster-broken.xlsx", college);
    assert.deepEqual(again.report.plan, { new: 0, same: 18, changed: 0, refused: 22 });
    await organiser.expect(204, "cancel", "POST", `/imports/${again.id}/cancel`);
    assert.equal((await organiser.get<Import>(`/imports/${again.id}`)).state, "cancelled");
    assert.deepEqual(waiting(), []);
  });

  test("stands in the list of the college", async () => {
    const list = await organiser.get<Page<{ id: string; state: string; file_name: string }>>(`/imports?organisation_id=${college}`);
    assert.equal(list.items.find((i) => i.id === batch.id)?.state, "confirmed");
    assert.ok(list.items.every((i) => i.file_name === "roster-broken.xlsx"));
  });

  test("is not taken back over what somebody has built on it", async () => {
    const person = (await people(branch)).find((p) => p.name === "武岚")!;
    const full = await admin.get(`/people/${person.id}`);
    await organiser.expect(200, "change", "PATCH", `/people/${person.id}`, { job: "教师", version: full.version });
    const answer = await organiser.request("POST", `/imports/${batch.id}/undo`);
    assert.equal(answer.status, 409);
    assert.deepEqual(answer.body.error.details.obstacles.map((o: { name: string; what: string }) => [o.name, o.what]), [["武岚", "person"]]);
    assert.ok((await people(branch)).some((p) => p.name === "武岚"));
  });

  test("is taken back whole otherwise", async () => {
    const before = (await people(college)).length;
    const other = await upload(organiser, "roster-short.xlsx", college);
    await confirmed(organiser, other.id);
    assert.ok((await people(college)).length >= before);
    await organiser.expect(204, "undo", "POST", `/imports/${other.id}/undo`);
    assert.equal((await organiser.get<Import>(`/imports/${other.id}`)).state, "undone");
    assert.equal((await people(college)).length, before);
    await organiser.expect(409, "twice", "POST", `/imports/${other.id}/undo`);
  });
});

describe("a pipeline", () => {
  test("makes cases, says what they miss, and is not taken back once a step came after", async () => {
    const yx11 = (await admin.get<Page<{ id: string; code: string }>>("/organisations")).items.find((o) => o.code === "YX11")!.id;
    const made = await upload(admin, "pipeline.xlsx", yx11, "pipeline");
    await confirmed(admin, made.id);
    const person = (await admin.get<Page<{ id: string }>>(`/people?organisation_id=${yx11}&q=${encodeURIComponent("武雨云")}`)).items[0]!.id;
    const row = (await admin.get<Page<{ id: string; person_id: string }>>(`/cases?organisation_id=${yx11}&limit=200`)).items.find((c) => c.person_id === person)!;
    const found = await admin.get(`/cases/${row.id}`);
    assert.deepEqual(found.steps.filter((s: { record_id: string | null }) => s.record_id).map((s: { code: string; happened_on: string }) => [s.code, s.happened_on]), [["apply", "2026-09-28"], ["first_talk", "2026-10-19"]]);
    assert.ok(found.findings.length > 0 && found.findings.every((f: { imported: boolean }) => f.imported));
    const again = await upload(admin, "pipeline.xlsx", yx11, "pipeline");
    assert.deepEqual(again.report.plan, { new: 0, same: 80, changed: 0, refused: 0 });
    await admin.expect(201, "a step", "POST", `/cases/${row.id}/steps`, { step_code: "withdrawn", happened_on: "2026-10-20", facts: {}, reasons: [], version: found.version });
    const answer = await admin.request("POST", `/imports/${made.id}/undo`);
    assert.equal(answer.status, 409);
    assert.deepEqual(answer.body.error.details.obstacles.map((o: { name: string; what: string }) => [o.name, o.what]), [["武雨云", "stage"], ["武雨云", "step"]]);
  });
});

describe("a file that is no workbook", () => {
  test("is refused by name, and its bytes are not kept", async () => {
    const made = await organiser.expect(202, "csv", "POST", `/imports?kind=roster&organisation_id=${college}`, new TextEncoder().encode("姓名,性别\n张三,男\n"), { "content-type": "application/octet-stream" });
    const state = await settled(organiser, made.id);
    assert.equal(state.state, "refused");
    assert.equal(state.report.kind, "csv");
    assert.ok(!existsSync(join(server.folder, "demo.db.spool", `import-${made.id}.xlsx`)));
    await organiser.expect(409, "confirm", "POST", `/imports/${made.id}/confirm`);
  });
});
