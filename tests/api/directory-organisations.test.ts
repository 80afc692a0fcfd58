// Organisations: the tree of any day, founding with its rule, later events, the change of the whole.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { startServer, type Server } from "./support/server.js";

interface Organisation {
  id: string;
  code: string;
  name: string;
  kind: string;
  parent_id: string | null;
  depth: number;
  members: number | null;
  people: number | null;
}
interface Page<T> {
  items: T[];
  next: string | null;
  total: number | null;
}

let server: Server, admin: Client, department: Client, secretary: Client, organiser: Client;
let tree: Organisation[];
const byCode = (code: string) => tree.find((o) => o.code === code)!;

before(async () => {
  server = await startServer();
  [admin, department, secretary, organiser] = await Promise.all(
    ["admin", "department", "secretary", "organiser"].map((login) => signedIn(server.url, login)),
  ) as [Client, Client, Client, Client];
  tree = (await admin.get<Page<Organisation>>("/organisations")).items;
});
after(() => server.stop());

describe("the tree", () => {
  test("stands in order: a node follows its parent, one step deeper", () => {
    const seen = new Map<string, number>();
    for (const o of tree) {
      if (o.parent_id) assert.equal(o.depth, seen.get(o.parent_id)! + 1, o.code);
      seen.set(o.id, o.depth);
    }
    assert.equal(tree[0]!.kind, "school_party_committee");
  });

  test("S000-01: the student general branch has 2 joint and 26 class branches", async () => {
    const one = await admin.get(`/organisations/${byCode("YX11").id}`);
    const kinds = Object.fromEntries(one.children_by_kind.map((k: { kind: string; n: number }) => [k.kind, k.n]));
    assert.deepEqual(kinds, { branch: 26, joint_branch: 2 });
    assert.equal(tree.filter((o) => o.parent_id === one.id).length, 28);
  });

  test("counts of a parent are those of its children and its own", async () => {
    const root = await admin.get(`/organisations/${tree[0]!.id}`);
    const c = root.counts;
    assert.equal(c.full + c.probationary, root.members);
    assert.equal(tree[0]!.people, root.people);
    const below = tree.filter((o) => o.depth === 1).reduce((n, o) => n + o.people!, 0);
    assert.ok(below <= root.people);
  });

  test("a secretary sees his branch and nothing else", async () => {
    const mine = (await secretary.get<Page<Organisation>>("/organisations")).items;
    assert.deepEqual(mine.map((o) => o.code), ["YX1103"]);
    await secretary.expect(404, "not his", "GET", `/organisations/${byCode("YX02").id}`);
    await secretary.expect(404, "not his", "GET", `/organisations?root=${byCode("YX02").id}`);
  });

  test("of another day has no counts and only what stood then", async () => {
    const page = await admin.get<Page<Organisation>>("/organisations?as_of=1990-01-01");
    assert.ok(page.items.length < tree.length);
    assert.ok(page.items.every((o) => o.members === null));
    assert.deepEqual((await admin.get<Page<Organisation>>("/organisations?as_of=1900-01-01")).items, []);
  });

  test("an unchanged tree is not sent again, a changed one is", async () => {
    const first = await admin.request("GET", "/organisations");
    const etag = first.headers.get("etag")!;
    assert.ok(etag);
    const again = await admin.request("GET", "/organisations", undefined, { "if-none-match": etag });
    assert.equal(again.status, 304);
    await department.expect(201, "room", "POST", "/rooms", { organisation_id: tree[0]!.id, name: "党员之家", kind: "member_home" });
    const changed = await admin.request("GET", "/organisations", undefined, { "if-none-match": etag });
    assert.equal(changed.status, 200);
  });
});

async function fullMembers(client: Client, organisation: string, n: number): Promise<string[]> {
  const page = await client.get<Page<{ id: string }>>(`/people?organisation_id=${organisation}&stage=full&limit=${n}`);
  assert.equal(page.items.length, n);
  return page.items.map((p) => p.id);
}

