// Papers made from the record: what they say is read back with pdftotext and out of the DOCX.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { binary, startServer, type Server } from "./support/server.js";
import { entries, replaceEntry } from "./support/zip.js";

interface Made { code: string; step: string; record_id: string; happened_on: string; name: { zh: string }; blanks: string[]; own_template: boolean }
interface Meeting { step: string; happened_on: string; case_n: number; papers: { code: string }[] }

let server: Server, admin: Client, organiser: Client, secretary: Client, organiser2: Client, counsellor: Client, applicant: Client;
let one: { id: string; person_id: string; person_name: string; branch_id: string; branch_name: string }, college: string;

before(async () => {
  server = await startServer();
  [admin, organiser, secretary, organiser2, counsellor, applicant] = (await Promise.all(
    ["admin", "organiser", "secretary", "organiser2", "counsellor", "applicant"].map((l) => signedIn(server.url, l)),
  )) as [Client, Client, Client, Client, Client, Client];
  college = (await organiser.get("/session")).rights[0].organisation_id;
  one = (await organiser.get("/cases?limit=50&stage=probationary")).items[0]!;
});
after(() => server.stop());

const pdfText = (bytes: Buffer): string => {
  const r = spawnSync("pdftotext", ["-layout", "-", "-"], { input: bytes, encoding: "utf8" });
  assert.equal(r.status, 0, r.stderr);
  return r.stdout;
};
const plain = (text: string): string => text.replace(/\s/g, "");
const docxText = (bytes: Buffer): string => entries(bytes).get("word/document.xml")!.toString("utf8").replace(/<\/w:p>/g, "\n").replace(/<[^>]+>/g, "");
const list = async (client = organiser): Promise<Made[]> => (await client.get<{ items: Made[] }>(`/cases/${one.id}/documents`)).items;
const make = (code: string, query: string, client = organiser) => client.request<Buffer>("GET", `/cases/${one.id}/documents/${code}?${query}`);
const codes = (answer: any) => answer.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]);
const bytes = { "content-type": "application/octet-stream", "x-file-name": encodeURIComponent("本校决议.docx") };

/** Cases long ended of one person, each begun in the year: more than one list holds. */
function manyCases(year: number, n: number): void {
  const r = spawnSync("sqlite3", [server.database, `PRAGMA busy_timeout = 5000;
    CREATE TEMP TABLE one AS SELECT school_id, person_id, branch_id, (SELECT coalesce(max(id), 0) FROM development_case) AS last FROM development_case WHERE id = ${one.id};
    WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ${n})
    INSERT INTO development_case (id, school_id, person_id, branch_id, opened_on, state, closed_on)
    SELECT last + i, school_id, person_id, branch_id, '${year}-01-01', 'withdrawn', '${year}-12-31' FROM one, k;
    INSERT INTO step_record (case_id, step_code, happened_on, facts, rule_set, organisation_id, had_committee, had_groups, recorded_at)
    SELECT c.id, 'apply', '${year}-01-01', '{}', 'national-2014', c.branch_id, 0, 0, 0 FROM development_case c, one WHERE c.id > one.last;`], { encoding: "utf8" });
  assert.equal(r.status, 0, r.stderr);
}

