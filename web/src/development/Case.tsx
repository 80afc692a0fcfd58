/* One person's dossier as a timeline of 25 steps, the next one with its form in place. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import type { CaseDetail, Debt, Finding, NextStep, StepRecord } from '../api'
import { openBook, t, tc, tr } from '../i18n'
import { day } from '../platform/dates'
import { DevTimeline, type TimelineItem } from '../platform/DevTimeline'
import { Findings } from '../platform/Findings'
import { Failure, Loading, PageHeader } from '../platform/plain'
import { useSession } from '../platform/session'
import { StageTag, StateTag } from '../platform/StageTag'
import { caseDetail } from './api'
import { StepForm } from './StepForm'
import { StepRecordView } from './StepRecordView'
import { usePacks, type Packs } from './usePacks'

/* What few open comes after the page. */
const CaseActions = lazy(async () => ({ default: (await import('./CaseActions')).CaseActions }))
const SaidCard = lazy(async () => ({ default: (await Promise.all([import('../desk/Said'), openBook('desk')]))[0].SaidCard }))

const knownNames = (c: CaseDetail): Record<string, string> => Object.fromEntries(c.people.map((x) => [x.id, x.name]))

function Summary({ c }: { c: CaseDetail }) {
  const numbers = [...new Set(c.steps.map((s) => s.number))].filter((n) => n > 0)
  const done = numbers.filter((n) => c.steps.every((s) => s.number !== n || s.state === 'done' || s.state === 'not_needed')).length
  const total = numbers.length
  return (
    <section className="card">
      <div className="card-head"><h2>{t('case.about')}</h2><StageTag stage={c.stage} /></div>
      <dl className="facts" style={{ marginTop: 10 }}>
        <dt>{t('field.name')}</dt><dd><Link to={`/people/${c.person.id}`}>{c.person.name}</Link></dd>
        {c.person.birth && <><dt>{t('field.birth')}</dt><dd>{day(c.person.birth)}</dd></>}
        <dt>{t('field.branch')}</dt><dd>{c.branch.name}</dd>
        <dt>{t('case.branch_form')}</dt><dd>{t(c.branch.has_committee ? 'case.with_committee' : 'case.without_committee', { n: c.branch.full_members })}</dd>
        <dt>{t('case.opened_on')}</dt><dd>{day(c.opened_on)}</dd>
        {c.joined_on && <><dt>{t('case.joined_on')}</dt><dd>{day(c.joined_on)}</dd></>}
        {c.probation_due_on && <><dt>{t('case.probation_until')}</dt><dd>{day(c.probation_due_on)}</dd></>}
        {c.full_on && <><dt>{t('case.full_on')}</dt><dd>{day(c.full_on)}</dd></>}
        <dt>{t('case.progress')}</dt><dd>{t('case.progress_n', { done, total })}</dd>
        <dt>{t('case.state')}</dt><dd>{tc('case_state', c.state)}</dd>
      </dl>
    </section>
  )
}

/* Since when and until when; an approval's clock starts only with the report's receipt. */
function debtDays(d: Debt): string {
  if (d.clock_not_started) return t('debt.clock_not_started')
  return [d.since_on && t('debt.since', { day: day(d.since_on) }), d.due_on && t('debt.due', { day: day(d.due_on) })].filter(Boolean).join(t('punctuation.comma'))
}

function Debts({ c }: { c: CaseDetail }) {
  if (c.debts.length === 0) return null
  return (
    <section className="card">
      <h2>{t('case.debts')}</h2>
      {c.debts.map((d, i) => (
        <div className="finding" key={i}>
          <div>{tr(d.message)}</div>
          <div className="why">{d.organisation_name} · {tc('owner', d.owner)} · {debtDays(d)}</div>
          {d.overdue_days > 0 && <div className="when">{t('debt.overdue', { n: d.overdue_days })}</div>}
        </div>
      ))}
    </section>
  )
}

function Contradictions({ items }: { items: Finding[] }) {
  if (items.length === 0) return null
  return <section className="card"><h2>{t('case.findings')}</h2><Findings items={items} /></section>
}

function Moves({ c }: { c: CaseDetail }) {
  if (c.transfers.length === 0) return null
  return (
    <section className="card">
      <h2>{t('case.transfers')}</h2>
      {c.transfers.map((x) => <div className="event" key={x.id}><span className="when">{x.moved_on}</span><div>{x.from_branch_name} → {x.to_branch_name}{x.note && <div className="muted small">{x.note}</div>}</div></div>)}
    </section>
  )
}

interface LineProps { c: CaseDetail; packs: Packs; done: (next?: CaseDetail) => Promise<void> }

function sub(parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' · ')
}

