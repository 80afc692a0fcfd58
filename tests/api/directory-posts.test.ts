// Posts, classes, groups, rooms, goals and the voters' roll.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client, signedIn } from "./support/client.js";
import { startServer, type Server } from "./support/server.js";

interface Page<T> {
  items: T[];
  next: string | null;
  total: number | null;
}
let server: Server, admin: Client, department: Client, committee: Client, secretary: Client, organiser: Client, organiser2: Client;
let college: string, branch: string, joint: string, people: { id: string; stage: string | null }[];

before(async () => {
  server = await startServer();
  const logins = ["admin", "department", "committee", "secretary", "organiser", "organiser2"];
  [admin, department, committee, secretary, organiser, organiser2] = await Promise.all(logins.map((l) => signedIn(server.url, l))) as [Client, Client, Client, Client, Client, Client];
  const tree = (await admin.get<Page<{ id: string; code: string; kind: string }>>("/organisations")).items;
  college = tree.find((o) => o.code === "YX01")!.id;
  branch = tree.find((o) => o.code === "YX1103")!.id;
  joint = tree.find((o) => o.kind === "joint_branch")!.id;
  people = (await admin.get<Page<{ id: string; stage: string | null }>>(`/people?organisation_id=${branch}&limit=200`)).items;
});
after(() => server.stop());

describe("posts", () => {
  test("S000-16: officers of a branch below 7 full members are taken with a note", async () => {
    const ids = (await admin.get<Page<{ id: string }>>(`/people?organisation_id=${college}&stage=full&limit=3`)).items.map((p) => p.id);
    const made = await department.expect(201, "branch of three", "POST", "/organisations", { code: "YX0180", name: "三人党支部", kind: "branch", parent_id: college, founded_on: "2026-11-01", member_ids: ids });
    const notes = [];
    for (const [i, kind] of ["branch_secretary", "publicity_officer", "organisation_officer"].entries()) {
      const post = await committee.expect(201, kind, "POST", "/posts", { person_id: ids[i], organisation_id: made.id, kind, from_on: "2026-11-02" });
      notes.push(post.notes.map((n: { code: string }) => n.code));
    }
    assert.deepEqual(notes, [[], ["below_7_no_committee"], ["below_7_no_committee"]]);
    const list = await committee.get<Page<{ kind: string; notes: { code: string }[] }>>(`/posts?organisation_id=${made.id}`);
    assert.deepEqual(list.items.map((p) => p.notes.length), [0, 1, 1]);
    const one = await committee.get(`/organisations/${made.id}`);
    assert.equal(one.secretary.person_id, ids[0]);
  });

  test("ended, a post is over on its day and its right with it", async () => {
    const full = people.find((p) => p.stage === "full")!;
    const post = await committee.expect(201, "give", "POST", "/posts", { person_id: full.id, organisation_id: branch, kind: "group_leader", from_on: "2026-01-10", term_until: "2026-06-30" });
    await committee.expect(409, "holds it already", "POST", "/posts", { person_id: full.id, organisation_id: branch, kind: "group_leader", from_on: "2026-02-10" });
    const on = async (day: string) => (await committee.get<Page<{ id: string }>>(`/posts?organisation_id=${branch}&as_of=${day}&limit=200`)).items.some((p) => p.id === post.id);
    await committee.expect(409, "before its beginning", "PATCH", `/posts/${post.id}`, { until_on: "2026-01-01", version: 1 });
    await committee.expect(200, "end", "PATCH", `/posts/${post.id}`, { until_on: "2026-07-01", version: 1 });
    await committee.expect(409, "stale", "PATCH", `/posts/${post.id}`, { until_on: "2026-07-02", version: 1 });
    assert.deepEqual([await on("2026-01-09"), await on("2026-01-10"), await on("2026-06-30"), await on("2026-07-01")], [false, true, true, false]);
  });

  test("nobody gives a right he has not", async () => {
    const full = people.find((p) => p.stage === "full")!;
    await committee.expect(404, "not his to see", "POST", "/posts", { person_id: full.id, organisation_id: (await admin.get("/organisations")).items[0].id, kind: "school_admin", from_on: "2026-01-10" });
    await secretary.expect(403, "a secretary gives no posts", "POST", "/posts", { person_id: full.id, organisation_id: branch, kind: "group_leader", from_on: "2026-01-10" });
    await committee.expect(400, "turned term", "POST", "/posts", { person_id: full.id, organisation_id: branch, kind: "group_leader", from_on: "2026-01-10", term_until: "2026-01-09" });
    const posts = (await committee.get<Page<{ id: string; version: number }>>(`/posts?organisation_id=${branch}`)).items;
    await organiser2.expect(404, "another college's", "PATCH", `/posts/${posts[0]!.id}`, { until_on: "2026-11-23", version: posts[0]!.version });
  });

  test("pages follow each other without loss", async () => {
    const whole = (await admin.get<Page<{ id: string }>>("/posts?limit=200")).items.map((p) => p.id);
    const parts: string[] = [];
    let after = "";
    for (;;) {
      const page = await admin.get<Page<{ id: string }>>(`/posts?limit=7${after && `&after=${encodeURIComponent(after)}`}`);
      parts.push(...page.items.map((p) => p.id));
      if (!page.next || parts.length >= whole.length) break;
      after = page.next;
    }
    assert.deepEqual(parts.slice(0, whole.length), whole);
  });
});