describe("papers of one case", () => {
  test("every recorded step offers its papers and tells what is left to write", async () => {
    const items = await list();
    const of = (code: string) => items.find((i) => i.code === code);
    assert.ok(of("first_talk_record") && of("admission_minutes") && of("approval_reply"));
    assert.ok(!of("application_letter") && !of("pledge_form"), "the person's own papers are nobody else's to make");
    assert.deepEqual(of("approval_reply")!.blanks, ["批复文号"]);
    await organiser2.expect(404, "another college's", "GET", `/cases/${one.id}/documents`);
    await applicant.expect(403, "no post", "GET", `/cases/${one.id}/documents`);
  });

  test("what is recorded stands in the PDF: counts, day, names, with real characters", async () => {
    const c = await organiser.get(`/cases/${one.id}`);
    const vote = c.steps.find((s: any) => s.code === "admission_vote");
    const votes = vote.facts.votes;
    const answer = await make("admission_minutes", "format=pdf");
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get("content-type")!, /^application\/pdf/);
    assert.match(decodeURIComponent(answer.headers.get("content-disposition")!), new RegExp(`接收预备党员大会会议记录-${one.person_name}\\.pdf`));
    assert.match(answer.headers.get("cache-control")!, /no-store/);
    const text = plain(pdfText(answer.body));
    const [y, m, d] = vote.happened_on.split("-").map(Number);
    assert.ok(text.includes(`${y}年${m}月${d}日`), text);
    assert.ok(text.includes(`${votes.due}名；实到${votes.present}名`), text);
    assert.ok(text.includes(`赞成${votes.yes}票，反对${votes.no}票，弃权${votes.abstain}票`), text);
    assert.ok(text.includes(`讨论接收${one.person_name}同志为中共预备党员`), text);
  });

  test("the DOCX says the same", async () => {
    const words = plain(docxText((await make("admission_resolution", "format=docx")).body));
    assert.ok(words.includes(`${one.branch_name}召开党员大会，讨论${one.person_name}同志入党问题`), words);
    assert.ok(!words.includes("{"), "no key is left");
  });

  test("of a repeated step the record asked for is told", async () => {
    const forms = (await list()).filter((i) => i.code === "probation_form" || i.code === "cultivation_form");
    for (const f of forms) {
      const answer = await make(f.code, `format=pdf&record_id=${f.record_id}`);
      assert.equal(answer.status, 200);
    }
    await organiser.expect(404, "a record of another step", "GET", `/cases/${one.id}/documents/admission_minutes?format=pdf&record_id=${forms[0]!.record_id}`);
  });

  test("the whole record is one book, with every step by its day", async () => {
    const pdf = pdfText((await make("process_book", "format=pdf")).body);
    assert.ok(plain(pdf).includes("发展党员工作全程纪实") && plain(pdf).includes("发展党员材料清单"));
    const items = await list();
    for (const i of items) {
      const [y, m, d] = i.happened_on.split("-").map(Number);
      assert.ok(plain(pdf).includes(`${y}年${m}月${d}日`), i.step);
    }
    const docx = plain(docxText((await make("process_book", "format=docx")).body));
    assert.ok(docx.includes("发展党员全程纪实表") && docx.includes("接收预备党员大会会议记录"));
  });

  test("no ID number, student number or telephone is on any paper", async () => {
    const person = await organiser.get(`/people/${(await organiser.get(`/cases/${one.id}`)).person.id}`);
    const text = plain(pdfText((await make("process_book", "format=pdf")).body));
    for (const secret of [person.student_no, person.mobile, person.landline]) if (secret) assert.ok(!text.includes(secret));
    assert.ok(!/\d{17}[\dX]/.test(text));
  });

  test("refusals: no such paper, no format, another college", async () => {
    await organiser.expect(404, "no such code", "GET", `/cases/${one.id}/documents/mood_report?format=pdf`);
    await organiser.expect(404, "his own paper", "GET", `/cases/${one.id}/documents/application_letter?format=pdf`);
    assert.deepEqual(codes(await organiser.expect(400, "no format", "GET", `/cases/${one.id}/documents/admission_minutes`)), [["format", "required"]]);
    assert.deepEqual(codes(await organiser.expect(400, "a strange format", "GET", `/cases/${one.id}/documents/admission_minutes?format=odt`)).map((c: string[]) => c[0]), ["format"]);
    await organiser2.expect(404, "another college's", "GET", `/cases/${one.id}/documents/admission_minutes?format=pdf`);
    await applicant.expect(403, "no post", "GET", `/cases/${one.id}/documents/admission_minutes?format=pdf`);
  });
});

