/* A step's facts: what the form starts with, what the server wants, and how a recorded one reads. */
import type { Facts, FactValue, PackField, PackStep, PersonFact, Votes } from '../api'
import { t, tc, tr } from '../i18n'

export const VOTES = ['due', 'present', 'yes', 'no', 'abstain', 'written_yes', 'written_no', 'written_abstain'] as const

export const personOf = (v: string | PersonFact): PersonFact => (typeof v === 'string' ? { id: v } : v)

export const options = (f: PackField) => (f.values ?? []).map((v) => ({ value: v.code, label: tr(v.label) }))

/* A yes-or-no starts as "no", so that the answer is in the record. */
export function emptyFacts(fields: PackField[]): Facts {
  return Object.fromEntries(fields.filter((f) => f.type === 'bool' && !f.computed).map((f) => [f.name, false]))
}

/* Recorded facts as the form wants them: one person is an id. */
export function formFacts(facts: Facts | null): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts ?? {}).map(([k, v]) => [k, v && typeof v === 'object' && 'id' in v ? (v as PersonFact).id : v]))
}

/* Facts as the server wants them: nothing for what was left empty. */
export function cleanFacts(facts: Record<string, unknown> | undefined): Facts {
  const out: Facts = {}
  for (const [name, value] of Object.entries(facts ?? {})) {
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) continue
    if (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0) continue
    out[name] = Array.isArray(value) ? value.map((v) => { const { full_member: _, ...rest } = personOf(v as PersonFact); return rest }) : (value as FactValue)
  }
  return out
}

function personText(v: string | PersonFact, known: Record<string, string>): string {
  const p = personOf(v)
  const name = p.name ?? known[p.id ?? ''] ?? t('person.chosen', { id: p.id ?? '' })
  const more = [p.discipline && tc('discipline', p.discipline), p.until && t('people.served_until', { day: p.until })].filter(Boolean)
  return more.length > 0 ? `${name} (${more.join(t('punctuation.comma'))})` : name
}

/* A recorded fact in words. */
export function factText(f: PackField, value: FactValue, known: Record<string, string>): string {
  if (value === null || value === undefined) return ''
  if (f.type === 'bool') return t(value ? 'yes' : 'no')
  if (f.type === 'enum') return options(f).find((o) => o.value === value)?.label ?? String(value)
  if (f.type === 'person') return personText(value as string | PersonFact, known)
  if (f.type === 'persons' && Array.isArray(value)) return value.map((v) => personText(v, known)).join(t('punctuation.list'))
  if (f.type === 'votes') return VOTES.filter((n) => (value as Votes)[n] !== undefined).map((n) => `${tc('votes', n)} ${(value as Votes)[n]}`).join(t('punctuation.comma'))
  return String(value)
}

/* Is everything required there? The server refuses half-filled facts as input, so it is not asked before. */
export function complete(step: Pick<PackStep, 'fields'>, facts: Record<string, unknown> | undefined): boolean {
  const given = cleanFacts(facts)
  return step.fields.every((f) => !f.required || f.computed || f.type === 'bool' || given[f.name] !== undefined)
}