describe("founding (S000-15)", () => {
  const form = (more: object) => ({ code: "YX0190", name: "新建党支部", kind: "branch", parent_id: byCode("YX01").id, founded_on: "2026-11-20", ...more });

  test("with two full members is refused, naming the rule and what is missing", async () => {
    const answer = await department.request("POST", "/organisations", form({ member_ids: await fullMembers(department, byCode("YX01").id, 2) }));
    assert.equal(answer.status, 422);
    const finding = answer.body.error.details.findings[0];
    assert.equal(finding.rule, "branch_min_full");
    assert.deepEqual(finding.params, { full: 2, needed: 3 });
    assert.ok(!(await admin.get<Page<Organisation>>("/organisations")).items.some((o) => o.code === "YX0190"));
  });

  test("with three is done, and they stand in it from that day", async () => {
    const ids = await fullMembers(department, byCode("YX01").id, 3);
    const made = await department.expect(201, "found", "POST", "/organisations", form({ member_ids: ids, decision: "校党字〔2026〕9号", decided_on: "2026-11-18" }));
    assert.deepEqual(made.notes, []);
    const one = await department.get(`/organisations/${made.id}`);
    assert.equal(one.counts.full, 3);
    assert.deepEqual(one.notes.map((n: { code: string }) => n.code), ["below_7_no_committee"]);
    const person = await department.get(`/people/${ids[0]}`);
    assert.equal(person.branch.id, made.id);
    assert.equal(person.affiliations.at(-1).from_on, "2026-11-20");
    await department.expect(409, "the code is taken", "POST", "/organisations", form({ member_ids: ids }));
  });

  test("with 51 members warns", async () => {
    const ids = await fullMembers(department, tree[0]!.id, 51);
    const made = await department.expect(201, "found", "POST", "/organisations", form({ code: "YX0191", member_ids: ids }));
    assert.deepEqual(made.notes.map((n: { code: string }) => n.code), ["over_50"]);
  });

  test("of a committee needs nobody", async () => {
    await department.expect(201, "found", "POST", "/organisations", form({ code: "YX98", kind: "general_branch", parent_id: tree[0]!.id }));
  });

  test("in the future is a fault of the field", async () => {
    const answer = await department.request("POST", "/organisations", form({ code: "YX97", kind: "general_branch", founded_on: "2026-11-24" }));
    assert.equal(answer.status, 400);
    assert.equal(answer.body.error.fields[0].field, "founded_on");
  });

  test("is not for an organiser", async () => {
    await organiser.expect(403, "no right", "POST", "/organisations", form({}));
  });
});

