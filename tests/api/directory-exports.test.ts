// The roster as a file: what stands in it, who may have it, and that each one is kept.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { startServer, type Server } from "./support/server.js";

let server: Server, admin: Client, department: Client, organiser: Client, organiser2: Client, counsellor: Client;
let college: string, branch: string, folder: string;
const ID = "319817200103096913";

before(async () => {
  server = await startServer();
  const logins = ["admin", "department", "organiser", "organiser2", "counsellor"];
  [admin, department, organiser, organiser2, counsellor] = await Promise.all(logins.map((l) => signedIn(server.url, l))) as [Client, Client, Client, Client, Client];
  const tree = (await admin.get("/organisations")).items;
  college = tree.find((o: { code: string }) => o.code === "YX01").id;
  branch = tree.find((o: { code: string }) => o.code === "YX1103").id;
  folder = mkdtempSync(join(tmpdir(), "jishi-export-"));
  await organiser.expect(201, "add", "POST", "/people", {
    name: "=1+1", branch_id: branch, id_number: ID, mobile: "016059755309", joined_on: "2021-05", full_on: "2022-05-31",
  });
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
});

interface Sheet {
  name: string;
  xml: string;
  rows: string[][];
}

/** Sheets with their cells, read from the zip by Python's own libraries: not by the code under test. */
function read(bytes: Buffer): Sheet[] {
  const path = join(folder, "roster.xlsx");
  writeFileSync(path, bytes);
  const program = `
import json, re, sys, zipfile
import xml.etree.ElementTree as E
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
n = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
out = []
for i, s in enumerate(E.fromstring(z.read("xl/workbook.xml")).find("m:sheets", n), 1):
    xml = z.read(f"xl/worksheets/sheet{i}.xml").decode()
    rows = []
    for r in E.fromstring(xml).iter("{%s}row" % n["m"]):
        row = []
        for c in r:
            column = 0
            for ch in re.match("[A-Z]+", c.get("r")).group():
                column = column * 26 + ord(ch) - 64
            row += [""] * (column - 1 - len(row))
            row.append("".join(t.text or "" for t in c.iter("{%s}t" % n["m"])) if c.get("t") == "inlineStr" else "" if c.find("m:v", n) is None else "#" + c.find("m:v", n).text)
        rows.append(row)
    out.append({"name": s.get("name"), "xml": xml, "rows": rows})
print(json.dumps(out))`;
  const run = spawnSync("python3", ["-c", program, path], { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

const form = (more: object = {}) => ({ organisation_id: branch, purpose: "年度党内统计", columns: "basic", ...more });

async function roster(client: Client, more: object = {}): Promise<Sheet[]> {
  const answer = await client.request<Buffer>("POST", "/exports/roster", form(more));
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.match(answer.headers.get("content-type")!, /spreadsheetml/);
  assert.match(answer.headers.get("content-disposition")!, /\.xlsx/);
  return read(answer.body);
}

describe("the file", () => {
  test("has the members of the branch under title and headings, and a note at the end", async () => {
    const sheets = await roster(organiser, { receiver: "学校党委组织部" });
    assert.deepEqual(sheets.map((s) => s.name), ["电气2301班党支部", "导出说明"]);
    const [title, headings, ...rows] = sheets[0]!.rows as [string[], string[], ...string[][]];
    assert.equal(title[0], "电气2301班党支部党员花名册（2026年11月23日）");
    assert.deepEqual(headings, ["姓名", "性别", "民族", "公民身份证号", "出生日期", "学历", "人员类别", "所在党支部", "加入党组织日期", "转为正式党员日期", "工作岗位", "联系电话", "固定电话", "家庭住址", "党籍状态", "是否失联", "是否流动"]);
    const counts = (await organiser.get(`/organisations/${branch}`)).counts;
    assert.equal(rows.length, counts.full + counts.probationary);
    const one = rows.find((r) => r[0] === "=1+1")!;
    assert.deepEqual(one.slice(0, 12).filter((_, i) => [0, 1, 3, 4, 6, 8, 9, 11].includes(i)), ["=1+1", "男", "**************6913", "2001-03-09", "正式党员", "2021-05", "2022-05-31", "016059755309"]);
    assert.ok(!sheets[0]!.xml.includes("<f>"), "what somebody typed is no formula");
    assert.match(sheets[0]!.xml, /<pane ySplit="2"[^>]*state="frozen"/);
    const note = sheets[1]!.rows.flat().join("\n");
    assert.match(note, /导出人：.+；时间：2026-11-23 \d\d:\d\d；用途：年度党内统计；接收单位：学校党委组织部/);
    assert.match(note, new RegExp(`共${rows.length}人`));
  });

  test("has one sheet for each branch with members", async () => {
    const sheets = await roster(organiser, { organisation_id: college, columns: "short" });
    const posts = sheets.slice(0, -1).flatMap((s) => s.rows.slice(2).map((r) => r[9]!)).filter(Boolean);
    assert.ok(posts.some((p) => p.includes("党支部书记")));
    const tree = (await organiser.get("/organisations")).items;
    const withMembers = tree.filter((o: any) => /branch$/.test(o.kind) && o.kind !== "general_branch" && o.members > 0);
    assert.equal(sheets.length - 1, withMembers.length);
    for (const s of sheets.slice(0, -1)) assert.deepEqual(s.rows.slice(2).map((r) => r[0]), s.rows.slice(2).map((_, i) => String(i + 1)), s.name);
  });

  test("has the 27 columns of the provincial set", async () => {
    const sheets = await roster(organiser, { columns: "provincial" });
    assert.equal(sheets[0]!.rows[1]!.length, 27);
    assert.ok(sheets[0]!.rows.slice(2).every((r) => r[26] === "电气工程学院大学生党总支" || r[26] === undefined || r[26] === ""));
  });

  test("is taken in again by the importer, every row known", async () => {
    const answer = await organiser.request<Buffer>("POST", "/exports/roster", form());
    const path = join(folder, "again.xlsx");
    writeFileSync(path, answer.body);
    const binary = process.env["JISHI_BIN"] ?? "../../build/test/src/jishi";
    const run = spawnSync(binary, ["import", "roster", path, "--org", "YX1103", "--dry-run", "--json", "--db", `sqlite:${server.database}`, "--now", "2026-11-23"], { encoding: "utf8" });
    const read = JSON.parse(run.stdout);
    assert.equal(read.verdict, "read", run.stderr);
    assert.deepEqual(read.sheets.filter((s: any) => s.use).map((s: any) => s.name), ["电气2301班党支部"]);
  });

  test("leaves nothing in the spool folder", () => {
    const left = readdirSync(server.folder, { recursive: true, encoding: "utf8" }).filter((n) => /export-/.test(n));
    assert.deepEqual(left, []);
  });
});

describe("whole ID numbers", () => {
  test("go only to who may see them, and are told in the file and the record", async () => {
    await organiser.expect(403, "no right to the numbers", "POST", "/exports/roster", form({ whole_id: true }));
    const sheets = await roster(department, { whole_id: true, purpose: "组织关系核查" });
    assert.ok(sheets[0]!.rows.some((r) => r[3] === ID));
    assert.match(sheets.at(-1)!.rows.flat().join(), /含完整身份证号/);
    const list = await department.get(`/exports?organisation_id=${branch}`);
    assert.equal(list.items[0].kind, "roster_whole_id");
    assert.equal(list.items[0].purpose, "组织关系核查");
    const audit = await admin.get(`/audit?object_kind=export_record&object_id=${list.items[0].id}`);
    assert.equal(audit.items[0].action, "roster.export_whole_id");
  });
});

describe("who and for what", () => {
  test("without a purpose there is no file", async () => {
    await organiser.expect(400, "no purpose", "POST", "/exports/roster", form({ purpose: "" }));
    await organiser.expect(400, "unknown columns", "POST", "/exports/roster", form({ columns: "all" }));
  });

  test("another college's is not there, and a reader exports nothing", async () => {
    await organiser2.expect(404, "another college", "POST", "/exports/roster", form());
    await counsellor.expect(403, "no right", "POST", "/exports/roster", form());
    await organiser2.expect(404, "another college", "GET", `/exports?organisation_id=${branch}`);
  });

  test("each is listed, newest first, page by page", async () => {
    const whole = (await organiser.get("/exports?limit=200")).items;
    assert.ok(whole.length >= 3);
    assert.ok(whole.every((x: any) => x.account_name && x.n_rows > 0));
    const first = await organiser.get("/exports?limit=2");
    const second = await organiser.get(`/exports?limit=200&after=${encodeURIComponent(first.next)}`);
    assert.deepEqual([...first.items, ...second.items].map((x: any) => x.id), whole.map((x: any) => x.id));
  });
});
