// Papers of a dossier: put in the file, scans kept outside, supplements with two witnesses, checks.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { spawnSync } from "node:child_process";
import { binary, startServer, today, type Server } from "./support/server.js";

interface Paper { id: string; code: string; place: string | null; counts: boolean; may_confirm: boolean; confirmed_n: number; withdrawn_reason: string | null; file_kind: string | null; file_size: number; added_on: string }
interface Need { step: string; record_id: string; code: string; there: boolean; papers: Paper[] }
interface File { needed_n: number; missing_n: number; may_keep: boolean; check: { checked_on: string; checked_by_name: string; missing_n: number } | null; items: Need[] }
interface Row { case_id: string; person_name: string; needed_n: number; missing_n: number; missing: { zh: string }[]; checked_on: string | null; checked_by_name: string | null }

let server: Server, organiser: Client, secretary: Client, committee: Client, counsellor: Client, secretary2: Client, applicant: Client;
let one: string, branch: string;

before(async () => {
  server = await startServer();
  [organiser, secretary, committee, counsellor, secretary2, applicant] = (await Promise.all(
    ["organiser", "secretary", "committee", "counsellor", "secretary2", "applicant"].map((l) => signedIn(server.url, l)),
  )) as [Client, Client, Client, Client, Client, Client];
  branch = (await secretary.get("/session")).rights[0].organisation_id;
  const bare = (await secretary.get<{ items: Row[] }>(`/papers?organisation_id=${branch}`)).items.filter((r) => r.missing_n === r.needed_n).map((r) => r.case_id);
  one = (await secretary.get<{ items: { id: string }[] }>("/cases?limit=50&stage=probationary")).items.find((c) => bare.includes(c.id))!.id;
});
after(() => server.stop());

const file = (client = secretary) => client.get<File>(`/cases/${one}/papers`);
const need = async (code: string) => (await file()).items.find((n) => n.code === code)!;
const codes = (answer: any) => answer.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]);
const bytes = { "content-type": "application/octet-stream" };
const check = () => { const r = spawnSync(binary, ["check", "--db", `sqlite:${server.database}`, "--now", today], { encoding: "utf8" }); return r.stdout + r.stderr; };
const scans = () => {
  const folder = readdirSync(server.folder).find((n) => n.endsWith(".files"));
  return folder ? join(server.folder, folder) : null;
};

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const table = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const crc = body.reduce((c, b) => table[(c ^ b) & 255]! ^ (c >>> 8), 0xffffffff) ^ 0xffffffff;
  const out = Buffer.alloc(8 + data.length + 4);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc >>> 0, 8 + data.length);
  return out;
}
function png(width = 1, height = 1, more: Buffer[] = []): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), chunk("IHDR", head), ...more, chunk("IDAT", deflateSync(Buffer.from([0, 128]))), chunk("IEND", new Uint8Array())]);
}
const pdf = (inside = "") => Buffer.from(`%PDF-1.4\n1 0 obj <</Type/Catalog ${inside}>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n`);
const jpeg = (exif = "") => Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0x4a, 0x46]), ...(exif ? [Buffer.from([0xff, 0xe1, 0, exif.length + 2]), Buffer.from(exif)] : []),
  Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0, 0x7f, 0xff, 0, 0x10, 0xff, 0xd9]), Buffer.from("behind the end")]);

