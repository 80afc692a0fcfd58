/* What a PATCH sends: only what was changed, and null for what was emptied. */
export type Given = Record<string, string | number | null | undefined>

export function changedOnly(old: object, given: Given): Record<string, string | number | null> {
  const before = old as Record<string, unknown>
  const out: Record<string, string | number | null> = {}
  for (const [name, value] of Object.entries(given)) {
    const next = value === undefined || value === '' ? null : value
    if (next !== (before[name] ?? null)) out[name] = next
  }
  return out
}

/* What a POST sends: nothing for what was left empty. */
export function filledOnly(given: Given): Record<string, string | number> {
  return Object.fromEntries(Object.entries(given).filter((e): e is [string, string | number] => e[1] !== undefined && e[1] !== null && e[1] !== ''))
}
