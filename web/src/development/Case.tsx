/* One person's dossier: the line of its steps, what is owed, what contradicts, where it has been. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { lazy, Suspense, useEffect } from 'react'
import { Link, useLocation, useParams } from 'react-router'
import type { CaseDetail, Debt, Finding } from '../api'
import { openBook, t, tc, tr } from '../i18n'
import { day } from '../platform/dates'
import { Findings } from '../platform/Findings'
import { Failure, Loading, Note, PageHeader } from '../platform/plain'
import { StageTag, StateTag } from '../platform/StageTag'
import { caseDetail } from './api'
import { Line } from './CaseLine'
import { Procedures } from './Procedures'
import { nextFor, progress } from './progress'
import { usePacks } from './usePacks'

const CaseActions = lazy(() => import('./CaseActions'))
const PapersCard = lazy(async () => ({ default: (await Promise.all([import('../papers/PapersCard'), openBook('papers')]))[0].PapersCard }))
const DossierCard = lazy(async () => ({ default: (await Promise.all([import('../dossier/DossierCard'), openBook('dossier')]))[0].DossierCard }))
const SaidCard = lazy(async () => ({ default: (await Promise.all([import('../desk/Said'), openBook('desk')]))[0].SaidCard }))

function Summary({ c }: { c: CaseDetail }) {
  const { done, total } = progress(c.steps)
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
        {c.probation_due_on && <><dt>{t('case.probation_until')}</dt><dd>{day(c.probation_due_on)}{c.extended && <> <StateTag kind="warn">{t('case.extended')}</StateTag></>}</dd></>}
        {c.full_on && <><dt>{t('case.full_on')}</dt><dd>{day(c.full_on)}</dd></>}
        <dt>{t('case.progress')}</dt><dd>{t('case.progress_n', { done, total })}</dd>
        <dt>{t('case.state')}</dt><dd>{tc('case_state', c.state)}</dd>
      </dl>
    </section>
  )
}

/* By whom, since when and until when; an approval's clock starts only with the report's receipt. */
function debtText(d: Debt): string {
  const by = d.owner === 'person' ? t('today.by_person') : t('today.by', { owner: d.organisation_name })
  if (d.clock_not_started) return [by, t('debt.clock_not_started')].join(' · ')
  return [by, d.since_on && t('debt.since', { day: day(d.since_on) }), d.due_on && t('debt.due', { day: day(d.due_on) })].filter(Boolean).join(' · ')
}

function Debts({ c }: { c: CaseDetail }) {
  if (c.debts.length === 0) return null
  const title = (d: Debt): string => tr(c.steps.find((s) => s.code === d.step)?.title) || tr(d.message)
  return (
    <section className="card">
      <h2>{t('case.debts')}</h2>
      {c.debts.map((d, i) => (
        <div className="finding" key={i}>
          <div className="item-top"><b>{title(d)}</b>{d.overdue_days > 0 && <StateTag kind="bad">{t('debt.overdue', { n: d.overdue_days })}</StateTag>}</div>
          <div className="why">{debtText(d)}</div>
        </div>
      ))}
    </section>
  )
}

/* A sheet tells days and votes, little else: what its records leave open is one line until it is asked for. */
function Contradictions({ items }: { items: Finding[] }) {
  const open = items.filter((f) => f.imported && !f.contradiction)
  const wrong = items.filter((f) => !open.includes(f))
  if (items.length === 0) return null
  return (
    <section className="card">
      <h2>{t('case.findings')}</h2>
      <Findings items={wrong} />
      {open.length > 0 && <details><summary>{t('case.findings_imported', { n: open.length })}</summary><p className="muted small">{t('case.findings_imported_help')}</p><Findings items={open} /></details>}
    </section>
  )
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

/* A link from elsewhere names a step or a paper. */
function useLinked(ready: boolean): void {
  const { hash } = useLocation()
  useEffect(() => {
    if (ready && hash) document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [ready, hash])
}

/* Straight to the form of the step this person may record now. */
function ToNext({ c }: { c: CaseDetail }) {
  const next = nextFor(c.next)
  if (!next) return null
  return <Button type="primary" onClick={() => document.getElementById(`step-${next.step}`)?.scrollIntoView({ behavior: 'smooth', block: 'start' })}>{t('case.to_next', { step: tr(next.title) })}</Button>
}

export default function Case() {
  const { id = '' } = useParams()
  const client = useQueryClient()
  const { message } = App.useApp()
  const q = useQuery({ queryKey: ['case', id], queryFn: () => caseDetail(id) })
  const packs = usePacks()
  useLinked(!!q.data && !!packs.data)
  if (q.isError) return <Failure error={q.error} retry={() => void q.refetch()} />
  if (packs.error) return <Failure error={packs.error} />
  if (!q.data || !packs.data) return <div className="card"><Loading lines={8} /></div>
  const c = q.data
  const done = async (next?: CaseDetail): Promise<void> => {
    if (next) {
      client.setQueryData(['case', id], next)
      void message.success(t('case.recorded_done'))
    } else await client.invalidateQueries({ queryKey: ['case', id] })
    void client.invalidateQueries({ queryKey: ['dossier'] })
    void client.invalidateQueries({ queryKey: ['today'] })
    void client.invalidateQueries({ queryKey: ['cases'] })
  }
  return (
    <>
      <PageHeader title={t('case.title', { name: c.person.name })} sub={c.branch.name} back={{ to: '/cases', text: t('nav.cases') }} actions={
        <><Button onClick={() => window.print()}>{t('action.print')}</Button><Suspense><CaseActions c={c} done={() => done()} /></Suspense><ToNext c={c} /></>
      } />
      {c.state !== 'open' && <Note kind={c.state === 'full' ? 'good' : 'warn'}>{t('case.ended', { state: tc('case_state', c.state), day: day(c.closed_on) })}</Note>}
      <div className="columns">
        <Line c={c} packs={packs.data} done={done} />
        <div><Debts c={c} /><Suspense fallback={null}><SaidCard caseId={c.id} version={c.version} /></Suspense><Contradictions items={c.findings} /><Suspense fallback={null}><DossierCard caseId={c.id} version={c.version} /></Suspense><Suspense fallback={null}><PapersCard caseId={c.id} version={c.version} /></Suspense><Summary c={c} /><Procedures c={c} /><Moves c={c} /></div>
      </div>
    </>
  )
}
