// People: the roster's page, search, one person, recording and changing, the ID number, branch and class.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { startServer, type Server } from "./support/server.js";

interface Person {
  id: string;
  name: string;
  sex: string | null;
  student_no: string | null;
  stage: string | null;
  joined_on: string | null;
  branch_id: string | null;
  mobile_tail: string | null;
}
interface Page<T> {
  items: T[];
  next: string | null;
  total: number | null;
}

let server: Server, admin: Client, department: Client, secretary: Client, organiser: Client, organiser2: Client, applicant: Client;
let college: string, branch: string, foreign: string;

before(async () => {
  server = await startServer();
  const logins = ["admin", "department", "secretary", "organiser", "organiser2", "applicant"];
  [admin, department, secretary, organiser, organiser2, applicant] = await Promise.all(logins.map((l) => signedIn(server.url, l))) as [Client, Client, Client, Client, Client, Client];
  const tree = (await admin.get<Page<{ id: string; code: string }>>("/organisations")).items;
  college = tree.find((o) => o.code === "YX01")!.id;
  branch = tree.find((o) => o.code === "YX1103")!.id;
  foreign = tree.find((o) => o.code === "YX0202")!.id;
});
after(() => server.stop());

async function all(client: Client, query: string): Promise<Person[]> {
  const out: Person[] = [];
  let after = "";
  for (;;) {
    const page = await client.get<Page<Person>>(`/people?${query}${after && `&after=${encodeURIComponent(after)}`}`);
    out.push(...page.items);
    if (!page.next) return out;
    after = page.next;
  }
}

describe("the page", () => {
  test("pages hold everybody once, in one order, and the total is their number", async () => {
    const first = await admin.get<Page<Person>>("/people?limit=50");
    assert.equal(first.items.length, 50);
    const people = await all(admin, "limit=37");
    assert.equal(new Set(people.map((p) => p.id)).size, people.length);
    assert.equal(first.total, people.length);
    assert.deepEqual(people.slice(0, 50).map((p) => p.id), first.items.map((p) => p.id));
  });

  test("a last page that is just full has no next", async () => {
    const page = await secretary.get<Page<Person>>(`/people?organisation_id=${branch}&limit=200`);
    const same = await secretary.get<Page<Person>>(`/people?organisation_id=${branch}&limit=${page.items.length}`);
    assert.equal(same.next, null);
  });

  test("filters give what the whole list holds of it", async () => {
    const people = await all(admin, `organisation_id=${college}&limit=200`);
    for (const stage of ["full", "applicant"]) {
      const some = await all(admin, `organisation_id=${college}&stage=${stage}&limit=200`);
      assert.deepEqual(some.map((p) => p.id), people.filter((p) => p.stage === stage).map((p) => p.id), stage);
    }
    const women = await all(admin, `organisation_id=${college}&sex=female&limit=10`);
    assert.deepEqual(women.map((p) => p.id), people.filter((p) => p.sex === "female").map((p) => p.id));
    const named = people[3]!.name.slice(0, 1);
    const found = await all(admin, `organisation_id=${college}&q=${encodeURIComponent(people[3]!.name)}`);
    assert.ok(found.some((p) => p.id === people[3]!.id) && found.every((p) => p.name.includes(named)));
    const total = (await admin.get<Page<Person>>(`/people?organisation_id=${college}&stage=full&limit=1`)).total;
    assert.equal(total, people.filter((p) => p.stage === "full").length);
  });

  test("a class holds its people", async () => {
    const classes = (await admin.get<Page<{ id: string; name: string; people: number }>>(`/classes?organisation_id=${college}`)).items;
    const one = classes.find((c) => c.people > 0)!;
    const people = await all(admin, `organisation_id=${college}&class_id=${one.id}&limit=5`);
    assert.equal(people.length, one.people);
  });

  test("sorted by the day of joining: newest first, through all pages", async () => {
    const people = await all(admin, `organisation_id=${college}&sort=joined&limit=20`);
    const days = people.map((p) => p.joined_on ?? "");
    assert.deepEqual(days, [...days].sort().reverse());
    assert.equal(people.length, (await all(admin, `organisation_id=${college}&limit=200`)).length);
  });

  test("sorted by stage: full members first, through all pages", async () => {
    const people = await all(admin, `organisation_id=${college}&sort=stage&limit=20`);
    const rank = ["full", "probationary", "candidate", "activist", "applicant"];
    const of = (p: Person) => { const i = rank.indexOf(p.stage ?? ""); return i < 0 ? 9 : i; };
    for (let i = 1; i < people.length; i++) assert.ok(of(people[i - 1]!) <= of(people[i]!));
    assert.equal(new Set(people.map((p) => p.id)).size, people.length);
  });

  test("a mobile number shows its tail only", async () => {
    const people = await all(admin, `organisation_id=${branch}`);
    assert.ok(people.some((p) => p.mobile_tail));
    assert.ok(people.every((p) => p.mobile_tail === null || p.mobile_tail.length <= 4));
  });

  test("a foreign organisation is not there, a broken cursor a fault", async () => {
    await secretary.expect(404, "not his", "GET", `/people?organisation_id=${foreign}`);
    await secretary.expect(400, "cursor", "GET", "/people?after=nonsense");
    await secretary.expect(400, "limit", "GET", "/people?limit=201");
    await applicant.expect(403, "no right at all", "GET", "/people");
  });
});

