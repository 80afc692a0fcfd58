// Values made from the API description: what a schema accepts, and every way to spoil it.
export interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  enum?: (string | null)[];
  maxLength?: number;
  minLength?: number;
  minimum?: number;
  maximum?: number;
  format?: string;
  pattern?: string;
  items?: Schema;
}

export interface Operation {
  summary: string;
  "x-permission"?: string;
  requestBody?: { content: Record<string, { schema: Schema }> };
  parameters?: { in: string; name: string; required?: boolean; schema: Schema }[];
}

export interface Route {
  method: string;
  path: string;
  operation: Operation;
}

const methods = ["get", "post", "put", "patch", "delete"];

/** Every route of the description, those of test builds left out. */
export function routesOf(description: { paths: Record<string, Record<string, unknown>> }): Route[] {
  return Object.entries(description.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method, operation]) => methods.includes(method) && (operation as Operation)["x-permission"])
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation: operation as Operation })),
  );
}

export const bodyOf = (operation: Operation): Schema | undefined => operation.requestBody?.content["application/json"]?.schema;

export const typesOf = (s: Schema): string[] => (Array.isArray(s.type) ? s.type : [s.type ?? "object"]);

/** A value that the schema accepts. */
export function sample(s: Schema): unknown {
  if (s.enum) return s.enum[0];
  const type = typesOf(s)[0];
  if (type === "string") {
    if (s.format === "date") return "2026-11-01";
    if (s.pattern?.includes("0-9")) return "1";
    return "样".repeat(Math.max(1, s.minLength ?? 1));
  }
  if (type === "integer" || type === "number") return Math.max(s.minimum ?? 1, 1);
  if (type === "boolean") return true;
  if (type === "array") return [];
  return Object.fromEntries(
    Object.entries(s.properties ?? {}).filter(([k]) => s.required?.includes(k)).map(([k, v]) => [k, sample(v)]),
  );
}

/** Every way to spoil one field: what, the body, the field, the code. */
export function* spoiled(schema: Schema): Generator<[string, unknown, string, RegExp]> {
  const right = sample(schema) as Record<string, unknown>;
  yield ["an unknown key", { ...right, no_such_field: 1 }, "no_such_field", /^unknown$/];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const rest = { ...right };
    delete rest[name];
    if (schema.required?.includes(name)) yield [`${name} missing`, rest, name, /^required$/];
    const wrong = typesOf(field).some((t) => t === "object" || t === "array") ? 7 : { wrong: true };
    if (field.type !== undefined) yield [`${name} of the wrong type`, { ...right, [name]: wrong }, name, /^(type|bad_\w+)$/];
    if (field.maxLength) yield [`${name} too long`, { ...right, [name]: "长".repeat(field.maxLength + 1) }, name, /^too_long$/];
    if (field.enum) yield [`${name} not one of`, { ...right, [name]: "no-such-value" }, name, /^not_one_of$/];
    if (field.format === "date") yield [`${name} no day`, { ...right, [name]: "2026-02-30" }, name, /^bad_date$/];
    if (field.maximum !== undefined && field.maximum < Number.MAX_SAFE_INTEGER)
      yield [`${name} out of range`, { ...right, [name]: field.maximum + 1 }, name, /^out_of_range$/];
  }
}
