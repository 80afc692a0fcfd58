/* What is owed, by whom, until when; overdue first. */
import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Today as Day, TodayItem } from '../api'
import { t, tc, tr } from '../i18n'
import { Bars } from '../platform/Chart'
import { day } from '../platform/dates'
import { OrgTreeSelect } from '../platform/inputs'
import { Empty, Failure, Loading, PageHeader } from '../platform/plain'
import { useSession } from '../platform/session'
import { StateTag } from '../platform/StageTag'
import { useFilters } from '../platform/useFilters'
import { today } from './api'
import { dueOf } from './due'

function Item({ x, now }: { x: TodayItem; now: string }) {
  const due = dueOf(now, x)
  return (
    <div className="item" style={{ padding: '12px 16px', borderBottom: '1px solid var(--line)' }}>
      <div className="item-top">
        <span className="row" style={{ gap: '2px 12px' }}><Link to={`/cases/${x.case_id}`}>{x.person_name}</Link><span>{tr(x.title)}</span></span>
        {due && <StateTag kind={due.kind}>{due.text}</StateTag>}
      </div>
      <div className="meta">{[x.branch_name, x.owner !== 'branch' && (x.owner === 'person' ? t('today.by_person') : t('today.by', { owner: x.owner_name })), t('debt.since', { day: day(x.since_on) }), x.overdue_days > 0 && x.due_on && t('today.was_due', { day: day(x.due_on) }), x.earliest_on && x.earliest_on > now && t('rule.earliest', { day: day(x.earliest_on) })].filter(Boolean).join(' · ')}</div>
    </div>
  )
}

function Pictures({ d }: { d: Day }) {
  const stages = ['applicant', 'activist', 'candidate', 'probationary', 'full']
  const n = (s: string): number => d.stage_counts.find((x) => x.stage === s)?.n ?? 0
  const debtors = [...d.by_organisation].filter((o) => o.overdue + o.soon > 0).sort((a, b) => b.overdue - a.overdue || b.soon - a.soon).slice(0, 10)
  return (
    <>
      <section className="card"><h2>{t('today.stages')}</h2><Bars label={t('today.stages')} names={stages.map((s) => tc('stage', s))} series={[{ name: t('today.people'), color: '#9e1b22', values: stages.map(n) }]} /></section>
      {debtors.length > 0 && (
        <section className="card">
          <h2>{t('today.by_organisation')}</h2>
          <Bars label={t('today.by_organisation')} names={debtors.map((o) => o.name)} series={[
            { name: t('today.overdue'), color: '#9e1b22', values: debtors.map((o) => o.overdue) }, { name: t('today.soon'), color: '#8a6d3b', values: debtors.map((o) => o.soon) },
          ]} />
        </section>
      )}
    </>
  )
}

export default function Today() {
  const session = useSession()
  const [f, set] = useFilters()
  const [show, setShow] = useState<'all' | 'overdue' | 'mine'>('all')
  const [limit, setLimit] = useState(30)
  const q = useQuery({ queryKey: ['today', f.organisation_id ?? ''], queryFn: () => today(f.organisation_id) })
  const d = q.data
  const items = [...(d?.items ?? [])].sort((a, b) => b.overdue_days - a.overdue_days || (a.due_on ?? '9').localeCompare(b.due_on ?? '9'))
    .filter((x) => show === 'all' || (show === 'overdue' ? x.overdue_days > 0 : x.mine))
  const wide = session.rights.length > 0 && !session.rights.every((r) => ['branch_secretary', 'deputy_secretary', 'organisation_officer'].includes(r.kind))
  return (
    <>
      <PageHeader title={t('nav.today')} sub={t('today.sub', { day: day(session.today) })} actions={wide ? <div style={{ width: 260 }}><OrgTreeSelect aria-label={t('field.organisation')} allowClear placeholder={t('roster.all_organisations')} value={f.organisation_id} onChange={(v) => set({ organisation_id: v })} /></div> : undefined} />
      {q.isPending && <div className="card"><Loading lines={6} /></div>}
      {q.isError && <Failure error={q.error} retry={() => void q.refetch()} />}
      {d && (
        <>
          <div className="tiles">
            <div className={d.mine.overdue > 0 ? 'tile hot' : 'tile'}><span>{t('today.mine_overdue')}</span><b>{d.mine.overdue}</b><small>{t('today.matters')}</small></div>
            <div className="tile"><span>{t('today.mine_soon')}</span><b>{d.mine.soon}</b><small>{t('today.matters')}</small></div>
            <div className="tile"><span>{t('today.open')}</span><b>{d.mine.open}</b><small>{t('today.matters')}</small></div>
          </div>
          <div className="columns">
            <section className="list-box" aria-label={t('today.list')}>
              <div className="filters" style={{ justifyContent: 'space-between' }}>
                <h2 style={{ fontSize: 15, minWidth: 0 }}>{t('today.list')}</h2>
                <Segmented<'all' | 'overdue' | 'mine'> aria-label={t('today.list')} value={show} onChange={setShow} options={(['all', 'overdue', 'mine'] as const).map((v) => ({ value: v, label: tc('today.show', v) }))} style={{ minWidth: 0 }} />
              </div>
              {items.length === 0 && <Empty title={t('today.nothing')}>{t('today.nothing_text')}</Empty>}
              {items.slice(0, limit).map((x, i) => <Item key={x.case_id + x.duty + i} x={x} now={d.today} />)}
              {items.length > limit && <div className="foot-line"><span>{t('today.more', { n: items.length - limit })}</span><button type="button" className="btn" onClick={() => setLimit(limit + 50)}>{t('action.more')}</button></div>}
            </section>
            <div><Pictures d={d} /></div>
          </div>
        </>
      )}
    </>
  )
}