describe("search", () => {
  test("finds by name, part, pinyin, initials and number", async () => {
    const made = await organiser.expect(201, "add", "POST", "/people", { name: "尉迟晟", branch_id: branch, student_no: "2099123456", from_on: "2026-09-01" });
    for (const q of ["尉迟晟", "晟", "yuchi", "yu chi sheng", "ycs", "ycc", "YuChiCheng", "20991234"]) {
      const hits = await organiser.get<Page<Person>>(`/people/search?q=${encodeURIComponent(q)}`);
      assert.ok(hits.items.some((p) => p.id === made.id), q);
    }
    const hits = await organiser2.get<Page<Person>>(`/people/search?q=ycs`);
    assert.ok(!hits.items.some((p) => p.id === made.id), "another college");
    const everywhere = await department.get<Page<Person>>(`/people/search?q=yuchisheng&limit=5`);
    assert.ok(everywhere.items.some((p) => p.id === made.id));
  });

  test("names nobody twice and keeps to its limit", async () => {
    const hits = await department.get<Page<Person>>("/people/search?q=z&limit=15");
    assert.ok(hits.items.length <= 15);
    assert.equal(new Set(hits.items.map((p) => p.id)).size, hits.items.length);
  });

  test("of nothing but signs finds nobody", async () => {
    assert.deepEqual((await department.get<Page<Person>>(`/people/search?q=${encodeURIComponent("·")}`)).items, []);
    await department.expect(400, "empty", "GET", "/people/search?q=");
  });
});

describe("one person", () => {
  test("has branch, stages and posts, and is his own to see", async () => {
    const session = await applicant.get("/session");
    const own = await applicant.get(`/people/${session.person_id}`);
    assert.equal(own.id, session.person_id);
    assert.equal(own.stage, "applicant");
    assert.equal(own.stages.at(-1).stage, "applicant");
    assert.ok(own.branch.id && own.affiliations.length);
    const other = (await admin.get<Page<Person>>(`/people?organisation_id=${branch}`)).items.find((p) => p.id !== own.id)!;
    await applicant.expect(404, "somebody else", "GET", `/people/${other.id}`);
    await secretary.expect(200, "his branch", "GET", `/people/${other.id}`);
    await organiser2.expect(404, "another college", "GET", `/people/${other.id}`);
  });
});

const ID = "319817200103096913";

describe("recording", () => {
  test("what the ID number tells need not be typed; only its tail is shown", async () => {
    const made = await organiser.expect(201, "add", "POST", "/people", { name: "石毅勇", id_number: ID, branch_id: branch, joined_on: "2021-05", full_on: "2022-05-31" });
    const one = await organiser.get(`/people/${made.id}`);
    assert.equal(one.birth, "2001-03-09");
    assert.equal(one.sex, "male");
    assert.equal(one.id_tail, "6913");
    assert.equal(one.stage, "full");
    assert.equal(one.joined_on, "2021-05");
    assert.equal(one.seniority_from, "2022-05-31");
    assert.ok(!JSON.stringify(one).includes(ID));
    await organiser.expect(409, "the number has an owner", "POST", "/people", { name: "别人", id_number: ID, branch_id: branch });
  });

  test("faults are told by field, all at once", async () => {
    const answer = await organiser.request("POST", "/people", {
      name: "某", branch_id: branch, id_number: ID, sex: "female", birth: "2001-03-10", joined_on: "2030-01", from_on: "2027-01-01", leaving_on: "soon",
    });
    assert.equal(answer.status, 400);
    const codes = Object.fromEntries(answer.body.error.fields.map((f: { field: string; code: string }) => [f.field, f.code]));
    assert.deepEqual(codes, { birth: "birth_against_id", sex: "sex_against_id", joined_on: "bad_date", from_on: "date_in_future", leaving_on: "bad_date" });
    for (const [number, code] of [["3198172001030969", "id_length"], ["31981720010309691Y", "id_bad_character"], ["319817200103096914", "id_check_digit"], ["319817200113096913", "id_impossible_birth"]]) {
      const one = await organiser.request("POST", "/people", { name: "某", branch_id: branch, id_number: number });
      assert.equal(one.body.error.fields[0].code, code);
    }
  });

  test("is for those who edit, where they edit", async () => {
    await organiser2.expect(404, "another college", "POST", "/people", { name: "某", branch_id: branch });
    const made = await secretary.expect(201, "his branch", "POST", "/people", { name: "新来者", branch_id: branch });
    assert.equal((await secretary.get(`/people/${made.id}`)).branch.id, branch);
    await department.expect(409, "no branch", "POST", "/people", { name: "某", branch_id: college });
  });
});

