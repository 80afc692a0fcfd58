/* Whose steps a graduation or departure endangers, and what helps. */
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented } from 'antd'
import { Link } from 'react-router'
import type { Leaving } from '../api'
import { t, tc, tr } from '../i18n'
import { day } from '../platform/dates'
import { OrgTreeSelect, PlainSelect } from '../platform/inputs'
import { Empty, Failure, Loading, PageHeader } from '../platform/plain'
import { StageTag, StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { usePhone } from '../platform/usePhone'
import { leaving } from './api'

type Row = Leaving['items'][number]
const ADVICES = ['left', 'transfer', 'transfer_probation', 'hurry', 'in_time'] as const
const kinds = { left: 'bad', transfer: 'bad', transfer_probation: 'bad', hurry: 'warn', in_time: 'good' } as const

function Advice({ r }: { r: Row }) {
  return <><StateTag kind={kinds[r.advice]}>{tc('advice', r.advice)}</StateTag><div className="small">{tc('advice_text', r.advice, { day: day(r.pre_review_until) })}</div></>
}

function When({ r }: { r: Row }) {
  return <><span className="num">{r.leaving_on}</span><div className="small muted">{r.days_left < 0 ? t('leaving.days_past', { n: -r.days_left }) : t('leaving.days_left', { n: r.days_left })}{r.source === 'class' && ` · ${t('leaving.by_class')}`}</div></>
}

function Reach({ r }: { r: Row }) {
  return <>{tr(r.target_title)}<div className="small muted">{r.reach_on ? t('rule.earliest', { day: day(r.reach_on) }) : r.blocked_at && t('leaving.blocked', { step: tr(r.next_title) })}</div></>
}

function Table({ rows }: { rows: Row[] }) {
  return (
    <table className="grid">
      <caption className="visually-hidden">{t('nav.leaving')}</caption>
      <thead><tr><th scope="col">{t('field.name')}</th><th scope="col">{t('field.branch')}</th><th scope="col">{t('field.stage')}</th><th scope="col">{t('leaving.on')}</th><th scope="col">{t('cases.next')}</th><th scope="col">{t('leaving.target')}</th><th scope="col">{t('leaving.advice')}</th></tr></thead>
      <tbody>
        {rows.map((r) => (
          <tr key={r.case_id}>
            <td className="nowrap"><Link to={`/cases/${r.case_id}`}>{r.person_name}</Link></td>
            <td>{r.branch_name}</td><td className="nowrap"><StageTag stage={r.stage} /></td><td className="nowrap"><When r={r} /></td><td>{tr(r.next_title)}</td><td><Reach r={r} /></td><td><Advice r={r} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export default function LeavingPage() {
  const phone = usePhone()
  const [f, set] = useFilters({ days: '365' })
  const query = { organisation_id: f.organisation_id, days: f.days }
  const q = useQuery({ queryKey: ['leaving', query], queryFn: () => leaving(query) })
  const rows = (q.data?.items ?? []).filter((r) => !f.advice || r.advice === f.advice)
  return (
    <>
      <PageHeader title={t('nav.leaving')} sub={t('leaving.sub')} actions={<Button onClick={() => window.print()}>{t('action.print')}</Button>} />
      <section className="list-box" aria-label={t('nav.leaving')}>
        <div className="filters" role="search">
          <div className="wide"><OrgTreeSelect aria-label={t('field.organisation')} allowClear placeholder={t('roster.all_organisations')} value={f.organisation_id} onChange={(v) => set({ organisation_id: v })} /></div>
          <Segmented value={f.days} aria-label={t('leaving.horizon')} onChange={(v) => set({ days: v })} options={(['90', '180', '365'] as const).map((d) => ({ value: d, label: tc('leaving_days', d) }))} />
          <PlainSelect aria-label={t('leaving.advice')} placeholder={t('leaving.all_advice')} value={f.advice} onChange={(v) => set({ advice: v })} options={ADVICES.filter((a) => q.data?.items.some((r) => r.advice === a)).map((a) => ({ value: a, label: tc('advice', a) + (a === 'transfer_probation' ? ` (${tc('stage', 'probationary')})` : '') }))} />
        </div>
        {q.isPending ? <div style={{ padding: 16 }}><Loading lines={6} /></div>
          : q.isError ? <div style={{ padding: 16 }}><Failure error={q.error} retry={() => void q.refetch()} /></div>
          : rows.length === 0 ? <Empty title={t('leaving.empty')}>{t('leaving.empty_text')}</Empty>
          : phone ? <div className="cards">{rows.map((r) => <div className="item" key={r.case_id}><div className="item-top"><Link to={`/cases/${r.case_id}`}>{r.person_name}</Link><StageTag stage={r.stage} /></div><div className="meta">{r.branch_name}</div><div><When r={r} /></div><div className="meta"><Reach r={r} /></div><Advice r={r} /></div>)}</div>
          : <Table rows={rows} />}
        {rows.length > 0 && <div className="foot-line"><span>{t('cases.total', { n: rows.length })}</span></div>}
      </section>
    </>
  )
}