describe("papers of a meeting and name-lists", () => {
  let meeting: Meeting;

  test("a year's days with their papers, the newest first", async () => {
    const d = await organiser.get<{ meetings: Meeting[]; name_lists: { code: string }[] }>(`/organisations/${college}/documents?year=2026`);
    assert.ok(d.meetings.length > 10 && d.name_lists.some((l) => l.code === "admissions_list"));
    assert.deepEqual(d.meetings.map((m) => m.happened_on), d.meetings.map((m) => m.happened_on).sort().reverse());
    meeting = d.meetings.find((m) => m.step === "admission_vote" && m.case_n > 1)!;
    assert.ok(meeting);
    const branch = await secretary.get(`/organisations/${(await secretary.get("/session")).rights[0].organisation_id}/documents`);
    assert.ok(branch.meetings.length < d.meetings.length, "a branch sees its own days");
    await organiser2.expect(404, "another college's", "GET", `/organisations/${college}/documents`);
    await applicant.expect(403, "no post", "GET", `/organisations/${college}/documents`);
    assert.deepEqual(codes(await organiser.expect(400, "no year", "GET", `/organisations/${college}/documents?year=7`)).map((c: string[]) => c[0]), ["year"]);
  });

  test("one action makes all papers of the day: a PDF, or a ZIP of Word files", async () => {
    const query = `step=${meeting.step}&happened_on=${meeting.happened_on}`;
    const pdf = plain(pdfText((await organiser.request("GET", `/organisations/${college}/documents/all?format=pdf&${query}`)).body));
    assert.equal(pdf.split("接收预备党员票决情况汇总表").length - 1, meeting.case_n);
    const zip = await organiser.request("GET", `/organisations/${college}/documents/all?format=docx&${query}`);
    assert.match(zip.headers.get("content-type")!, /^application\/zip/);
    const names = [...entries(zip.body).keys()];
    assert.equal(names.length, meeting.case_n * meeting.papers.length);
    assert.match(names[0]!, /^001-/);
    const single = await organiser.request("GET", `/organisations/${college}/documents/admission_resolution?format=docx&${query}`);
    assert.equal(entries(single.body).size, meeting.case_n);
  });

  test("a name-list holds everybody of the year, in the order of names, and no number that identifies", async () => {
    const answer = await organiser.request("GET", `/organisations/${college}/documents/admissions_list?format=pdf&year=2025`);
    const text = pdfText(answer.body);
    const n = Number(/共(\d+)人/.exec(plain(text))![1]);
    assert.ok(n > 20 && new RegExp(`^\\s*${n}\\s+\\S+`, "m").test(text), "the last row has the number of all");
    assert.ok(!/\d{9,}/.test(plain(text).replace(/\d{4}年\d+月\d+日/g, "")));
    const words = plain(docxText((await organiser.request("GET", `/organisations/${college}/documents/admissions_list?format=docx&year=2025`)).body));
    assert.ok(words.includes(`共${n}人`));
  });

  test("refusals: what is missing by name, too many people, nobody, another college", async () => {
    const at = `/organisations/${college}/documents`;
    assert.deepEqual(codes(await organiser.expect(400, "no day", "GET", `${at}/all?format=pdf&step=admission_vote`)), [["happened_on", "required"]]);
    assert.deepEqual(codes(await organiser.expect(400, "no step", "GET", `${at}/all?format=pdf&happened_on=${meeting.happened_on}`)), [["step", "required"]]);
    await organiser.expect(404, "nobody", "GET", `${at}/all?format=pdf&step=admission_vote&happened_on=1999-01-01`);
    await organiser.expect(404, "no such step", "GET", `${at}/all?format=pdf&step=mood&happened_on=${meeting.happened_on}`);
    manyCases(2001, 501);
    const many = await organiser.expect(409, "501 in a year", "GET", `${at}/applicants_list?format=pdf&year=2001`);
    assert.deepEqual(many.error.details, { code: "too_many_people", max: 500 });
    await organiser2.expect(404, "another college's", "GET", `${at}/admissions_list?format=pdf`);
    await applicant.expect(403, "no post", "GET", `${at}/admissions_list?format=pdf`);
  });
});