function useItems({ c, packs, done }: LineProps): TimelineItem[] {
  const session = useSession()
  const firstCode = nextFor(c)?.step ?? null
  const [open, setOpen] = useState<string | null>(firstCode)
  const [again, setAgain] = useState(false)
  const [on, setOn] = useState(session.today)
  useEffect(() => {
    setOpen(firstCode)
    setAgain(false)
  }, [firstCode, c.version])
  const known = knownNames(c)
  const packTitle = (id: string | null): string => tr(packs.list.find((p) => p.id === id)?.title) || (id ?? '')

  const item = (s: StepRecord): TimelineItem => {
    const pack = s.state === 'done' && !again ? packs.byId[s.rule_set ?? ''] ?? packs.on(s.happened_on ?? on) : packs.on(on)
    const step = pack?.steps.find((x) => x.code === s.code) ?? Object.values(packs.byId).flatMap((p) => p.steps).find((x) => x.code === s.code)
    const next = c.next.find((n) => n.step === s.code)
    const expanded = open === s.code
    const toggle = (text: string) => ({ text: expanded ? t('action.close') : text, expanded, run: () => { setAgain(false); setOpen(expanded ? null : s.code) } })
    const base = { code: s.code, number: s.number, stage: s.stage ?? '', title: tr(s.title), state: s.state }
    if (!step) return base
    const form = <StepForm c={c} step={step} opened={s.state === 'done' ? null : s.facts} known={known} next={next} onDay={setOn} done={(n) => void done(n)} cancel={() => setOpen(null)} />
    if (s.record_id && s.state === 'done') {
      const mayAgain = step.repeatable && s.may_record && c.state === 'open'
      return {
        ...base, sub: sub([s.happened_on ? day(s.happened_on) : t('case.no_day'), s.recorded_by_name, s.warnings.length > 0 && t('case.with_warnings', { n: s.warnings.length })]), action: toggle(t('case.show')),
        body: expanded && (again ? form : <StepRecordView c={c} record={s} step={step} known={known} packTitle={packTitle} done={() => done()} again={mayAgain ? () => setAgain(true) : undefined} />),
      }
    }
    if (!next) return { ...base, sub: s.state === 'not_needed' ? t('step_state.not_needed') : undefined }
    return {
      ...base, state: next.possible_today ? 'next' : 'blocked',
      sub: sub([next.organisation_name || tc('owner', next.actor), next.optional && t('case.optional'), next.earliest_on && next.earliest_on > session.today && t('rule.earliest', { day: day(next.earliest_on) }), next.latest_on && t('rule.latest', { day: day(next.latest_on) }), !next.may_record && t('case.not_yours')]),
      action: next.may_record ? toggle(t('case.fill_in')) : next.stops.length > 0 ? toggle(t('case.why')) : undefined,
      body: expanded && (next.may_record ? form : <div className="body quiet"><Findings items={next.stops} /></div>),
    }
  }
  return c.steps.filter((s) => s.number > 0 || s.record_id !== null || c.next.some((n) => n.step === s.code && n.possible_today)).map(item)
}

function nextFor(c: CaseDetail): NextStep | undefined {
  return c.next.find((n) => n.may_record && !n.optional && n.possible_today) ?? c.next.find((n) => n.may_record && !n.optional)
}

/* Straight to the form of the step this person may record now. */
function ToNext({ c }: { c: CaseDetail }) {
  const next = nextFor(c)
  if (!next) return null
  return <Button type="primary" onClick={() => document.getElementById(`step-${next.step}`)?.scrollIntoView({ behavior: 'smooth', block: 'start' })}>{t('case.to_next', { step: tr(next.title) })}</Button>
}

function Line(p: LineProps) {
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

export default function Case() {
  const { id = '' } = useParams()
  const client = useQueryClient()
  const { message } = App.useApp()
  const q = useQuery({ queryKey: ['case', id], queryFn: () => caseDetail(id) })
  const packs = usePacks()
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  if (packs.error) return <Failure error={packs.error} />
  if (!q.data || !packs.data) return <div className="card"><Loading lines={8} /></div>
  const c = q.data
  const done = async (next?: CaseDetail): Promise<void> => {
    if (next) {
      client.setQueryData(['case', id], next)
      void message.success(t('case.recorded_done'))
    } else await client.invalidateQueries({ queryKey: ['case', id] })
    void client.invalidateQueries({ queryKey: ['today'] })
    void client.invalidateQueries({ queryKey: ['cases'] })
  }
  return (
    <>
      <PageHeader title={t('case.title', { name: c.person.name })} sub={c.branch.name} back={{ to: '/cases', text: t('nav.cases') }} actions={
        <><Button onClick={() => window.print()}>{t('action.print')}</Button><Suspense fallback={null}><CaseActions c={c} done={() => done()} /></Suspense><ToNext c={c} /></>
      } />
      {c.state !== 'open' && <p style={{ marginBottom: 12 }}><StateTag kind="quiet">{tc('case_state', c.state)}</StateTag></p>}
      <div className="columns">
        <Line c={c} packs={packs.data} done={done} />
        <div><Debts c={c} /><Suspense fallback={null}><SaidCard caseId={c.id} version={c.version} /></Suspense><Contradictions items={c.findings} /><Summary c={c} /><Moves c={c} /></div>
      </div>
    </>
  )
}
