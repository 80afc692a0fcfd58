// Public notices: posted from the record, shown to everybody while they stand, objected to by receipt,
// withdrawn for good; and what of it the cases know.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { startServer, type Server } from "./support/server.js";
import { readFileSync } from "node:fs";
import { entries, replaceEntry } from "./support/zip.js";

interface Person { position: number; case_id: string; name: string; unit: string; birth_month: string | null; refusal: { stops?: object[] } | null }
interface Objection { id: string; position: number; text: string; way: string; outcome: string | null }
interface Notice { id: string; code: string; version: number; state: string; title: string; posted_on: string; last_on: string; days: number; days_left: number; may_act: boolean; may_hear: boolean; receipt: string | null; people: Person[]; objections: Objection[] }
interface Ready { case_id: string; name: string }

let server: Server, secretary: Client, organiser: Client, counsellor: Client, secretary2: Client, organiser2: Client, admin: Client, nobody: Client;
let college: string, branch: string;

const enter = async () => {
  [secretary, organiser, counsellor, secretary2, organiser2, admin] = await Promise.all(["secretary", "organiser", "counsellor", "secretary2", "organiser2", "admin"].map((login) => signedIn(server.url, login))) as [Client, Client, Client, Client, Client, Client];
};

/** Another day: sessions are over by then, so all sign in again. */
async function clock(today: string): Promise<void> {
  assert.equal((await fetch(`${server.url}/api/v1/test/clock`, { method: "PUT", headers: { "content-type": "application/json", origin: server.url }, body: JSON.stringify({ today }) })).status, 204);
  await enter();
}
const ready = async (who: Client, organisation_id: string, kind: string) => (await who.get<{ items: Ready[] }>(`/notices/ready?organisation_id=${organisation_id}&kind=${kind}`)).items;
const body = (over: object) => ({ organisation_id: college, kind: "candidate", posted_on: "2026-11-23", places: "学院公示栏、学生公寓公告栏", contact: "学院党委组织员办公室，电话：0551-63601234", reason: "补登记公示", ...over });
const post = (over: object, who = organiser) => who.expect<Notice>(201, "post", "POST", "/notices", body(over));
const show = (code: string, status = 200) => nobody.expect(status, "public page", "GET", `/public-notices/${code}`);
const page = async (code: string) => (await fetch(`${server.url}/n/${code}`)).status;

/** The standing notice record of a case. */
async function fact(case_id: string): Promise<{ happened_on: string; facts: { open_objection?: boolean; place?: string } } | undefined> {
  const detail = await organiser.get<{ steps: { code: string; record_id: string | null; happened_on: string; facts: object }[] }>(`/cases/${case_id}`);
  const step = detail.steps.find((s) => s.code === "candidate_notice");
  return step?.record_id ? step : undefined;
}

before(async () => {
  server = await startServer();
  await enter();
  nobody = new Client(server.url);
  const home = async (who: Client) => (await who.get("/session")).rights.find((r: { perms: string[] }) => r.perms.includes("case_read")).organisation_id as string;
  [college, branch] = [await home(organiser), await home(secretary)];
});
after(() => server.stop());