describe("classes", () => {
  test("are recorded once, changed by version, closed by a day", async () => {
    const form = { code: "DQ2699", name: "电气2699", organisation_id: college, entry_year: 2026, level: "undergraduate", size: 30, campus: "东校区" };
    const made = await organiser.expect(201, "add", "POST", "/classes", form);
    await organiser.expect(409, "code taken", "POST", "/classes", form);
    await organiser.expect(200, "change", "PATCH", `/classes/${made.id}`, { branch_id: branch, campus: "", version: 1 });
    await organiser.expect(409, "stale", "PATCH", `/classes/${made.id}`, { name: "x", version: 1 });
    const page = await organiser.get<Page<any>>(`/classes?organisation_id=${college}&limit=200`);
    const one = page.items.find((c) => c.id === made.id);
    assert.deepEqual([one.branch_id, one.campus, one.size, one.entry_year], [branch, null, 30, 2026]);
    await organiser.expect(200, "null takes away", "PATCH", `/classes/${made.id}`, { branch_id: null, size: null, level: null, version: 2 });
    const less = await organiser.get(`/classes/${made.id}`);
    assert.deepEqual([less.branch_id, less.size, less.level, less.entry_year, less.name], [null, null, null, 2026, "电气2699"]);
    await organiser2.expect(404, "another college", "PATCH", `/classes/${made.id}`, { name: "x", version: 3 });
    await organiser2.expect(404, "another college", "POST", "/classes", { ...form, code: "X" });
  });

  test("are read one by one; a branch reads its own class, which its committee keeps", async () => {
    const own = (await secretary.get<Page<any>>(`/classes?organisation_id=${branch}`)).items;
    assert.ok(own.length > 0);
    for (const c of own) assert.equal(c.branch_id, branch);
    const id = own[0].id;
    assert.deepEqual(await secretary.get(`/classes/${id}`), own[0]);
    assert.deepEqual(await organiser.get(`/classes/${id}`), own[0]);
    assert.deepEqual((await secretary.get(`/organisations/goals?organisation_id=${branch}`)).items.map((g: any) => g.class_id).sort(), own.map((c) => c.id).sort());
    const foreign = (await organiser.get<Page<any>>(`/classes?organisation_id=${college}&limit=200`)).items.find((c) => c.branch_id !== branch);
    await secretary.expect(403, "another organisation's to change", "PATCH", `/classes/${id}`, { name: "x", version: own[0].version });
    await secretary.expect(404, "another branch's class", "GET", `/classes/${foreign.id}`);
    await secretary.expect(404, "another branch's class", "PATCH", `/classes/${foreign.id}`, { name: "x", version: foreign.version });
    await organiser2.expect(404, "another college's class", "GET", `/classes/${id}`);
  });

  test("pages follow each other", async () => {
    const whole = (await organiser.get<Page<{ id: string }>>(`/classes?organisation_id=${college}&limit=200`)).items.map((c) => c.id);
    const first = await organiser.get<Page<{ id: string }>>(`/classes?organisation_id=${college}&limit=3`);
    const second = await organiser.get<Page<{ id: string }>>(`/classes?organisation_id=${college}&limit=200&after=${encodeURIComponent(first.next!)}`);
    assert.deepEqual([...first.items, ...second.items].map((c) => c.id), whole);
  });
});