describe("changing", () => {
  test("keeps what is not named, takes away what is said empty, goes by version", async () => {
    const made = await organiser.expect(201, "add", "POST", "/people", { name: "覃文", branch_id: branch, mobile: "16059755309", native_place: "广西" });
    await organiser.expect(200, "change", "PATCH", `/people/${made.id}`, { mobile: "", pinyin_given: "Tan Wen", version: 1 });
    const one = await organiser.get(`/people/${made.id}`);
    assert.equal(one.mobile, null);
    assert.equal(one.native_place, "广西");
    assert.equal(one.pinyin, "tan wen");
    assert.equal(one.version, 2);
    await organiser.expect(409, "somebody saved first", "PATCH", `/people/${made.id}`, { name: "覃武", version: 1 });
    const audit = await admin.get(`/audit?object_kind=person&object_id=${made.id}`);
    const change = audit.items.find((a: { action: string }) => a.action === "person.change");
    assert.ok(change, "is in the audit log");
    assert.ok(!JSON.stringify(change).includes("16059755309"));
  });
});

describe("the whole ID number", () => {
  test("is shown for a reason that is kept, to those who may", async () => {
    const made = await organiser.expect(201, "add", "POST", "/people", { name: "田伟辉", id_number: "149812197801181631", branch_id: branch });
    const shown = await department.expect(200, "reveal", "POST", `/people/${made.id}/id-number`, { reason: "组织关系转接" });
    assert.equal(shown.id_number, "149812197801181631");
    const audit = await admin.get(`/audit?object_kind=person&object_id=${made.id}`);
    const line = audit.items.find((a: { action: string }) => a.action === "person.id_reveal");
    assert.deepEqual(typeof line.detail === "string" ? JSON.parse(line.detail) : line.detail, { reason: "组织关系转接" });
    await department.expect(400, "without a reason", "POST", `/people/${made.id}/id-number`, { reason: "" });
    await organiser.expect(403, "no right", "POST", `/people/${made.id}/id-number`, { reason: "想看看" });
  });

  test("of whom none is recorded is null", async () => {
    const made = await organiser.expect(201, "add", "POST", "/people", { name: "无号者", branch_id: branch });
    assert.equal((await department.expect(200, "reveal", "POST", `/people/${made.id}/id-number`, { reason: "核对" })).id_number, null);
  });
});

describe("branch and class", () => {
  test("a move ends the old affiliation on its day and needs both branches", async () => {
    const made = await organiser.expect(201, "add", "POST", "/people", { name: "迁移者", branch_id: branch, from_on: "2025-09-01" });
    const other = (await admin.get<Page<{ id: string; code: string }>>("/organisations")).items.find((o) => o.code === "YX1104")!.id;
    await organiser.expect(404, "not his branch", "POST", `/people/${made.id}/affiliations`, { organisation_id: foreign, from_on: "2026-03-01" });
    await organiser.expect(201, "move", "POST", `/people/${made.id}/affiliations`, { organisation_id: other, from_on: "2026-03-01", reason: "转专业" });
    const one = await organiser.get(`/people/${made.id}`);
    assert.deepEqual(one.affiliations.map((a: any) => [a.from_on, a.until_on]), [["2025-09-01", "2026-03-01"], ["2026-03-01", null]]);
    await organiser.expect(409, "before the last", "POST", `/people/${made.id}/affiliations`, { organisation_id: branch, from_on: "2026-02-01" });
    await organiser.expect(400, "future", "POST", `/people/${made.id}/affiliations`, { organisation_id: branch, from_on: "2026-12-01" });
    await secretary.expect(404, "no longer his", "GET", `/people/${made.id}`);
    await organiser2.expect(404, "another college", "POST", `/people/${made.id}/affiliations`, { organisation_id: foreign, from_on: "2026-03-01" });
  });

  test("a class is joined from a day and left without one", async () => {
    const made = await organiser.expect(201, "add", "POST", "/people", { name: "同学", branch_id: branch });
    const one = (await organiser.get<Page<{ id: string }>>(`/classes?organisation_id=${college}`)).items[0]!.id;
    await organiser.expect(204, "join", "PUT", `/people/${made.id}/class`, { class_id: one, from_on: "2025-09-01" });
    assert.equal((await organiser.get(`/people/${made.id}`)).class.id, one);
    await organiser.expect(204, "leave", "PUT", `/people/${made.id}/class`, { from_on: "2026-09-01" });
    assert.equal((await organiser.get(`/people/${made.id}`)).class, null);
    await organiser2.expect(404, "another college", "PUT", `/people/${made.id}/class`, { class_id: one, from_on: "2025-09-01" });
  });
});
