// A signed-in browser without a screen: keeps the cookie and the CSRF token, checks every answer
// against the API description that the server prints of itself.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { seen } from "./coverage.js";
import { binary } from "./server.js";

export interface Answer<T = any> {
  status: number;
  body: T;
  headers: Headers;
}

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

export const description = JSON.parse(spawnSync(binary, ["openapi"], { encoding: "utf8", maxBuffer: 1 << 26 }).stdout) as {
  paths: Record<string, Record<string, Operation>>;
};
const ajv = new Ajv2020({ strict: false, allErrors: true });
(formats as unknown as (a: Ajv2020) => void)(ajv);
ajv.addSchema(description, "api");
const patterns = Object.keys(description.paths).map(
  (path) => [path, new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`)] as const,
);

/** Fails if the description does not know this status, or the body is not what it says. */
function checkAnswer(method: string, path: string, answer: Answer, login: string): void {
  const plain = path.split("?")[0]!;
  // A path with fixed words is more exact than one with {id}.
  const found = patterns.filter(([, p]) => p.test(plain)).sort((a, b) => a[0].split("{").length - b[0].split("{").length)[0];
  if (!found) return assert.equal(answer.status, 404, `${path} is not described`);
  seen({ method, path: found[0], status: answer.status, code: answer.body?.error?.code ?? null, login });
  const operation = description.paths[found[0]]![method.toLowerCase()];
  if (!operation) return assert.equal(answer.status, 405);
  const status = answer.status >= 400 ? "default" : String(answer.status);
  const response = operation.responses[status];
  assert.ok(response, `${method} ${found[0]}: status ${answer.status} is not described`);
  if (!response.content?.["application/json"] || answer.body === undefined) return;
  const escape = (s: string) => encodeURIComponent(s.replace(/~/g, "~0").replace(/\//g, "~1"));
  const ref = `api#/paths/${escape(found[0])}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
  const check = ajv.getSchema(ref);
  assert.ok(check, ref);
  assert.ok(check(answer.body), `${method} ${path}: ${ajv.errorsText(check.errors)}\n${JSON.stringify(answer.body).slice(0, 600)}`);
}

export class Client {
  cookie = "";
  csrf = "";
  login = "";
  constructor(readonly url: string) {}

  async request<T = any>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const binaryBody = body instanceof Uint8Array;
    const response = await fetch(this.url + "/api/v1" + path, {
      method,
      redirect: "manual",
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.csrf && method !== "GET" ? { "x-csrf-token": this.csrf } : {}),
        ...(body === undefined || binaryBody ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: binaryBody ? Buffer.from(body) : typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie().find((c) => c.startsWith("jishi="));
    if (set) this.cookie = set.split(";")[0]!;
    const type = response.headers.get("content-type") ?? "";
    const bytes = Buffer.from(await response.arrayBuffer());
    const parsed = type.startsWith("application/json") && bytes.length ? JSON.parse(bytes.toString("utf8")) : type.startsWith("application/json") || !bytes.length ? undefined : bytes;
    const answer = { status: response.status, body: parsed as T, headers: response.headers };
    checkAnswer(method, "/api/v1" + path, answer, this.login);
    return answer;
  }

  /** The same, with the status that must come; the label says which step of the story it is. */
  async expect<T = any>(status: number, label: string, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
    const answer = await this.request<T>(method, path, body, headers);
    assert.equal(answer.status, status, `${label}: ${method} ${path} -> ${JSON.stringify(answer.body)?.slice(0, 800)}`);
    return answer.body;
  }

  get<T = any>(path: string): Promise<T> {
    return this.expect<T>(200, "get", "GET", path);
  }

  async signIn(login: string, password = "jishi-demo-2026"): Promise<any> {
    const session = await this.expect(201, `sign in as ${login}`, "POST", "/session", { login, password }, { origin: this.url });
    this.csrf = session.csrf;
    this.login = login;
    return session;
  }
}

export async function signedIn(url: string, login: string): Promise<Client> {
  const client = new Client(url);
  await client.signIn(login);
  return client;
}
