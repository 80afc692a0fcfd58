// A real server of its own for each test file: own port, own database, started and ended here.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const binary = process.env["JISHI_BIN"] ?? "../../build/test/src/jishi";
export const today = "2026-11-23";

export interface Server {
  url: string;
  folder: string;
  database: string;
  process: ChildProcess;
  log: string[];
  stop(): Promise<number | null>;
}

/** Makes the small demo university once for all files; each file works on its own copy. */
function seed(): string {
  const shared = join(tmpdir(), `jishi-seed-${process.ppid}`);
  if (existsSync(shared)) return shared;
  const made = mkdtempSync(join(tmpdir(), "jishi-seed-"));
  const run = spawnSync(binary, ["demo", "--db", `sqlite:${join(made, "demo.db")}`, "--people", "600", "--now", today], {
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`demo: ${run.stderr}`);
  try {
    renameSync(made, shared);
  } catch {
    rmSync(made, { recursive: true, force: true }); // another file was first
  }
  return shared;
}

export interface Options {
  /** "demo": a copy of the small demo university. "empty": a new installation. */
  data?: "demo" | "empty";
  env?: Record<string, string>;
  args?: string[];
}

export async function startServer(options: Options = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "jishi-api-"));
  if (options.data !== "empty") cpSync(seed(), folder, { recursive: true });
  else mkdirSync(folder, { recursive: true });
  const database = join(folder, "demo.db");
  const child = spawn(
    binary,
    ["serve", "--db", `sqlite:${database}`, "--listen", "127.0.0.1:0", "--now", today, ...(options.args ?? [])],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...options.env } },
  );
  const log: string[] = [];
  createInterface({ input: child.stderr! }).on("line", (line) => log.push(line));
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address after 20 s:\n${log.join("\n")}`)), 20_000);
    child.once("exit", (code) => reject(new Error(`server ended with ${code}:\n${log.join("\n")}`)));
    createInterface({ input: child.stdout! }).on("line", (line) => {
      log.push(line);
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
      if (found) {
        clearTimeout(timer);
        resolve(found[0]);
      }
    });
  });
  child.removeAllListeners("exit");
  return {
    url,
    folder,
    database,
    process: child,
    log,
    async stop() {
      const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
