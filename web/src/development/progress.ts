/* How far a dossier is, and which step its reader may record now. */
import type { CaseDetail, NextStep } from '../api'

/* Steps by their number: one is done when all that share it are. */
export function progress(steps: Pick<CaseDetail['steps'][number], 'number' | 'state'>[]): { done: number; total: number } {
  const numbers = [...new Set(steps.map((s) => s.number))].filter((n) => n > 0)
  const done = numbers.filter((n) => steps.every((s) => s.number !== n || s.state === 'done' || s.state === 'not_needed'))
  return { done: done.length, total: numbers.length }
}

/* Possible today before not yet possible; never an optional one, it is no reason to scroll there. */
export function nextFor(next: NextStep[]): NextStep | undefined {
  return next.find((n) => n.may_record && !n.optional && n.possible_today) ?? next.find((n) => n.may_record && !n.optional)
}
