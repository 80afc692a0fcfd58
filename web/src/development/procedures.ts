/* What a dossier's records say of the seven procedures, and of probation in one row. Derived, never typed. */
import type { CaseDetail, StepHistory, StepRecord } from '../api'

export interface Lamp { code: string; lit: boolean; on: string[]; n?: number }

const days = (list: (string | null | undefined)[]): string[] => [...new Set(list.filter((d): d is string => !!d))].sort()

function standing(s: StepRecord | undefined): { happened_on: string | null; facts: Record<string, unknown> }[] {
  if (!s) return []
  const own = s.record_id && !s.history.some((h) => h.record_id === s.record_id) ? [{ happened_on: s.happened_on, facts: s.facts }] : []
  return [...own, ...s.history.filter((h) => h.stands)].map((r) => ({ happened_on: r.happened_on, facts: (r.facts ?? {}) as Record<string, unknown> }))
}

type Steps = Pick<CaseDetail, 'steps'>

/* Days of a step's standing records; `fits` leaves out those that came to nothing. */
function of(c: Steps, code: string, fits: (facts: Record<string, unknown>) => boolean = () => true): string[] {
  return days(standing(c.steps.find((s) => s.code === code)).filter((r) => fits(r.facts)).map((r) => r.happened_on))
}

/* Accountability: records of the procedure that were corrected or voided, not those that were only opened; nothing about what anybody thinks. */
function mended(c: Steps): StepHistory[] {
  return c.steps.flatMap((s) => s.history.filter((h) => !h.stands && h.happened_on !== null))
}

export function sevenProcedures(c: Steps): Lamp[] {
  const nominated = days(standing(c.steps.find((s) => s.code === 'activist_decide')).filter((r) => r.facts.recommendation && r.facts.recommendation !== 'none').map((r) => (r.facts.recommended_on as string | undefined) ?? r.happened_on))
  const lamp = (code: string, on: string[]): Lamp => ({ code, on, lit: on.length > 0 })
  const gone = mended(c)
  return [
    lamp('nomination', nominated),
    lamp('pre_review', of(c, 'pre_review', (f) => f.result === 'passed')),
    lamp('notice', of(c, 'candidate_notice', (f) => f.open_objection !== true)),
    lamp('review', of(c, 'review_done', (f) => f.conclusion === 'passed')),
    lamp('talk', of(c, 'approval_talk')),
    lamp('approval', of(c, 'approval', (f) => f.decision === 'approved')),
    { code: 'mended', on: days(gone.map((h) => (h.voided_at ?? h.recorded_at).slice(0, 10))), lit: gone.length > 0, n: gone.length },
  ]
}

/* The third strict procedure: education, inspection, conversion. */
export function probationRow(c: Pick<CaseDetail, 'steps' | 'stage'>): Lamp[] {
  const lamp = (code: string, ...codes: string[]): Lamp => {
    const on = days(codes.flatMap((x) => of(c, x)))
    return { code, on, lit: on.length > 0 }
  }
  /* A vote to extend is a day of it, not its end. */
  const conversion = { ...lamp('conversion', 'convert_apply', 'convert_vote', 'convert_approval'), lit: c.stage === 'full' }
  return [lamp('education', 'group_assign', 'oath'), lamp('inspection', 'probation_inspect'), conversion]
}

export interface LogKind { code: string; n: number; last: string | null; empty: boolean }

/* The school's terms: from 1 August and from 1 February. */
export function termStart(today: string): string {
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7))
  if (month >= 8) return `${year}-08-01`
  return month >= 2 ? `${year}-02-01` : `${year - 1}-08-01`
}

/* Visit, study, talk, report, practice: the same records that the quarterly receipts and notes rest on. */
export function cultivationLog(c: Steps, today: string): LogKind[] {
  const rows = standing(c.steps.find((s) => s.code === 'cultivate'))
  const from = termStart(today)
  return ['visit', 'study', 'talk', 'report_receipt', 'practice'].map((code) => {
    const on = rows.filter((r) => r.facts.kind === code && r.happened_on).map((r) => r.happened_on!).sort()
    return { code, n: on.length, last: on.at(-1) ?? null, empty: !on.some((d) => d >= from && d <= today) }
  })
}