describe("a notice", () => {
  let people: Ready[], notice: Notice;

  test("is offered for those whose next step asks for it", async () => {
    people = await ready(organiser, college, "candidate");
    assert.ok(people.length >= 2, `${people.length} ready`);
    for (const kind of ["activist", "admission", "conversion"]) await ready(organiser, college, kind);
  });

  test("is previewed without a trace", async () => {
    const seen = await organiser.expect<Notice>(200, "preview", "POST", "/notices/preview", body({ case_ids: people.slice(0, 2).map((p) => p.case_id) }));
    assert.equal(seen.id, null);
    assert.equal(seen.code, null);
    assert.equal(seen.last_on, "2026-11-27"); // Monday is day 1, Friday the fifth
    assert.equal(seen.days_left, 5);
    assert.match(seen.title, /^关于拟确定.+等2名同志为发展对象的公示$/);
    assert.equal((await organiser.get(`/notices?organisation_id=${college}&show=open`)).items.filter((n: Notice) => n.title === seen.title).length, 0);
  });

  test("is posted from the record, and is the step of each case", async () => {
    notice = await post({ case_ids: people.slice(0, 2).map((p) => p.case_id) });
    assert.equal(notice.state, "open");
    assert.deepEqual(notice.people.map((p) => p.name), people.slice(0, 2).map((p) => p.name));
    assert.ok(notice.people.every((p) => p.refusal === null));
    for (const p of notice.people) {
      const record = await fact(p.case_id);
      assert.equal(record?.happened_on, "2026-11-23");
      assert.equal(record?.facts.open_objection, false);
      assert.equal(record?.facts.place, "学院公示栏、学生公寓公告栏");
    }
    const list = await organiser.get<{ items: { id: string; people_n: string; waiting_n: string; state: string }[] }>(`/notices?organisation_id=${college}`);
    assert.deepEqual({ ...list.items[0], people_n: Number(list.items[0]!.people_n) }, { ...list.items[0], id: notice.id, people_n: 2, state: "open" });
    const mine = await organiser.get<{ items: { id: string; kind: string }[] }>(`/cases/${notice.people[0]!.case_id}/notices`);
    assert.equal(mine.items[0]!.id, notice.id);
    assert.ok(!(await ready(organiser, college, "candidate")).some((p) => p.case_id === people[0]!.case_id));
  });

  test("is read by everybody, with the white list and no more", async () => {
    const seen = await show(notice.code);
    assert.equal(seen.people.length, 2);
    assert.deepEqual(Object.keys(seen.people[0]).sort(), ["applied_on", "birth_month", "helpers", "name", "position", "sex", "stage_on", "unit"]);
    const detail = await admin.get<{ items: { name: string; student_no: string | null }[] }>(`/people?organisation_id=${college}&limit=200`);
    for (const p of detail.items) if (p.student_no) assert.ok(!JSON.stringify(seen).includes(p.student_no));
    assert.equal(await page(notice.code), 200);
    assert.equal(await page("AAAA-BBBB-CCCC"), 404);
    await show("AAAA-BBBB-CCCC", 404);
  });

  test("takes an objection with a receipt; the case waits until it is answered", async () => {
    const { receipt } = await nobody.expect(201, "object", "POST", `/public-notices/${notice.code}/objections`, { position: 1, text: "该同志公示材料中的申请日期有误\n请核实", name: "李某" });
    assert.match(receipt, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
    const heard = async () => nobody.expect(200, "receipt", "POST", "/notice-receipts", { receipt: receipt.toLowerCase().replaceAll("-", " ") });
    assert.equal((await heard()).outcome, null);
    assert.equal((await fact(notice.people[0]!.case_id))?.facts.open_objection, true);
    assert.equal((await fact(notice.people[1]!.case_id))?.facts.open_objection, false);

    const told = await organiser.get<Notice>(`/notices/${notice.id}`);
    assert.equal(told.objections.length, 1);
    assert.equal(told.objections[0]!.way, "page");
    assert.deepEqual((await counsellor.get<Notice>(`/notices/${notice.id}`)).objections, []); // sees the notice, hears nothing
    assert.ok(!JSON.stringify(await show(notice.code)).includes("申请日期有误"));

    const path = `/notices/${notice.id}/objections/${told.objections[0]!.id}/answer`;
    const answer = { outcome: "not_upheld", answer: "已核对入党申请书原件，日期无误。", version: told.version };
    await counsellor.expect(403, "a counsellor answers nothing", "POST", path, answer);
    for (const who of [secretary2, organiser2]) await who.expect(404, "another college", "POST", path, answer);
    await nobody.expect(401, "no session", "POST", path, answer);
    await organiser.expect(409, "stale", "POST", path, { ...answer, version: 999 });
    await organiser.expect(404, "of no notice", "POST", `/notices/99999999/objections/1/answer`, answer);
    const after = await organiser.expect<Notice>(200, "answer", "POST", path, answer);
    assert.equal((await organiser.expect(409, "once", "POST", path, { ...answer, version: after.version })).error.details.code, "notice_answered");
    assert.equal((await fact(notice.people[0]!.case_id))?.facts.open_objection, false);
    assert.equal((await heard()).outcome, "not_upheld");
    assert.equal((await heard()).answer, answer.answer);
  });

  test("an objection that was upheld keeps the case waiting", async () => {
    const got = await organiser.expect<Notice>(201, "by the office", "POST", `/notices/${notice.id}/objections`, { position: 2, text: "来访反映：培养考察不足一年" });
    assert.match(got.receipt ?? "", /-/);
    const mine = got.objections.at(-1)!;
    assert.equal(mine.way, "office");
    await organiser.expect(200, "upheld", "POST", `/notices/${notice.id}/objections/${mine.id}/answer`, { outcome: "upheld", answer: "情况属实，继续培养考察。", version: got.version });
    assert.equal((await fact(notice.people[1]!.case_id))?.facts.open_objection, true);
  });

  test("ends by itself after its working days, and names nobody from then on", async () => {
    await clock("2026-11-28");
    const seen = await show(notice.code);
    assert.equal(seen.state, "ended");
    assert.deepEqual(seen.people, []);
    assert.equal(seen.title, null);
    assert.equal((await organiser.get<Notice>(`/notices/${notice.id}`)).state, "closed");
    const refused = await nobody.expect(409, "too late", "POST", `/public-notices/${notice.code}/objections`, { text: "太迟的异议" });
    assert.equal(refused.error.details.code, "notice_not_open");
    const late = await organiser.expect(409, "over", "POST", `/notices/${notice.id}/withdraw`, { reason: "已经结束", version: (await organiser.get<Notice>(`/notices/${notice.id}`)).version });
    assert.equal(late.error.details.code, "notice_over");
    assert.equal((await organiser.get(`/notices?organisation_id=${college}&show=over`)).items[0].id, notice.id);
    await clock("2026-11-23");
  });
});

describe("one with a day to come", () => {
  test("opens on its day by itself, then becomes the step", async () => {
    let one: Ready | undefined; // whose objection was upheld is ready again: not he
    for (const p of await ready(organiser, college, "candidate")) if (!(await fact(p.case_id))) one = p;
    assert.ok(one);
    const notice = await post({ case_ids: [one.case_id], posted_on: "2026-11-29" }); // a Sunday: Monday is day 1
    assert.equal(notice.state, "scheduled");
    assert.equal(notice.last_on, "2026-12-04");
    await show(notice.code, 404);
    assert.equal(await page(notice.code), 404);
    assert.equal(await fact(one.case_id), undefined);
    await clock("2026-11-29");
    assert.equal((await organiser.get<Notice>(`/notices/${notice.id}`)).state, "open");
    assert.equal((await show(notice.code)).people.length, 1);
    assert.equal((await fact(one.case_id))?.happened_on, "2026-11-29");
    await clock("2026-11-23");
  });
});

describe("withdrawn", () => {
  test("it is gone: 410, and its step is taken out", async () => {
    let one: Ready | undefined;
    for (const p of await ready(organiser, college, "candidate")) if (!(await fact(p.case_id))) one = p;
    assert.ok(one);
    const notice = await post({ case_ids: [one.case_id] });
    const path = `/notices/${notice.id}/withdraw`;
    const said = { reason: "公示内容有误，更正后重新公示", version: notice.version };
    await counsellor.expect(403, "sees, acts not", "POST", path, said);
    for (const who of [secretary2, organiser2]) await who.expect(404, "another college", "POST", path, said);
    await nobody.expect(401, "no session", "POST", path, said);
    await organiser.expect(400, "no reason", "POST", path, { version: notice.version });
    await organiser.expect(409, "stale", "POST", path, { ...said, version: 999 });
    const gone = await organiser.expect<Notice>(200, "withdraw", "POST", path, said);
    assert.equal(gone.state, "withdrawn");
    await show(notice.code, 410);
    assert.equal(await page(notice.code), 410);
    await nobody.expect(410, "nothing is heard", "POST", `/public-notices/${notice.code}/objections`, { text: "对已撤回公示的异议" });
    assert.equal(await fact(one.case_id), undefined);
    assert.ok((await ready(organiser, college, "candidate")).some((p) => p.case_id === one.case_id));
    await organiser.expect(409, "once", "POST", path, { ...said, version: gone.version });
  });
});

describe("refusals", () => {
  test("each fault by its field; nothing is written", async () => {
    const [one] = await ready(organiser, college, "candidate");
    const other = (await organiser2.get("/cases?limit=1")).items[0].id;
    const before = (await organiser.get(`/notices?organisation_id=${college}`)).items.length;
    const cases: [object, string, string][] = [
      [{ case_ids: [] }, "case_ids", "required"],
      [{ case_ids: [one!.case_id, one!.case_id] }, "case_ids[1]", "duplicate"],
      [{ case_ids: [other] }, "case_ids[0]", "unknown"],
      [{ case_ids: ["99999999"] }, "case_ids[0]", "unknown"],
      [{ case_ids: [one!.case_id], kind: "conversion" }, "case_ids[0]", "not_ready"],
      [{ case_ids: [one!.case_id], days: 4 }, "days", "too_small"],
      [{ case_ids: [one!.case_id], posted_on: "2027-03-01" }, "posted_on", "out_of_range"],
      [{ case_ids: [one!.case_id], posted_on: "2026-02-30" }, "posted_on", "bad_date"],
      [{ case_ids: [one!.case_id], kind: "other" }, "kind", "not_in_list"],
      [{ case_ids: [one!.case_id], places: "x" }, "places", "too_short"],
      [{ case_ids: [one!.case_id], contact: "组织员手机138-0013-8000" }, "contact", "leak_mobile"],
      [{ case_ids: [one!.case_id], places: "身份证11010119900307109X旁" }, "places", "leak_id"],
    ];
    for (const [over, field, code] of cases) {
      for (const path of ["/notices", "/notices/preview"]) {
        const refused = await organiser.expect(400, `${field} ${code}`, "POST", path, body(over));
        const found = refused.error.fields.find((f: { field: string }) => f.field === field);
        assert.ok(found, `${path} ${field}: ${JSON.stringify(refused.error.fields)}`);
        if (!["bad_date", "not_in_list", "leak_id"].includes(code)) assert.equal(found.code, code);
      }
    }
    assert.equal((await organiser.get(`/notices?organisation_id=${college}`)).items.length, before);
  });

  test("a student number is a leak too", async () => {
    const [one] = await ready(organiser, college, "candidate");
    const someone = (await admin.get(`/people?organisation_id=${college}&limit=200`)).items.find((p: { student_no: string | null }) => p.student_no);
    assert.ok(someone);
    const refused = await organiser.expect(400, "number", "POST", "/notices", body({ case_ids: [one!.case_id], places: `学号${someone.student_no}公告栏` }));
    assert.equal(refused.error.fields[0].code, "leak_school_number");
    assert.ok(!JSON.stringify(refused).includes(someone.student_no));
  });

  test("what the rules refuse is not posted, and it is said of whom", async () => {
    let one: Ready | undefined;
    for (const p of await ready(organiser, college, "candidate")) if (!(await fact(p.case_id))) one = p;
    const refused = await organiser.expect(422, "too early", "POST", "/notices", body({ case_ids: [one!.case_id], posted_on: "2026-10-12" }));
    assert.equal(refused.error.details.code, "notice_refused");
    assert.equal(refused.error.details.name, one!.name);
    assert.ok(refused.error.details.stops.length > 0);
    assert.equal(await fact(one!.case_id), undefined);
  });

  test("only posts that act there post; another college finds nothing", async () => {
    const [one] = await ready(organiser, college, "candidate");
    const given = body({ case_ids: [one!.case_id] });
    for (const path of ["/notices", "/notices/preview"]) {
      await counsellor.expect(403, "a counsellor", "POST", path, given);
      for (const who of [secretary2, organiser2]) await who.expect(404, "another college", "POST", path, given);
      await nobody.expect(401, "no session", "POST", path, given);
    }
    const applicant = await signedIn(server.url, "applicant");
    const [mine] = (await organiser.get(`/notices?organisation_id=${college}`)).items;
    const routes: [string, string, object?][] = [["GET", "/notices"], ["GET", `/notices/ready?organisation_id=${college}&kind=candidate`], ["GET", `/notices/${mine.id}`], ["GET", `/cases/${one!.case_id}/notices`], ["POST", "/notices", given], ["POST", "/notices/preview", given], ["POST", `/notices/${mine.id}/withdraw`, { reason: "没有权限", version: 1 }], ["POST", `/notices/${mine.id}/objections`, { text: "没有权限" }], ["POST", `/notices/${mine.id}/objections/1/answer`, { outcome: "upheld", answer: "没有权限", version: 1 }]];
    for (const [method, path, sent] of routes) {
      await applicant.expect(403, "an applicant", method, path, sent);
      await nobody.expect(401, "no session", method, path, sent);
    }
    for (const who of [secretary2, organiser2]) {
      await who.expect(404, "a notice", "GET", `/notices/${mine.id}`);
      await who.expect(404, "a case's", "GET", `/cases/${one!.case_id}/notices`);
      await who.expect(404, "an organisation's", "GET", `/notices?organisation_id=${college}`);
      await who.expect(404, "who is ready", "GET", `/notices/ready?organisation_id=${college}&kind=candidate`);
      await who.expect(404, "an objection", "POST", `/notices/${mine.id}/objections`, { text: "别的学院" });
      assert.ok(!(await who.get("/notices")).items.some((n: Notice) => n.id === mine.id));
    }
    await counsellor.expect(403, "a counsellor receives none", "POST", `/notices/${mine.id}/objections`, { text: "辅导员" });
    assert.ok(branch);
  });

  test("objections by field; guesses of codes and receipts are slowed down", async () => {
    const [one] = await ready(organiser, college, "candidate");
    const notice = await post({ case_ids: [one!.case_id] });
    for (const [sent, field] of [[{ text: "x" }, "text"], [{ text: "异议".repeat(1001) }, "text"], [{ text: "对不存在的人", position: 9 }, "position"], [{ text: "异议", who: "x" }, "who"], [{}, "text"]] as const) {
      const refused = await nobody.expect(400, field, "POST", `/public-notices/${notice.code}/objections`, sent);
      assert.equal(refused.error.fields[0].field, field);
    }
    await nobody.expect(400, "no receipt", "POST", "/notice-receipts", {});
    await nobody.expect(404, "an unknown one", "POST", "/notice-receipts", { receipt: "AAAA-BBBB-CCCC" });
    let status = 404;
    for (let i = 0; i < 80 && status === 404; i++) status = (await nobody.request("POST", "/notice-receipts", { receipt: `AAAA-BBBB-${1000 + i}` })).status;
    assert.equal(status, 429);
    status = 404;
    for (let i = 0; i < 80 && status === 404; i++) status = (await nobody.request("GET", `/public-notices/AAAA-BBBB-${1000 + i}`)).status;
    assert.equal(status, 429);
  });
});

describe("a file is looked through before it goes out", () => {
  const scan = (who: Client, bytes: Uint8Array, status: number) => who.expect(status, "scan", "POST", "/notices/scan", bytes);
  const text = (s: string) => new TextEncoder().encode(s);

  test("numbers are found, masked, and the file is not kept", async () => {
    const found = await scan(organiser, text("联系人手机：138 0013 8000，身份证11010519491231002X"), 200);
    assert.deepEqual(found.hits.map((h: { kind: string }) => h.kind).sort(), ["id", "mobile"]);
    assert.ok(!JSON.stringify(found).includes("13800138000") && !JSON.stringify(found).includes("194912310"));
    assert.equal((await scan(organiser, text("2026年11月23日在学院公示栏公示"), 200)).total, 0);
  });

  test("inside a DOCX, through the runs Word cuts a number into", async () => {
    const whole = readFileSync(new URL("../../fuzz/corpus/docx_template/ours.docx", import.meta.url));
    assert.equal((await scan(organiser, whole, 200)).total, 0);
    const document = entries(whole).get("word/document.xml")!.toString("utf8");
    const runs = ["1101051949", "12310", "02X"].map((t) => `<w:r><w:t>${t}</w:t></w:r>`).join("");
    const planted = replaceEntry(whole, "word/document.xml", document.replace("</w:body>", `<w:p>${runs}</w:p></w:body>`));
    const found = await scan(organiser, planted, 200);
    assert.equal(found.hits[0]?.kind, "id");
    assert.match(found.hits[0].where, /word\/document\.xml/);
    const cut = await organiser.request("POST", "/notices/scan", planted.subarray(0, planted.length - 40));
    assert.ok([400, 415].includes(cut.status), String(cut.status));
  });

  test("what cannot be looked into is said", async () => {
    await scan(organiser, new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]), 415);
    await scan(organiser, text("%PDF-1.7\n%\u00e2"), 415);
    await scan(nobody, text("x"), 401);
    await scan(await signedIn(server.url, "applicant"), text("x"), 403);
  });
});