describe("the file of a case", () => {
  test("lists what its steps need, by name, and what is missing", async () => {
    const f = await file();
    assert.ok(f.needed_n > 10 && f.missing_n === f.needed_n && f.may_keep && f.check === null);
    assert.deepEqual([f.items[0]!.step, f.items[0]!.code], ["apply", "application_letter"]);
    assert.ok(f.items.every((n) => !n.code.endsWith("_list")), "name-lists of a year are nobody's own");
    await secretary2.expect(404, "another college's", "GET", `/cases/${one}/papers`);
    await applicant.expect(403, "no post", "GET", `/cases/${one}/papers`);
  });

  test("takes several papers of a step at once, told where they lie", async () => {
    const record_id = (await need("activist_minutes")).record_id;
    const made = await secretary.expect(201, "two", "POST", `/cases/${one}/papers`, { record_id, codes: ["recommendation_form", "activist_minutes"], place: "2号柜" });
    assert.equal(made.ids.length, 2);
    const f = await file();
    assert.equal(f.missing_n, f.needed_n - 2);
    assert.deepEqual([(await need("activist_minutes")).there, (await need("activist_minutes")).papers[0]!.place], [true, "2号柜"]);
  });

  test("says what is wrong, field by field", async () => {
    const record_id = (await need("activist_minutes")).record_id;
    const post = (body: object) => secretary.expect(400, "refused", "POST", `/cases/${one}/papers`, { record_id, ...body });
    assert.deepEqual(codes(await post({ codes: ["oath_record"] })), [["codes[0]", "not_of_step"]]);
    assert.deepEqual(codes(await post({ codes: [] })), [["codes", "required"]]);
    assert.deepEqual(codes(await post({ codes: ["activist_minutes", "recommendation_form"], pages: 2 })), [["codes", "one_only"]]);
    assert.deepEqual(codes(await post({ codes: ["activist_minutes"], original_on: "2020-01-01" })), [["supplement_reason", "required"]]);
    assert.deepEqual(codes(await post({ codes: ["activist_minutes"], supplement_reason: "遗失", original_on: "2099-01-01" })), [["original_on", "future"]]);
    assert.deepEqual(codes(await post({ codes: ["activist_minutes"], read: { meeting_on: "yesterday" } })).map((c: string[]) => c[0]), ["read.meeting_on"]);
    assert.deepEqual(codes(await post({ codes: ["activist_minutes"], read: { mood: 3 } })).map((c: string[]) => c[0]), ["read.mood"]);
    assert.deepEqual(codes(await post({ codes: ["activist_minutes"], place: "x".repeat(101) })), [["place", "too_long"]]);
    await secretary2.expect(404, "another college's", "POST", `/cases/${one}/papers`, { record_id, codes: ["activist_minutes"] });
  });

  test("what was read on a paper is held against the record by the prover", async () => {
    const n = await need("first_talk_record");
    const before = (await secretary.get(`/cases/${one}/dossier`)).contradictions;
    const made = await secretary.expect(201, "read", "POST", `/cases/${one}/papers`, { record_id: n.record_id, codes: [n.code], read: { meeting_on: "2019-01-02" } });
    const found = await secretary.get(`/cases/${one}/dossier`);
    assert.ok(found.contradictions > before, "another day than the record's");
    assert.ok(found.findings.some((f: any) => f.items.some((i: any) => i.kind === "paper" && i.id === made.ids[0])));
    await secretary.expect(204, "withdraw", "POST", `/papers/${made.ids[0]}/withdraw`, { reason: "登记错了" });
    assert.equal((await secretary.get(`/cases/${one}/dossier`)).contradictions, before);
    const p = (await need("first_talk_record")).papers[0]!;
    assert.deepEqual([p.withdrawn_reason, p.counts, (await need("first_talk_record")).there], ["登记错了", false, false]);
    await secretary.expect(409, "twice", "POST", `/papers/${made.ids[0]}/withdraw`, { reason: "登记错了" });
    assert.deepEqual(codes(await secretary.expect(400, "no reason", "POST", `/papers/${made.ids[0]}/withdraw`, { reason: "" })), [["reason", "too_short"]]);
    await secretary2.expect(404, "another college's", "POST", `/papers/${made.ids[0]}/withdraw`, { reason: "登记错了" });
  });
});

test("where a paper is kept is told by its step and not asked again", async () => {
  const open = (await secretary.get<{ items: { id: string }[] }>("/cases?limit=1&stage=activist")).items[0]!;
  const detail = await secretary.get(`/cases/${open.id}`);
  const body = { step_code: "cultivate", happened_on: today, facts: { kind: "inspection", paper_place: "3号柜第2盒" } };
  const tried = await secretary.expect(200, "check", "POST", `/cases/${open.id}/check`, body);
  await secretary.expect(201, "an inspection", "POST", `/cases/${open.id}/steps`, { ...body, reasons: tried.warnings.map((w: any) => ({ rule: w.rule, reason: "已说明情况" })), version: detail.version });
  const told = (await secretary.get<File>(`/cases/${open.id}/papers`)).items.find((n) => n.code === "cultivation_form" && (n as any).happened_on === today)!;
  assert.equal((told as any).place, "3号柜第2盒");
});