describe("later events", () => {
  let branch: string, version: number;
  const event = (more: object) => ({ kind: "renamed", happened_on: "2026-11-21", version, ...more });

  before(async () => {
    const ids = await fullMembers(department, byCode("YX02").id, 3);
    const made = await department.expect(201, "found", "POST", "/organisations", {
      code: "YX0290", name: "旧名党支部", kind: "branch", parent_id: byCode("YX02").id, founded_on: "2026-11-01", member_ids: ids,
    });
    branch = made.id;
    version = (await department.get(`/organisations/${branch}`)).version;
  });

  test("a name is dated: the tree of the day before shows the old one", async () => {
    const made = await department.expect(201, "rename", "POST", `/organisations/${branch}/events`, event({ name: "新名党支部" }));
    const name = async (day: string) =>
      (await department.get<Page<Organisation>>(`/organisations?as_of=${day}`)).items.find((o) => o.id === branch)?.name;
    assert.equal(await name("2026-11-20"), "旧名党支部");
    assert.equal(await name("2026-11-21"), "新名党支部");
    assert.equal(await name("2026-10-31"), undefined);
    await department.expect(409, "somebody saved first", "POST", `/organisations/${branch}/events`, event({ name: "第三个名" }));
    version = made.version;
  });

  test("each kind names what it cannot do without", async () => {
    for (const [kind, field] of [["renamed", "name"], ["moved", "parent_id"], ["changed_kind", "organisation_kind"], ["merged", "successor_id"]]) {
      const answer = await department.request("POST", `/organisations/${branch}/events`, event({ kind }));
      assert.equal(answer.status, 400, kind);
      assert.equal(answer.body.error.fields[0].field, field);
    }
  });

  test("closing with people left behind is a conflict", async () => {
    const answer = await department.request("POST", `/organisations/${branch}/events`, event({ kind: "closed" }));
    assert.equal(answer.status, 409);
    assert.equal(answer.body.error.code, "conflict");
  });

  test("moved, it is counted elsewhere", async () => {
    const before = (await department.get(`/organisations/${byCode("YX03").id}`)).people;
    const made = await department.expect(201, "move", "POST", `/organisations/${branch}/events`, event({ kind: "moved", parent_id: byCode("YX03").id }));
    version = made.version;
    assert.equal((await department.get(`/organisations/${byCode("YX03").id}`)).people, before + 3);
  });

  test("merged, its people and the link go on", async () => {
    const successor = byCode("YX0301").id;
    const before = (await department.get(`/organisations/${successor}`)).people;
    await department.expect(201, "merge", "POST", `/organisations/${branch}/events`, event({ kind: "merged", successor_id: successor }));
    assert.equal((await department.get(`/organisations/${successor}`)).people, before + 3);
    const events = (await department.get(`/organisations/${branch}/events`)).items;
    assert.deepEqual(events.map((e: { kind: string }) => e.kind), ["founded", "renamed", "moved", "merged"]);
    assert.equal(events.at(-1).successor_name, byCode("YX0301").name);
    const one = await department.get(`/organisations/${branch}`);
    assert.equal(one.closed_on, "2026-11-21");
  });

  test("telephone is changed by version", async () => {
    const at = byCode("YX03");
    const one = await department.get(`/organisations/${at.id}`);
    await department.expect(200, "telephone", "PATCH", `/organisations/${at.id}`, { telephone: "8650 1234", version: one.version });
    await department.expect(409, "stale", "PATCH", `/organisations/${at.id}`, { telephone: "1", version: one.version });
    assert.equal((await department.get(`/organisations/${at.id}`)).telephone, "8650 1234");
  });
});

describe("the change of the whole (S003-01)", () => {
  test("shows −3 of 27 with the decision's day and each old→new link", async () => {
    const root = tree[0]!;
    const found = (code: string, kind: string, parent_id: string, founded_on: string) =>
      department.expect(201, "found", "POST", "/organisations", { code, name: `${code}组织`, kind, parent_id, founded_on, decision: "校党字〔2006〕1号", decided_on: "2006-03-01", member_ids: [] });
    const top = await found("R", "general_branch", root.id, "2000-01-01");
    const uppers: string[] = [];
    for (let i = 0; i < 26; i++) uppers.push((await found(`R${i}`, "general_branch", top.id, "2001-01-01")).id);
    const before = await department.get(`/organisations/changes?from=2005-12-31&until=2006-12-31&organisation_id=${top.id}`);
    assert.equal(before.before.upper, 27);
    const close = async (id: string, successor_id: string) => {
      const { version } = await department.get(`/organisations/${id}`);
      await department.expect(201, "merge", "POST", `/organisations/${id}/events`, { kind: "merged", happened_on: "2006-03-10", successor_id, decision: "校党字〔2006〕1号", decided_on: "2006-03-01", version });
    };
    for (let i = 23; i < 26; i++) await close(uppers[i]!, uppers[0]!);
    const view = await department.get(`/organisations/changes?from=2005-12-31&until=2006-12-31&organisation_id=${top.id}`);
    assert.equal(view.before.upper, 27);
    assert.equal(view.after.upper, 24);
    assert.equal(view.difference.upper, -3);
    const merged = view.events.filter((e: { kind: string }) => e.kind === "merged");
    assert.equal(merged.length, 3);
    assert.ok(merged.every((e: any) => e.successor_id === uppers[0] && e.decided_on === "2006-03-01" && e.old_name));
  });

  test("a turned period is a fault", async () => {
    const answer = await admin.request("GET", "/organisations/changes?from=2026-01-02&until=2026-01-01");
    assert.equal(answer.status, 400);
  });
});
