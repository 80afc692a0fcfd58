/* The dossier's line of 25 steps and of what ended it: each with its record, or the form of the next. */
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import type { CaseDetail, PackStep, StepRecord } from '../api'
import { t, tc, tr } from '../i18n'
import { day } from '../platform/dates'
import { DevTimeline, type TimelineItem } from '../platform/DevTimeline'
import { Findings } from '../platform/Findings'
import { useSession } from '../platform/session'
import { factText } from './facts'
import { nextFor } from './progress'
import { StepForm } from './StepForm'
import { Past, StepRecordView } from './StepRecordView'
import type { Packs } from './usePacks'

const knownNames = (c: CaseDetail): Record<string, string> => Object.fromEntries(c.people.map((x) => [x.id, x.name]))

/* On paper a closed step has its facts too, and what became of it. */
function PrintedFacts({ s, step, known }: { s: StepRecord; step: PackStep; known: Record<string, string> }) {
  const facts = s.facts ?? {}
  const shown = step.fields.filter((f) => facts[f.name] !== undefined && facts[f.name] !== null && facts[f.name] !== '')
  const gone = s.history.filter((h) => !h.stands).length
  return (
    <div className="only-print small">
      {shown.map((f) => `${tr(f.label)}${t('punctuation.colon')}${factText(f, facts[f.name]!, known)}`).join(t('punctuation.semicolon'))}
      {gone > 0 && <div>{t('case.printed_history', { n: gone })}</div>}
    </div>
  )
}

interface LineProps { c: CaseDetail; packs: Packs; done: (next?: CaseDetail) => Promise<void> }

/* As the pack of that day has it; a step of another year's rules as that year had it. */
function packStep(packs: Packs, code: string, ruleSet: string | null, on: string): PackStep | undefined {
  const own = packs.byId[ruleSet ?? ''] ?? packs.on(on)
  return [own, ...Object.values(packs.byId)].flatMap((p) => (p ? [...p.steps, ...p.exits] : [])).find((x) => x.code === code)
}

function sub(parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' · ')
}

function useItems({ c, packs, done }: LineProps): TimelineItem[] {
  const session = useSession()
  const firstCode = nextFor(c.next)?.step ?? null
  const linked = /^#step-(\w+)/.exec(useLocation().hash)?.[1] ?? null
  const [open, setOpen] = useState<string | null>(linked ?? firstCode)
  const [again, setAgain] = useState(false)
  const [on, setOn] = useState(session.today)
  const shown = useRef(`${firstCode} ${c.version}`)
  useEffect(() => {
    if (shown.current === `${firstCode} ${c.version}`) return
    shown.current = `${firstCode} ${c.version}`
    setOpen(firstCode)
    setAgain(false)
  }, [firstCode, c.version])
  const known = knownNames(c)
  const packTitle = (id: string | null): string => tr(packs.list.find((p) => p.id === id)?.title) || (id ?? '')

  const item = (s: StepRecord): TimelineItem => {
    const recorded = s.state === 'done' && !again
    const step = packStep(packs, s.code, recorded ? s.rule_set : null, recorded ? s.happened_on ?? on : on)
    const next = c.next.find((n) => n.step === s.code)
    const expanded = open === s.code
    const toggle = (text: string) => ({ text: expanded ? t('action.close') : text, expanded, run: () => { setAgain(false); setOpen(expanded ? null : s.code) } })
    const base = { code: s.code, number: s.number, stage: s.stage ?? '', title: tr(s.title), state: s.state }
    if (!step) return base
    const printed = <PrintedFacts s={s} step={step} known={known} />
    const form = <StepForm c={c} step={step} opened={s.state === 'done' ? null : s.facts} known={known} next={next} onDay={setOn} done={(n) => void done(n)} cancel={() => setOpen(null)} />
    if (s.record_id && s.state === 'done') {
      const mayAgain = step.repeatable && s.may_record && c.state === 'open'
      return {
        ...base, sub: sub([s.happened_on ? day(s.happened_on) : t('case.no_day'), s.recorded_by_name, s.warnings.length > 0 && t('case.with_warnings', { n: s.warnings.length }), s.history.some((h) => !h.stands) && t('case.was_changed')]), action: toggle(t('case.show')), printed,
        body: expanded && (again ? form : <StepRecordView c={c} record={s} step={step} known={known} packTitle={packTitle} done={() => done()} again={mayAgain ? () => setAgain(true) : undefined} />),
      }
    }
    const past = <Past records={s.history} step={step} known={known} packTitle={packTitle} />
    if (!next) return { ...base, sub: s.state === 'not_needed' || s.state === 'not_done' ? t(`step_state.${s.state}`) : undefined, body: past }
    return {
      ...base, state: next.possible_today ? 'next' : 'blocked',
      sub: sub([next.organisation_name || tc('owner', next.actor), next.optional && t('case.optional'), next.earliest_on && next.earliest_on > session.today && t('rule.earliest', { day: day(next.earliest_on) }), next.latest_on && t('rule.latest', { day: day(next.latest_on) }), !next.may_record && t('case.not_yours')]),
      action: next.may_record ? toggle(t('case.fill_in')) : next.stops.length > 0 ? toggle(t('case.why')) : undefined,
      body: <>{expanded && (next.may_record ? form : <div className="body quiet"><Findings items={next.stops} /></div>)}{past}</>,
    }
  }
  return c.steps.filter((s) => s.number > 0 || s.record_id !== null || c.next.some((n) => n.step === s.code && n.possible_today)).map(item)
}

export function Line(p: LineProps) {
  const items = useItems(p)
  const latest = p.packs.byId[p.packs.list.at(-1)?.id ?? ''] ?? Object.values(p.packs.byId)[0]
  const stages = [...(latest?.stages ?? []).map((s) => ({ code: s.code, title: tr(s.title) })), { code: '', title: t('case.other_steps') }]
  return (
    <section className="card long" aria-label={t('case.line')}>
      <h2>{t('case.line')}</h2>
      <DevTimeline stages={stages} items={items} />
    </section>
  )
}