describe("goals (S000-14)", () => {
  test("year 1 without a member, year 2 without a group, year 3 with four full members", async () => {
    const make = async (code: string, entry_year: number, members: number) => {
      const { id } = await organiser.expect(201, "class", "POST", "/classes", { code, name: code, organisation_id: college, entry_year });
      for (let i = 0; i < members; i++) {
        const p = await organiser.expect(201, "person", "POST", "/people", { name: `目标${i}`, branch_id: joint, class_id: id, joined_on: "2024-05-01", full_on: "2025-05-01" });
        assert.ok(p.id);
      }
      return id;
    };
    const ids = [await make("G1", 2026, 0), await make("G2", 2025, 2), await make("G3", 2024, 4)];
    const board = await organiser.get(`/organisations/goals?organisation_id=${college}`);
    const of = (id: string) => board.items.find((c: any) => c.class_id === id);
    assert.deepEqual(ids.map((id) => [of(id).year, of(id).state]), [[1, "not_met"], [2, "not_met"], [3, "may_found_branch"]]);
    await organiser.expect(201, "group", "POST", "/party-groups", { organisation_id: joint, name: "第一党小组", class_id: ids[1], campus: "西校区", founded_on: "2026-03-01" });
    const again = await organiser.get(`/organisations/goals?organisation_id=${college}`);
    assert.equal(again.items.find((c: any) => c.class_id === ids[1]).state, "met");
    const lower = again.goals.find((g: any) => g.code === "lower_years_have_members");
    assert.equal(lower.state, lower.n === lower.of ? "met" : "not_met");
    assert.ok(again.campuses.some((c: any) => c.campus === "西校区" && c.groups === 1));
  });
});

describe("groups and rooms", () => {
  for (const [noun, form] of [["party-groups", { name: "第二党小组", founded_on: "2026-03-01" }], ["rooms", { name: "党员之家", kind: "member_home", seats: 40 }]] as const) {
    test(`${noun} are recorded, changed by version and closed`, async () => {
      const made = await secretary.expect(201, "add", "POST", `/${noun}`, { ...form, organisation_id: branch });
      await secretary.expect(200, "change", "PATCH", `/${noun}/${made.id}`, { name: "改名", version: 1 });
      await secretary.expect(409, "stale", "PATCH", `/${noun}/${made.id}`, { name: "再改", version: 1 });
      await secretary.expect(200, "close", "PATCH", `/${noun}/${made.id}`, { closed_on: "2026-11-01", version: 2 });
      const one = (await secretary.get<Page<any>>(`/${noun}?organisation_id=${branch}`)).items.find((i) => i.id === made.id);
      assert.deepEqual([one.name, one.closed_on, one.version], ["改名", "2026-11-01", 3]);
      await organiser2.expect(404, "another college", "PATCH", `/${noun}/${made.id}`, { name: "x", version: 3 });
      await organiser2.expect(404, "another college", "POST", `/${noun}`, { ...form, organisation_id: branch });
    });
  }

  test("a group stands in a branch", async () => {
    await organiser.expect(409, "a college has no groups", "POST", "/party-groups", { organisation_id: college, name: "组", founded_on: "2026-03-01" });
  });
});

describe("the voters' roll", () => {
  test("is the full members of that day; probationary members stand on it without a vote", async () => {
    const roll = await secretary.get(`/voters?organisation_id=${branch}`);
    const of = (stage: string) => people.filter((p) => p.stage === stage).map((p) => p.id).sort();
    assert.deepEqual(roll.items.filter((v: any) => v.entitled).map((v: any) => v.person_id).sort(), of("full"));
    assert.deepEqual(roll.items.filter((v: any) => !v.entitled).map((v: any) => v.person_id).sort(), of("probationary"));
    assert.ok(roll.items.every((v: any) => v.entitled === (v.reason === null)));
    assert.equal(roll.counts.present_needed, Math.floor(roll.counts.entitled / 2) + 1);
  });

  test("of a past day knows who was where and what then", async () => {
    const made = await secretary.expect(201, "add", "POST", "/people", { name: "新转正", branch_id: branch, from_on: "2025-01-01", joined_on: "2025-03-01", full_on: "2026-03-01" });
    const vote = async (day: string) => (await secretary.get(`/voters?organisation_id=${branch}&on=${day}`)).items.find((v: any) => v.person_id === made.id)?.entitled;
    assert.deepEqual([await vote("2024-12-31"), await vote("2025-02-01"), await vote("2026-02-28"), await vote("2026-03-01")], [undefined, undefined, false, true]);
  });

  test("is a branch's, and one's own", async () => {
    await organiser.expect(409, "a college has none", "GET", `/voters?organisation_id=${college}`);
    await organiser2.expect(404, "another college", "GET", `/voters?organisation_id=${branch}`);
  });
});