describe("a supplement", () => {
  test("bears today's date and counts once two others have confirmed it", async () => {
    const n = await need("cultivation_form");
    const made = await secretary.expect(201, "make", "POST", `/cases/${one}/papers`, { record_id: n.record_id, codes: [n.code], supplement_reason: "搬迁时遗失", original_on: "2025-01-05" });
    const id = made.ids[0];
    const state = async () => { const x = (await file(organiser)).items.find((i) => i.record_id === n.record_id && i.code === n.code)!; return [x.there, x.papers[0]!.confirmed_n, x.papers[0]!.may_confirm]; };
    assert.deepEqual(await state(), [false, 0, true]);
    assert.equal((await need("cultivation_form")).papers[0]!.added_on, "2026-11-23");
    const why = (answer: any) => answer.error.details.code;
    assert.equal(why(await secretary.expect(403, "its maker", "POST", `/papers/${id}/confirm`)), "paper_own_witness");
    await organiser.expect(204, "first", "POST", `/papers/${id}/confirm`);
    assert.equal(why(await organiser.expect(409, "the same again", "POST", `/papers/${id}/confirm`)), "paper_confirmed_already");
    assert.deepEqual(await state(), [false, 1, false]);
    await secretary2.expect(404, "another college's", "POST", `/papers/${id}/confirm`);
    await committee.expect(204, "second", "POST", `/papers/${id}/confirm`);
    assert.deepEqual(await state(), [true, 2, false]);
    const other = (await secretary.expect(201, "an ordinary one", "POST", `/cases/${one}/papers`, { record_id: n.record_id, codes: [n.code] })).ids[0];
    assert.equal(why(await organiser.expect(409, "no supplement", "POST", `/papers/${other}/confirm`)), "paper_no_supplement");
    await secretary.expect(204, "withdraw", "POST", `/papers/${other}/withdraw`, { reason: "放错了" });
    assert.equal(why(await organiser.expect(409, "withdrawn", "POST", `/papers/${other}/confirm`)), "paper_withdrawn");
  });
});

