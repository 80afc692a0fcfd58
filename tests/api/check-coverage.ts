// Run after the tests: fails if a route the server prints was not seen answering its set: success,
// no session, wrong role, another unit's row, stale version.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { description } from "./support/client.js";
import type { Seen } from "./support/coverage.js";

const folder = process.env["JISHI_COVERAGE"] ?? "out/coverage";
const all: Seen[] = readdirSync(folder).flatMap((name) =>
  readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as Seen),
);
const faults: string[] = [];
let routes = 0;
for (const [path, item] of Object.entries(description.paths)) {
  for (const [method, raw] of Object.entries(item)) {
    const operation = raw as unknown as {
      "x-permission"?: string;
      requestBody?: { content: Record<string, { schema: { properties?: Record<string, unknown> } }> };
    };
    const permission = operation["x-permission"];
    if (!permission) continue;
    routes++;
    const mine = all.filter((s) => s.path === path && s.method === method.toUpperCase());
    const missing: string[] = [];
    if (!mine.some((s) => s.status < 400)) missing.push("success");
    if (permission !== "public" && !mine.some((s) => s.status === 401)) missing.push("no session");
    if (!["public", "signed_in"].includes(permission) && !mine.some((s) => s.status === 403)) missing.push("wrong role");
    // Rights that only the whole school's officers have: nobody has them beside the row.
    const whole = ["public", "signed_in", "organisation_edit", "id_reveal"];
    const scoped = path.includes("{id}") && !whole.includes(permission);
    if (scoped && !mine.some((s) => s.status === 404 && /2$/.test(s.login))) missing.push("another unit's row");
    const body = operation.requestBody?.content["application/json"]?.schema.properties;
    if (body && "version" in body && !mine.some((s) => s.code === "stale")) missing.push("stale version");
    if (missing.length) faults.push(`${method.toUpperCase()} ${path}: ${missing.join(", ")}`);
  }
}
console.log(`${routes} routes, ${all.length} answers seen, ${faults.length} routes lack tests`);
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