describe("a school's own Word template", () => {
  const at = "/document-templates/admission_resolution";

  test("ours is the beginning: keys in braces, edited, checked, used, and put back", async () => {
    const d = await organiser.get("/document-templates");
    assert.ok(d.items.length > 35 && d.keys.includes("姓名") && d.lists.some((l: string) => l.startsWith("名单：")) && !d.may_edit);
    const ours = (await admin.request("GET", at)).body as Buffer;
    const xml = entries(ours).get("word/document.xml")!.toString("utf8");
    assert.ok(plain(xml.replace(/<[^>]+>/g, "")).includes("{姓名}"));
    const edited = replaceEntry(ours, "word/document.xml", xml.replace("大会认为：", "与会同志一致认为："));
    await admin.expect(204, "taken", "PUT", at, edited, bytes);
    const row = (await organiser.get("/document-templates")).items.find((i: any) => i.code === "admission_resolution");
    assert.deepEqual([row.own, row.file_name, row.size], [true, "本校决议.docx", edited.length]);
    assert.ok((await list()).find((i) => i.code === "admission_resolution")!.own_template);
    const words = plain(docxText((await make("admission_resolution", "format=docx")).body));
    assert.ok(words.includes("与会同志一致认为：") && words.includes(one.person_name) && !words.includes("{"));
    await admin.expect(204, "back", "DELETE", at);
    assert.ok(plain(docxText((await make("admission_resolution", "format=docx")).body)).includes("大会认为："));
    await admin.expect(404, "nothing to put back", "DELETE", at);
  });

  test("what is wrong is told place by place, and nothing is taken", async () => {
    const ours = (await admin.request("GET", at)).body as Buffer;
    const xml = entries(ours).get("word/document.xml")!.toString("utf8");
    const wrong = await admin.expect(400, "unknown key", "PUT", at, replaceEntry(ours, "word/document.xml", xml.replaceAll("{姓名}", "{姓 名}").replaceAll("{党支部}", "{党支布}")), bytes);
    assert.ok(codes(wrong).some((c: string[]) => c[1] === "unknown_key") && codes(wrong).some((c: string[]) => c[1] === "bad_key"));
    assert.match(wrong.error.fields.find((f: any) => f.code === "unknown_key").params.zh, /党支布/);
    assert.deepEqual(codes(await admin.expect(400, "no DOCX", "PUT", at, Buffer.from("hello"), bytes)).map((c: string[]) => c[0]), ["template"]);
    await admin.expect(413, "too large", "PUT", at, Buffer.alloc((2 << 20) + 1), bytes);
    await admin.expect(404, "no such form", "PUT", "/document-templates/mood_report", ours, bytes);
    await admin.expect(404, "parts of the book have none", "GET", "/document-templates/book_cover");
    assert.ok((await organiser.get("/document-templates")).items.every((i: any) => !i.own));
  });

  test("what is posted is not made with a personal number in it", async () => {
    const notice = "/document-templates/candidate_notice";
    const ours = (await admin.request("GET", notice)).body as Buffer;
    const xml = entries(ours).get("word/document.xml")!.toString("utf8");
    const person = await organiser.get(`/people/${one.person_id}`);
    assert.ok(person.student_no);
    await make("candidate_notice", "format=docx");
    await admin.expect(204, "taken", "PUT", notice, replaceEntry(ours, "word/document.xml", xml.replace("{性别}", person.student_no)), bytes);
    for (const format of ["pdf", "docx"]) {
      const refused = await organiser.expect(409, format, "GET", `/cases/${one.id}/documents/candidate_notice?format=${format}`);
      assert.equal(refused.error.details.code, "document_leak");
      assert.ok(refused.error.details.name.includes(one.person_name));
      assert.ok(!JSON.stringify(refused).includes(person.student_no));
    }
    await admin.expect(204, "taken", "PUT", notice, replaceEntry(ours, "word/document.xml", xml.replace("{性别}", "138 0013 8000")), bytes);
    await organiser.expect(409, "a phone", "GET", `/cases/${one.id}/documents/candidate_notice?format=docx`);
    await admin.expect(204, "back", "DELETE", notice);
    await make("candidate_notice", "format=docx");
  });

  test("only who changes settings changes templates", async () => {
    await organiser.expect(403, "an organiser", "PUT", at, Buffer.from("x"), bytes);
    await counsellor.expect(403, "a counsellor", "DELETE", at);
    await applicant.expect(403, "no post", "GET", "/document-templates");
    await applicant.expect(403, "no post", "GET", at);
  });
});

test("a province's pack takes the place of a form; a wrong one is refused with line and column", async () => {
  const folder = join(server.folder, "forms-check");
  mkdirSync(folder, { recursive: true });
  const check = (text: string) => {
    const path = join(folder, "province.yaml");
    writeFileSync(path, text);
    const r = spawnSync(binary, ["forms", "check", path], { encoding: "utf8" });
    return [r.status, r.stdout + r.stderr] as const;
  };
  const form = (blocks: string) => `id: province\nforms:\n  - code: oath_record\n    name: {zh: 宣誓登记表, en: Oath}\n    step: oath\n    blocks:\n${blocks}`;
  const [ok, said] = check(form('      - title: 宣誓登记表\n      - paragraph: "{姓名}于{宣誓日期}宣誓。"\n'));
  assert.equal(ok, 0, said);
  assert.match(said, /oath_record\toath\t宣誓登记表\town/);
  for (const [blocks, why] of [
    ['      - paragraph: "{心情}"\n', /province\.yaml:3:5: .*no key "心情"/],
    ["      - poem: 一\n", /province\.yaml:7:15: no such block/],
    ["      - grid: {columns: [1, 2], rows: [[a, b, c]]}\n", /province\.yaml:7:\d+: a row is a list/],
    ['      - grid: {columns: [1, 2], rows: [[{text: a, span: 1}]]}\n', /do not add up/],
  ] as const) {
    const [status, text] = check(form(blocks));
    assert.equal(status, 1);
    assert.match(text, why);
  }
  assert.match(check(form("      - title: a\n").replace("step: oath", "step: mood"))[1], /no such step/);
  assert.match(check("id: x\nkeys: {心情: person.mood}\nforms: []\n")[1], /province\.yaml:2:12: "person\.mood" is no source/);
});