describe("a scan", () => {
  let id: string;
  const put = (body: Uint8Array, name = "扫描.pdf") => secretary.request("PUT", `/papers/${id}/scan`, body, { ...bytes, "x-file-name": encodeURIComponent(name) });

  before(async () => {
    const n = await need("application_letter");
    id = (await secretary.expect(201, "the letter", "POST", `/cases/${one}/papers`, { record_id: n.record_id, codes: [n.code], pages: 3 })).ids[0];
  });

  test("is taken in by what its bytes are, never by its name", async () => {
    for (const [body, code] of [[Buffer.from("MZ\x90 a program"), "unknown"], [pdf("/Encrypt 2 0 R"), "encrypted"], [pdf("/OpenAction<</S/JavaScript/JS(x)>>"), "active"], [pdf("/AA<</S/Launch>>"), "active"],
      [pdf("/J#61vaScript 1"), "active"], [Buffer.from("%PDF-1.4 cut off before its end"), "damaged"], [png(100000, 100000), "too_big"], [png().subarray(0, 40), "damaged"], [jpeg().subarray(0, 20), "damaged"]] as const) {
      const answer = await put(body);
      assert.equal(answer.status, 400, code);
      assert.deepEqual(codes(answer.body), [["scan", `scan_${code}`]]);
    }
    assert.equal((await need("application_letter")).papers[0]!.file_kind, null);
    assert.equal(scans(), null, "nothing was kept");
    assert.equal((await put(new Uint8Array(21 * 1024 * 1024))).status, 413);
  });

  test("is kept under its hash and given back to who sees the case", async () => {
    assert.equal((await put(pdf())).status, 204);
    const hash = createHash("sha256").update(pdf()).digest("hex");
    assert.ok(existsSync(join(scans()!, hash.slice(0, 2), hash)));
    const p = (await need("application_letter")).papers[0]!;
    assert.deepEqual([p.file_kind, p.file_size], ["pdf", pdf().length]);
    const answer = await organiser.request("GET", `/papers/${id}/scan`);
    assert.deepEqual([answer.status, answer.headers.get("content-type"), answer.headers.get("x-content-type-options")], [200, "application/pdf", "nosniff"]);
    assert.match(answer.headers.get("content-security-policy")!, /sandbox/);
    assert.deepEqual(Buffer.from(answer.body), pdf());
    await secretary2.expect(404, "another college's", "GET", `/papers/${id}/scan`);
    await secretary2.expect(404, "another college's", "PUT", `/papers/${id}/scan`, pdf(), bytes);
    await applicant.expect(403, "no post", "GET", `/papers/${id}/scan`);
  });

  test("loses the place and camera of a photograph and what stands behind its end", async () => {
    assert.equal((await put(jpeg("Exif GPS 31.8N 117.3E"), "照片.jpg")).status, 204);
    const photo = Buffer.from((await secretary.request("GET", `/papers/${id}/scan`)).body);
    assert.ok(!photo.includes("GPS") && !photo.includes("behind"));
    assert.deepEqual([...photo.subarray(0, 2), ...photo.subarray(-2)], [0xff, 0xd8, 0xff, 0xd9]);
    assert.equal((await put(png(1, 1, [chunk("tEXt", Buffer.from("Author\0Zhang")), chunk("eXIf", Buffer.from("GPS"))]))).status, 204);
    assert.deepEqual(Buffer.from((await secretary.request("GET", `/papers/${id}/scan`)).body), png());
  });

  test("is not found where there is none, and a withdrawn paper takes no other", async () => {
    const n = await need("oath_record");
    const bare = (await secretary.expect(201, "no scan", "POST", `/cases/${one}/papers`, { record_id: n.record_id, codes: [n.code] })).ids[0];
    await secretary.expect(404, "none", "GET", `/papers/${bare}/scan`);
    await secretary.expect(204, "withdraw", "POST", `/papers/${bare}/withdraw`, { reason: "放错了" });
    await secretary.expect(409, "withdrawn", "PUT", `/papers/${bare}/scan`, pdf(), bytes);
  });

  test("that was altered on the disk is told by jishi check", async () => {
    const hash = createHash("sha256").update(png()).digest("hex");
    const path = join(scans()!, hash.slice(0, 2), hash);
    assert.match(check(), /whole/);
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from("x")]));
    assert.match(check(), /missing or altered/);
  });
});

describe("checks of files", () => {
  test("list each person's missing papers by name, and are kept with checker and date", async () => {
    const list = await organiser.get<{ items: Row[] }>(`/papers?organisation_id=${branch}`);
    const row = list.items.find((r) => r.case_id === one)!;
    assert.ok(row.missing_n > 0 && row.missing.length === row.missing_n && row.missing[0]!.zh.length > 2 && row.checked_on === null);
    const done = await organiser.expect(201, "check", "POST", "/papers/checks", { case_ids: [one] });
    assert.deepEqual(done, { complete_n: 0, missing_n: 1 });
    const after = (await organiser.get<{ items: Row[] }>(`/papers?organisation_id=${branch}&missing=true`)).items.find((r) => r.case_id === one)!;
    assert.deepEqual([after.checked_on, typeof after.checked_by_name], ["2026-11-23", "string"]);
    assert.equal((await file()).check!.missing_n, row.missing_n);
    await secretary2.expect(404, "another college's list", "GET", `/papers?organisation_id=${branch}`);
    await secretary2.expect(404, "another college's case", "POST", "/papers/checks", { case_ids: [one] });
    assert.deepEqual(codes(await organiser.expect(400, "none", "POST", "/papers/checks", { case_ids: [] })), [["case_ids", "required"]]);
    await counsellor.expect(403, "sees, keeps no papers", "POST", "/papers/checks", { case_ids: [one] });
  });

  test("are paged, each case once", async () => {
    const seen: string[] = [];
    for (let after = ""; ;) {
      const page = await organiser.get<{ items: Row[]; next: string | null }>(`/papers?organisation_id=${branch}&limit=2${after && `&after=${after}`}`);
      seen.push(...page.items.map((r) => r.case_id));
      if (!page.next) break;
      after = page.next;
    }
    assert.ok(seen.length > 2 && new Set(seen).size === seen.length);
    await organiser.expect(400, "no organisation", "GET", "/papers");
  });
});
