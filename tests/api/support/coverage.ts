// Which route was seen answering what, written by every client at its end and read by
// check-coverage.ts: a route without its set of tests fails the run.
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

export interface Seen {
  method: string;
  path: string; // the route's pattern
  status: number;
  code: string | null; // error code
  login: string; // "" = nobody
}

const folder = process.env["JISHI_COVERAGE"] ?? "out/coverage";
mkdirSync(folder, { recursive: true });
const file = join(folder, `${process.pid}.jsonl`);

export function seen(entry: Seen): void {
  appendFileSync(file, JSON.stringify(entry) + "\n");
}
